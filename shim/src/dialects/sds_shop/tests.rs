use std::sync::Arc;

use serde_json::Value as Json;
use trolley_engine::domain::id::{CartId, CustomerId};
use trolley_engine::domain::money::Currency;
use trolley_engine::{Error, StoreError};

use super::body;
use super::problem::{self, Asked};
use crate::exchange::{RequestBody, Response};

#[track_caller]
fn check_body(sent: &str, expected: Result<(Option<u32>, usize), u16>) {
    let fields = body::read(&RequestBody::Present(sent.as_bytes().to_vec()));
    let found = fields.map(|fields| {
        (fields.quantity.map(|quantity| quantity.units()), fields.options.map_or(0, |options| options.len()))
    });
    assert_eq!(found.map_err(|response| response.status.as_u16()), expected, "{sent}");
}

#[test]
fn bodies_have_a_quantity_and_options_or_neither() {
    check_body("{}", Ok((None, 0)));
    check_body(r#"{"quantity":2.0,"options":{"team_id":"20","size":"M"}}"#, Ok((Some(2), 2)));
    check_body(r#"{"quantity":"002"}"#, Ok((Some(2), 0)));
    check_body(r#"{"quantity":"-1"}"#, Err(422));
    check_body(r#"{"quantity":"0x2"}"#, Err(422));
    check_body(r#"{"quantity":"\u0662"}"#, Err(422));
    check_body("[", Err(400));
    check_body("[]", Err(422));
}

#[test]
fn nesting_past_what_any_body_may_have_is_refused() {
    let nested = |depth: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    check_body(&nested(31), Ok((None, 0)));
    check_body(&nested(32), Err(400));
}

#[track_caller]
fn check_answer(response: &Response, status: u16, message: &str) {
    let json: Json = serde_json::from_slice(&response.body).expect("JSON");
    assert_eq!((response.status.as_u16(), json["message"].as_str()), (status, Some(message)));
    assert_eq!(json["success"], Json::Bool(false));
}

#[test]
fn what_fixtures_cannot_bring_about_has_an_answer() {
    let io = std::io::Error::other("pulled out");
    let store = Error::Store(Arc::new(StoreError::Io { path: "carts.redb".into(), source: io }));
    let cart = CartId::new("guest_x").expect("an identifier");
    let customer = CustomerId::new("182").expect("an identifier");
    let euro = Currency::new("EUR").expect("a currency");
    let rows = [
        (store, 503, "The storage failed, and this may be done or not"),
        (Error::Recovering, 503, "The storage failed and is being opened anew, try again"),
        (Error::StorageFull, 503, "The storage is full, only what makes room is done"),
        (Error::Stopped, 503, "Carts cannot be reached at the moment"),
        (Error::Overloaded, 503, "Too many requests"),
        (Error::TooManyLines, 422, "The cart must not have more than 100 items."),
        (Error::CartTooLarge, 422, "The options field makes the cart too large."),
        (Error::TotalOutOfRange, 422, "The quantity field makes the cart's total too large."),
        (Error::CustomerNotFound { customer }, 401, "Unauthenticated."),
        (
            Error::MergeCurrencyMismatch { target: Currency::USD, origin: euro },
            409,
            "The guest cart is in another currency.",
        ),
        (Error::CartNotFound { cart }, 404, "Cart not found"),
    ];
    for (error, status, message) in rows {
        check_answer(&problem::of_engine(Asked::Cart, &error), status, message);
    }
}
