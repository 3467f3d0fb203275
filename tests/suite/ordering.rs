//! Many at once: a cart makes one order, an order is paid once, and no unit is sold twice.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use serde_json::Value as Json;
use trolley_harness::client::{Request, send};
use trolley_harness::local::LocalServer;

use crate::parallel::at_once;

const THREADS: usize = 8;
/// A product of which there are [`CARDS`].
const CARD: &str = "25617d3e-14a6-434c-bfab-3fda87517aaf";
const CARDS: i64 = 5;

fn as_shopper(method: &str, path: &str) -> Request {
    Request::new(method, path).header("Authorization", "Bearer XXXX")
}

/// The status and the body of the answer.
fn ask(address: SocketAddr, request: &Request) -> (u16, Json) {
    let answer = send(address, request).unwrap();
    (answer.status, answer.json())
}

#[track_caller]
fn add_cards(address: SocketAddr, cart: &str, quantity: usize) {
    let body = format!(r#"{{"data":{{"type":"cart_item","id":"{CARD}","quantity":{quantity}}}}}"#);
    let (status, answer) = ask(address, &as_shopper("POST", &format!("/v2/carts/{cart}/items")).json(&body));
    assert_eq!(status, 201, "{answer}");
}

/// The order of the cart.
#[track_caller]
fn check_out(address: SocketAddr, cart: &str) -> String {
    let body = r#"{"data":{"customer":{"name":"Ann Roe","email":"ann@example.com"},"billing_address":
        {"first_name":"Ann","last_name":"Roe","line_1":"1 High St","postcode":"NE1","country":"GB","region":"Tyne"}}}"#;
    let (status, answer) =
        ask(address, &as_shopper("POST", &format!("/v2/carts/{cart}/checkout")).json(body));
    assert_eq!(status, 201, "{answer}");
    answer["data"]["id"].as_str().unwrap().to_owned()
}

/// The status of the answer to a payment, of so much where that is said.
fn pay(address: SocketAddr, order: &str, amount: Option<i64>) -> u16 {
    let amount = amount.map(|amount| format!(r#","amount":{amount}"#)).unwrap_or_default();
    let body = format!(r#"{{"data":{{"gateway":"manual","method":"purchase"{amount}}}}}"#);
    ask(address, &as_shopper("POST", &format!("/v2/orders/{order}/payments")).json(&body)).0
}

/// Units available and held back.
fn stock(address: SocketAddr) -> (i64, i64) {
    let (_, answer) = ask(address, &as_shopper("GET", &format!("/v2/inventories/{CARD}")));
    let units = |name: &str| answer["data"][name].as_i64().unwrap();
    (units("available"), units("allocated"))
}

fn answered(answers: &[u16], status: u16) -> usize {
    answers.iter().filter(|answer| **answer == status).count()
}

#[test]
fn parallel_checkouts_of_one_cart_make_one_order_that_is_paid_once() {
    let server = LocalServer::demo();
    let address = server.address();
    add_cards(address, "shared", 2);
    let orders: BTreeSet<String> = at_once(THREADS, |_| check_out(address, "shared")).into_iter().collect();
    assert_eq!(orders.len(), 1, "{orders:?}");
    let order = orders.first().unwrap();
    let answers = at_once(THREADS, |_| pay(address, order, None));
    assert_eq!((answered(&answers, 200), answered(&answers, 422)), (1, THREADS - 1), "{answers:?}");
    assert_eq!(stock(address), (CARDS - 2, 2));
}

#[test]
fn parallel_parts_of_a_payment_are_never_more_than_the_whole() {
    let server = LocalServer::demo();
    let address = server.address();
    add_cards(address, "shared", 2);
    let order = check_out(address, "shared");
    // Three parts of 300 fit into 998.
    let answers = at_once(THREADS, |_| pay(address, &order, Some(300)));
    assert_eq!((answered(&answers, 200), answered(&answers, 422)), (3, THREADS - 3), "{answers:?}");
    let (_, answer) = ask(address, &as_shopper("GET", &format!("/v2/orders/{order}")));
    assert_eq!(answer["data"]["meta"]["display_price"]["balance_owing"]["amount"], 98);
    assert_eq!(stock(address), (CARDS - 2, 2));
}

#[test]
fn of_orders_that_want_the_last_units_as_many_are_paid_as_there_is_stock_for() {
    let server = LocalServer::demo();
    let address = server.address();
    let orders: Vec<String> = (0..THREADS)
        .map(|number| {
            let cart = format!("cart-{number}");
            add_cards(address, &cart, 2);
            check_out(address, &cart)
        })
        .collect();
    let answers = at_once(THREADS, |thread| pay(address, &orders[thread], None));
    assert_eq!((answered(&answers, 200), answered(&answers, 400)), (2, THREADS - 2), "{answers:?}");
    assert_eq!(stock(address), (CARDS - 4, 4));
}
