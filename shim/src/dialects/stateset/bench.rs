//! Load on a server through this API: carts that a server of the shop makes.

use hyper::Method;
use serde_json::json;

use crate::dialects::bench::{Ask, Bench, BenchCart, Open, ProductName};

/// The path of all carts.
const CARTS: &str = "/v1/carts";

pub(super) static BENCH: Bench = Bench {
    demo_key: "sk_test_demo_full",
    names_products_by: ProductName::Id,
    sign_in: None,
    open: Some(Open {
        ask: |proof| with_key(Method::POST, CARTS, proof).with_json(&json!({})),
        cart_id: |answer| answer["id"].as_str().map(str::to_owned),
    }),
    cart_id: |uuid| format!("cart_{uuid}"),
    add: |cart, product| {
        ask(Method::POST, cart, "/items").with_json(&json!({"product_id": product, "quantity": 1}))
    },
    read: |cart| ask(Method::GET, cart, ""),
    units: |answer| answer["item_count"].as_u64(),
    delete: Some(|cart| ask(Method::DELETE, cart, "")),
};

fn ask(method: Method, cart: &BenchCart, below: &str) -> Ask {
    with_key(method, &format!("{CARTS}/{}{below}", cart.id), &cart.proof)
}

fn with_key(method: Method, path: &str, key: &str) -> Ask {
    Ask::new(method, path, ("authorization", &format!("Bearer {key}")))
}
