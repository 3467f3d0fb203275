use std::sync::Arc;

use serde_json::Value as Json;
use trolley_engine::domain::id::LineId;
use trolley_engine::error::reason::LineRefusal;
use trolley_engine::{Error, StoreError};

use super::problem::{self, Endpoint};
use super::readings::{Errors, Readings};
use super::schema;
use crate::exchange::{RequestBody, Response};

const ALL: [Endpoint; 4] = [Endpoint::Add, Endpoint::List, Endpoint::Remove, Endpoint::Merge];

fn body(text: &str) -> RequestBody {
    RequestBody::Present(text.as_bytes().to_vec())
}

/// What zod 3.25.76 says of this body.
#[track_caller]
fn check_issues(sent: &str, expected: &str) {
    let found = schema::read_add(&body(sent), &Readings::documented()).map_err(|invalid| invalid.issues);
    let found =
        found.map_or_else(|issues| serde_json::to_string(&issues).expect("issues"), |_| "[]".to_owned());
    assert_eq!(found, expected, "{sent}");
}

#[test]
fn bodies_are_read_as_zod_reads_them() {
    check_issues(r#"{"productId":"","quantity":1}"#, "[]");
    check_issues(
        r#"{"productId":true,"quantity":0.5}"#,
        concat!(
            r#"[{"code":"invalid_type","expected":"string","received":"boolean","path":["productId"],"#,
            r#""message":"Expected string, received boolean"},"#,
            r#"{"code":"invalid_type","expected":"integer","received":"float","#,
            r#""message":"Expected integer, received float","path":["quantity"]},"#,
            r#"{"code":"too_small","minimum":1,"type":"number","inclusive":true,"exact":false,"#,
            r#""message":"Number must be greater than or equal to 1","path":["quantity"]}]"#,
        ),
    );
    check_issues(
        r#"{"productId":"p","quantity":2147483648}"#,
        concat!(
            r#"[{"code":"too_big","maximum":2147483647,"type":"number","inclusive":true,"exact":false,"#,
            r#""message":"Number must be less than or equal to 2147483647","path":["quantity"]}]"#,
        ),
    );
}

#[test]
fn nesting_past_the_limit_is_an_issue() {
    let nested = |depth: usize| {
        format!(r#"{{"productId":"p","quantity":1,"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    check_issues(&nested(31), "[]");
    check_issues(&nested(32), r#"[{"code":"custom","message":"JSON is nested too deeply","path":[]}]"#);
}

#[test]
fn the_last_of_repeated_members_counts() {
    let read = schema::read_add(
        &body(r#"{"productId":"a","quantity":0,"productId":"b","quantity":3}"#),
        &Readings::documented(),
    );
    let read = read.map(|read| (read.product_id, read.quantity.units()));
    assert_eq!(read, Ok(("b".to_owned(), 3)));
}

#[track_caller]
fn check_answer(response: &Response, status: u16, message: &str) {
    let json: Json = serde_json::from_slice(&response.body).expect("JSON");
    assert_eq!((response.status.as_u16(), json["message"].as_str()), (status, Some(message)));
    assert_eq!(json["success"], Json::Bool(false));
}

#[track_caller]
fn check_printed(response: &Response, status: u16, printed: &str) {
    let body = String::from_utf8_lossy(&response.body);
    assert_eq!((response.status.as_u16(), body.as_ref()), (status, printed));
}

#[test]
fn a_failing_store_has_the_printed_words_of_each_endpoint_and_says_what_is_known() {
    let io = std::io::Error::other("pulled out");
    let store = StoreError::Io { path: "carts.redb".into(), source: io };
    let failure = Error::Store(Arc::new(store));
    let words = [
        (Endpoint::Add, "Failed to add item to cart"),
        (Endpoint::List, "Failed to fetch cart items"),
        (Endpoint::Remove, "Internal server error"),
        (Endpoint::Merge, "Failed to merge guest data"),
    ];
    let known = [
        (failure, r#""code":"storage_failed","outcome":"unknown""#),
        (Error::StorageFull, r#""code":"storage_full""#),
        (Error::Recovering, r#""code":"recovering""#),
        (Error::Stopped, r#""code":"unavailable""#),
    ];
    for (error, known) in known {
        for (endpoint, words) in words {
            let printed = format!(r#"{{"success":false,"message":"{words}",{known}}}"#);
            check_printed(&problem::of_engine(Errors::AsPrinted, endpoint, &error), 503, &printed);
            let printed = format!(r#"{{"success":false,"message":"{words}","error":"{words}",{known}}}"#);
            check_printed(&problem::of_engine(Errors::BothForms, endpoint, &error), 503, &printed);
        }
    }
    let record = Error::Store(Arc::new(StoreError::Record { table: "carts", reason: "torn".to_owned() }));
    for (endpoint, words) in words {
        let printed = format!(r#"{{"success":false,"message":"{words}"}}"#);
        check_printed(&problem::of_engine(Errors::AsPrinted, endpoint, &record), 500, &printed);
    }
}

#[test]
fn what_fixtures_cannot_bring_about_has_an_answer() {
    let line = LineId::new("x").expect("an identifier");
    for endpoint in ALL {
        check_answer(
            &problem::of_engine(Errors::AsPrinted, endpoint, &Error::Overloaded),
            503,
            "Too many requests",
        );
        check_answer(
            &problem::of_engine(Errors::AsPrinted, endpoint, &Error::TooManyLines),
            409,
            "Too many products in cart",
        );
    }
    let refused = |error| Error::LinesRefused { refusals: vec![LineRefusal { index: 0, error }] };
    let duplicate = refused(Error::DuplicateLine { line });
    check_answer(
        &problem::of_engine(Errors::AsPrinted, Endpoint::Add, &duplicate),
        409,
        "Product already in cart",
    );
    let too_much = refused(Error::TotalOutOfRange);
    check_answer(&problem::of_engine(Errors::AsPrinted, Endpoint::Add, &too_much), 422, "Invalid input data");
}
