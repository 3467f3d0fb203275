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

/// Requests to add one piece of what brings a gift to one guest's cart, through two dialects.
pub(crate) fn adds_with_gift() -> [Request; 2] {
    let cart = guest(998);
    let through_sds_shop = Request::new("POST", "/api/v1/shop/cart/sku1")
        .header("X-API-Key", "123456789")
        .header("X-Cart-ID", &cart)
        .json("{}");
    let through_elastic_path = as_server("POST", &format!("/v2/carts/{cart}/items"))
        .json(r#"{"data":{"type":"cart_item","sku":"sku1","quantity":1}}"#);
    [through_sds_shop, through_elastic_path]
}

/// A request to read that cart.
pub(crate) fn read_with_gift() -> Request {
    as_server("GET", &format!("/v2/carts/{}/items", guest(998)))
}

/// A product of which there is a counted stock, what one costs, and how many there are.
const ORDERED_SKU: &str = "TROLLEY-TOTE";
pub(crate) const ORDER_AMOUNT: i64 = 1_800;
pub(crate) const ORDERED_STOCK: i64 = 250;

/// A request of the shop's own server.
pub(crate) fn as_server(method: &str, path: &str) -> Request {
    Request::new(method, path).header("Authorization", "Bearer XXXX-client-credentials")
}

/// A request to put one piece of what is ordered into any cart.
pub(crate) fn add_to_order(cart: &str) -> Request {
    let body = format!(r#"{{"data":{{"type":"cart_item","sku":"{ORDERED_SKU}","quantity":1}}}}"#);
    as_server("POST", &format!("/v2/carts/{cart}/items")).json(&body)
}

/// A request to make an order of a cart.
pub(crate) fn check_out(cart: &str) -> Request {
    let address = r#"{"first_name":"Ann","last_name":"Roe","line_1":"1 High St","postcode":"NE1","country":"GB","region":"Tyne"}"#;
    let customer = r#"{"name":"Ann Roe","email":"ann@example.com"}"#;
    as_server("POST", &format!("/v2/carts/{cart}/checkout"))
        .json(&format!(r#"{{"data":{{"customer":{customer},"billing_address":{address}}}}}"#))
}

/// A request to pay for an order.
pub(crate) fn pay(order: &str) -> Request {
    as_server("POST", &format!("/v2/orders/{order}/payments"))
        .json(r#"{"data":{"gateway":"manual","method":"purchase"}}"#)
}

/// An order; none where it is not there.
#[track_caller]
pub(crate) fn order(address: SocketAddr, order: &str) -> Option<Json> {
    let answer = send(address, &as_server("GET", &format!("/v2/orders/{order}"))).unwrap();
    (answer.status == 200).then(|| answer.json()["data"].clone())
}

/// All orders.
#[track_caller]
pub(crate) fn orders(address: SocketAddr) -> Vec<Json> {
    let mut orders = Vec::new();
    loop {
        let path = format!("/v2/orders?page[limit]=100&page[offset]={}", orders.len());
        let answer = send(address, &as_server("GET", &path)).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.json()["data"].as_array().unwrap().clone();
        if page.is_empty() {
            return orders;
        }
        orders.extend(page);
    }
}

/// How many pieces are left of what is ordered.
#[track_caller]
pub(crate) fn ordered_stock(address: SocketAddr) -> i64 {
    let cart = guest(999);
    let add = Request::new("POST", &format!("/api/v1/shop/cart/{ORDERED_SKU}"))
        .header("X-API-Key", "123456789")
        .header("X-Cart-ID", &cart)
        .json(r#"{"quantity":1}"#);
    let answer = send(address, &add).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"]["added_item"]["stock"].as_i64().unwrap()
}
