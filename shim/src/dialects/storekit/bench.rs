//! Load on a server through this API: guests, each with a session.

use hyper::Method;
use serde_json::json;

use super::caller::{API_KEY, GUEST_TOKEN};
use super::{CART, DEMO_KEY};
use crate::dialects::bench::{Ask, Bench, BenchCart, ProductName, sum};
use crate::guest::{CART_PREFIX, GuestNumber};

pub(super) static BENCH: Bench = Bench {
    demo_key: DEMO_KEY,
    names_products_by: ProductName::Id,
    sign_in: None,
    open: None,
    cart_id: |uuid| format!("{CART_PREFIX}{uuid}"),
    add: |cart, product| ask(Method::POST, cart).with_json(&json!({"productId": product, "quantity": 1})),
    read: |cart| ask(Method::GET, cart),
    units: |answer| sum(&answer["data"], "quantity", |_| true),
    // It can only remove the lines one by one.
    delete: None,
};

fn ask(method: Method, cart: &BenchCart) -> Ask {
    let session = GuestNumber::parse_cart(&cart.id);
    let session = session.as_ref().map_or("", GuestNumber::as_str);
    Ask::new(method, CART, (API_KEY.as_str(), &cart.proof)).with_header(GUEST_TOKEN.as_str(), session)
}
