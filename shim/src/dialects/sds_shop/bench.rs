//! Load on a server through this API: guests, each with a cart.

use hyper::Method;
use serde_json::json;

use super::CART;
use super::caller::CART_ID;
use crate::dialects::bench::{Ask, Bench, BenchCart, ProductName};
use crate::guest::CART_PREFIX;

pub(super) static BENCH: Bench = Bench {
    demo_key: "123456789",
    names_products_by: ProductName::Sku,
    sign_in: None,
    open: None,
    cart_id: |uuid| format!("{CART_PREFIX}{uuid}"),
    add: |cart, product| {
        ask(Method::POST, &format!("{CART}/{product}"), cart).with_json(&json!({"quantity": 1}))
    },
    read: |cart| ask(Method::GET, CART, cart),
    units: |answer| answer["data"]["cart_data"]["items_quantity"].as_u64(),
    delete: Some(|cart| ask(Method::DELETE, CART, cart)),
};

fn ask(method: Method, path: &str, cart: &BenchCart) -> Ask {
    Ask::new(method, path, ("x-api-key", &cart.proof)).with_header(CART_ID, &cart.id)
}
