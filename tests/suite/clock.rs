//! Clocks that are wrong, and are set right while the server runs: nothing ends early for that, nothing lives for ever, and
//! nothing runs back.

use std::net::SocketAddr;

use serde_json::Value as Json;
use trolley::json::{Precision, parse_rfc_3339, rfc_3339};
use trolley_engine::Timestamp;
use trolley_engine::engine::keyed::KEY_LIFE_MS;
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::shop::{self, Door, add_as_server, guest_units, post_guest};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const YEARS_50_MS: i64 = 50 * 365 * DAY_MS;
const EPOCH: Timestamp = Timestamp::from_millis(0);
const TOKEN: &str = "XXXX-client-credentials";

fn later(moment: Timestamp, by_ms: i64) -> Timestamp {
    moment.saturating_add_millis(by_ms)
}

/// What a clock can be set to that was right.
fn jumps(from: Timestamp) -> [Timestamp; 5] {
    let six_minutes_ms = 6 * 60 * 1_000;
    [later(from, YEARS_50_MS), later(from, -YEARS_50_MS), EPOCH, later(from, six_minutes_ms), from]
}

#[track_caller]
fn ask(address: SocketAddr, request: &Request) -> Answer {
    let answer = send(address, request).unwrap();
    assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.text());
    answer
}

fn create_in_stateset() -> Request {
    Request::new("POST", "/v1/carts")
        .header("Authorization", "Bearer YOUR_API_KEY")
        .json(r#"{"currency":"USD"}"#)
}

/// The cart as StateSet shows it.
#[track_caller]
fn stateset_cart(address: SocketAddr, id: &str) -> Json {
    let get = Request::new("GET", &format!("/v1/carts/{id}")).header("Authorization", "Bearer YOUR_API_KEY");
    let shown = ask(address, &get).json();
    let cart = shown.get("cart").or_else(|| shown.get("data")).cloned().unwrap_or(shown);
    assert_eq!(cart["id"], id, "{cart}");
    cart
}

/// A cart of StateSet's with an item in it, which ends 30 days after it was made.
#[track_caller]
fn new_stateset_cart(address: SocketAddr) -> String {
    let made = ask(address, &create_in_stateset()).json();
    let cart = made.get("cart").or_else(|| made.get("data")).unwrap_or(&made);
    let id = cart["id"].as_str().unwrap().to_owned();
    let add = Request { path: format!("/v1/carts/{id}/items"), ..Door::StateSet.add() };
    ask(address, &add);
    id
}

#[track_caller]
fn check_ends(address: SocketAddr, id: &str, status: &str, ends_at: Timestamp) {
    let cart = stateset_cart(address, id);
    let expected = rfc_3339(ends_at, Precision::Seconds);
    assert_eq!(
        (cart["status"].as_str(), cart["expires_at"].as_str()),
        (Some(status), Some(expected.as_str()))
    );
}

#[test]
fn a_cart_does_not_end_because_the_clock_was_set() {
    let config = "stateset.abandoned_after_minutes = 0".to_owned();
    let server = LocalServer::start(Setting { config, ..Setting::demo() }).unwrap();
    let address = server.address();
    let began = server.now();
    let id = new_stateset_cart(address);
    for to in jumps(began) {
        server.jump_to(to);
        check_ends(address, &id, "active", later(to, 30 * DAY_MS));
    }
    server.set_time(later(began, 30 * DAY_MS - 1));
    check_ends(address, &id, "active", later(began, 30 * DAY_MS));
    server.set_time(later(began, 30 * DAY_MS));
    check_ends(address, &id, "expired", later(began, 30 * DAY_MS));
}

#[test]
fn a_cart_that_is_left_alone_ends_in_its_time_whatever_the_clock_shows() {
    let server = LocalServer::demo();
    let address = server.address();
    for (number, to) in jumps(server.now()).into_iter().enumerate() {
        ask(address, &shop::add_as_guest(number));
        server.jump_to(to);
        server.stick(30 * DAY_MS - 1);
        assert_eq!(guest_units(address, number), 1, "set to {to:?}");
        server.stick(1);
        assert_eq!(guest_units(address, number), 0, "set to {to:?}");
    }
}

#[test]
fn a_kiosk_that_began_in_1970_goes_on_when_its_clock_is_set_right() {
    let right = Setting::demo().time;
    let config = "stateset.abandoned_after_minutes = 0".to_owned();
    let server = LocalServer::start(Setting { config, time: EPOCH, ..Setting::demo() }).unwrap();
    let address = server.address();
    let id = new_stateset_cart(address);
    check_ends(address, &id, "active", later(EPOCH, 30 * DAY_MS));
    server.set_time(later(EPOCH, DAY_MS));
    server.jump_to(right);
    check_ends(address, &id, "active", later(right, 29 * DAY_MS));
    ask(address, &Request { path: format!("/v1/carts/{id}/items"), ..Door::StateSet.add() });
    assert_eq!(stateset_cart(address, &id)["updated_at"], rfc_3339(right, Precision::Seconds));
    server.set_time(later(right, 29 * DAY_MS));
    check_ends(address, &id, "expired", later(right, 29 * DAY_MS));
}

#[test]
fn what_was_answered_is_answered_again_after_the_clock_was_set() {
    for (number, to) in jumps(Setting::demo().time).into_iter().enumerate() {
        let server = LocalServer::demo();
        let address = server.address();
        for door in Door::all(address) {
            let request = door.add().header("Idempotency-Key", &format!("set-{number}"));
            let before = server.now();
            let first = ask(address, &request);
            server.jump_to(to);
            // Those of Elastic Path ask with a token that was issued before.
            let request = match &door {
                Door::ElasticPath(_) => add_as_server(TOKEN, "user_182").header("Idempotency-Key", "set"),
                Door::StoreKit | Door::StateSet | Door::SdsShop => request,
            };
            if let Door::ElasticPath(_) = door {
                server.jump_to(before);
                let first = ask(address, &request);
                server.jump_to(to);
                check_replay(address, &request, &first);
            } else {
                check_replay(address, &request, &first);
            }
            server.stick(KEY_LIFE_MS + 1);
            assert_eq!(ask(address, &request).header("idempotency-replayed"), None, "its time is over");
            server.jump_to(before);
        }
    }
}

#[track_caller]
fn check_replay(address: SocketAddr, request: &Request, first: &Answer) {
    let again = ask(address, request);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.status, &again.body), (first.status, &first.body));
}

#[test]
fn no_timestamp_of_a_cart_runs_back() {
    let server = LocalServer::demo();
    let address = server.address();
    let changed = || {
        let answer = ask(address, &add_as_server(TOKEN, "shop-window")).json();
        let stamps = &answer["meta"]["timestamps"];
        assert_eq!(stamps["created_at"], rfc_3339(Setting::demo().time, Precision::Milliseconds), "{stamps}");
        parse_rfc_3339(stamps["updated_at"].as_str().unwrap()).unwrap()
    };
    let mut last = changed();
    for to in jumps(server.now()) {
        server.jump_to(to);
        for _ in 0..3 {
            let next = changed();
            assert_eq!(next, to.not_before(last), "in the same moment, or a millisecond after what is shown");
            last = next;
        }
    }
}

#[test]
fn lists_are_in_the_order_of_what_was_done_whatever_the_clock_showed() {
    let server = LocalServer::demo();
    let address = server.address();
    let mut expected = Vec::new();
    for (number, to) in jumps(server.now()).into_iter().enumerate() {
        server.jump_to(to);
        let cart = format!("order-{number}");
        ask(address, &shop::add_to_order(&cart));
        let order = ask(address, &shop::check_out(&cart)).json();
        expected.insert(0, order["data"]["id"].as_str().unwrap().to_owned());
        let sku = ["TROLLEY-TOTE", "TROLLEY-MUG", "TROLLEY-CARD", "TROLLEY-LAMP", "TROLLEY-SOCKS-S"][number];
        let add = Request { path: format!("/api/v1/shop/cart/{sku}"), ..post_guest(7) };
        ask(address, &add.json(r#"{"quantity":1}"#));
    }
    let orders = shop::orders(address);
    let ids: Vec<&str> = orders.iter().map(|order| order["id"].as_str().unwrap()).collect();
    assert_eq!(ids, expected);
    let session = shop::guest(7);
    let read = Request::new("GET", "/v1/cart")
        .header("x-api-key", "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402")
        .header("x-guest-token", session.strip_prefix("guest_").unwrap());
    let lines = ask(address, &read).json();
    let names: Vec<&str> = lines["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["product"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 5);
    assert!(names[0].contains("Socks") && names[4].contains("Tote"), "the newest comes first: {names:?}");
}
