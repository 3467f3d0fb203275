//! The demo shop's words: who calls, what is sold, and the four ways to one cart.

use std::net::SocketAddr;

use serde_json::Value as Json;
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::process::Program;

/// The customer whom all four dialects know; the cart is `user_182`.
const CUSTOMER: &str = "182";
/// A product without stock to run out of, with prices in all currencies.
const PRODUCT_ID: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04";
const PRODUCT_SKU: &str = "TROLLEY-CARD";

/// The server under test, as a program.
pub(crate) fn program() -> Program {
    Program::new(env!("CARGO_BIN_EXE_trolley-under-test"))
}

/// The identifier of a guest's cart; each number has its own.
pub(crate) fn guest(number: usize) -> String {
    format!("guest_00000000-0000-4000-8000-{number:012}")
}

/// A request to read a guest's cart.
pub(crate) fn read_guest(number: usize) -> Request {
    Request::new("GET", "/api/v1/shop/cart")
        .header("X-API-Key", "123456789")
        .header("X-Cart-ID", &guest(number))
}

/// A request to add to a guest's cart, whose body is still to be given.
pub(crate) fn post_guest(number: usize) -> Request {
    Request::new("POST", &format!("/api/v1/shop/cart/{PRODUCT_SKU}"))
        .header("X-API-Key", "123456789")
        .header("X-Cart-ID", &guest(number))
}

/// A request to add one unit to a guest's cart.
pub(crate) fn add_as_guest(number: usize) -> Request {
    post_guest(number).json(r#"{"quantity":1}"#)
}

/// How many units are in a guest's cart.
#[track_caller]
pub(crate) fn guest_units(address: SocketAddr, number: usize) -> u64 {
    units(&send(address, &read_guest(number)).unwrap())
}

#[track_caller]
fn units(answer: &Answer) -> u64 {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"]["cart_data"]["items_quantity"].as_u64().unwrap()
}

/// The customer's cart as SDS shop shows it: its lines.
#[track_caller]
pub(crate) fn customer_lines(address: SocketAddr) -> Vec<Json> {
    let answer = send(address, &as_customer(Request::new("GET", "/api/v1/shop/cart"))).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"]["cart_data"]["items"].as_array().unwrap().clone()
}

fn as_customer(request: Request) -> Request {
    request.header("X-API-Key", "123456789").header("Authorization", "Bearer 1|demo")
}

/// One of the ways to the customer's cart.
#[derive(Debug, Clone)]
pub(crate) enum Door {
    StoreKit,
    StateSet,
    SdsShop,
    /// With a token of the shop's server.
    ElasticPath(String),
}

impl Door {
    /// All four, to a server of this address.
    #[track_caller]
    pub(crate) fn all(address: SocketAddr) -> [Self; 4] {
        [Self::StoreKit, Self::StateSet, Self::SdsShop, Self::ElasticPath(elastic_path_token(address))]
    }

    /// A request to add one unit of the product.
    pub(crate) fn add(&self) -> Request {
        match self {
            Self::StoreKit => Request::new("POST", "/v1/cart")
                .header(
                    "x-api-key",
                    "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402",
                )
                .header("x-customer-id", CUSTOMER)
                .json(&format!(r#"{{"productId":"{PRODUCT_ID}","quantity":1}}"#)),
            Self::StateSet => Request::new("POST", &format!("/v1/carts/user_{CUSTOMER}/items"))
                .header("Authorization", "Bearer YOUR_API_KEY")
                .json(&format!(r#"{{"product_id":"{PRODUCT_ID}","quantity":1}}"#)),
            Self::SdsShop => as_customer(Request::new("POST", &format!("/api/v1/shop/cart/{PRODUCT_SKU}")))
                .json(r#"{"quantity":1}"#),
            Self::ElasticPath(token) => add_as_server(token, &format!("user_{CUSTOMER}")),
        }
    }
}

/// A token that the shop's own server has.
#[track_caller]
pub(crate) fn elastic_path_token(address: SocketAddr) -> String {
    let form = "grant_type=client_credentials&client_id=demo-backend&client_secret=demo-backend-secret";
    let request = Request::new("POST", "/oauth/access_token").body("application/x-www-form-urlencoded", form);
    let answer = send(address, &request).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// A request to add one unit to any cart, as the shop's own server.
pub(crate) fn add_as_server(token: &str, cart: &str) -> Request {
    Request::new("POST", &format!("/v2/carts/{cart}/items"))
        .header("Authorization", &format!("Bearer {token}"))
        .json(&format!(r#"{{"data":{{"type":"cart_item","id":"{PRODUCT_ID}","quantity":1}}}}"#))
}
