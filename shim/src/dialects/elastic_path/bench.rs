//! Load on a server through this API: carts that a storefront names.

use hyper::Method;
use serde_json::{Value as Json, json};

use crate::dialects::bench::{Ask, Bench, BenchCart, ProductName, SignIn, sum};

/// The path of all carts.
const CARTS: &str = "/v2/carts";

pub(super) static BENCH: Bench = Bench {
    demo_key: "demo-storefront",
    names_products_by: ProductName::Id,
    sign_in: Some(SignIn {
        ask: sign_in,
        proof: |answer| answer["access_token"].as_str().map(str::to_owned),
    }),
    open: None,
    cart_id: |uuid| format!("bench-{uuid}"),
    add: |cart, product| {
        let line = json!({"data": {"type": "cart_item", "id": product, "quantity": 1}});
        ask(Method::POST, cart, "/items").with_json(&line)
    },
    read: |cart| ask(Method::GET, cart, "/items"),
    units: |answer| sum(&answer["data"], "quantity", is_product),
    delete: Some(|cart| ask(Method::DELETE, cart, "")),
};

/// A promotion is a line too, which adds none.
fn is_product(line: &Json) -> bool {
    line["type"] == "cart_item"
}

fn ask(method: Method, cart: &BenchCart, below: &str) -> Ask {
    let token = format!("Bearer {}", cart.proof);
    Ask::new(method, format!("{CARTS}/{}{below}", cart.id), ("authorization", &token))
}

fn sign_in(client: &str) -> Ask {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "implicit")
        .append_pair("client_id", client)
        .finish();
    Ask {
        method: Method::POST,
        path: "/oauth/access_token".to_owned(),
        headers: Vec::new(),
        body: Some(("application/x-www-form-urlencoded", form)),
    }
}
