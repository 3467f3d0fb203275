use hyper::Method;
use serde_json::json;
use trolley_engine::Error;
use trolley_engine::domain::id::{CartId, ProductId, Sku};
use trolley_engine::error::choice::Shortage;
use trolley_engine::error::reason::LineRefusal;

use super::Refusal;
use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;

#[track_caller]
fn check(refusal: &Refusal, status: u16, code: &str) {
    assert_eq!((refusal.status.as_u16(), refusal.code), (status, code));
}

#[test]
fn problems_outside_a_route_have_a_code() {
    let rows = [
        (Problem::PathNotFound, 404, "RESOURCE_NOT_FOUND"),
        (Problem::MethodNotAllowed { method: Method::PUT }, 405, "METHOD_NOT_ALLOWED"),
        (Problem::BodyTimeout, 408, "REQUEST_TIMEOUT"),
        (Problem::BodyTooLarge { bytes_max: 65_536 }, 413, "REQUEST_TOO_LARGE"),
        (Problem::UnsupportedMediaType { expected: "application/json" }, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Problem::BadRequest, 400, "VALIDATION_ERROR"),
        (Problem::WrongHost, 421, "WRONG_HOST"),
        (Problem::ForeignOrigin, 403, "RESOURCE_ACCESS_DENIED"),
        (Problem::Overloaded, 503, "SERVICE_UNAVAILABLE"),
        (Problem::Unavailable(Trouble::Stopping), 503, "SERVICE_UNAVAILABLE"),
        (Problem::Unavailable(Trouble::TimedOut), 503, "SERVICE_UNAVAILABLE"),
        (Problem::Unavailable(Trouble::StorageFailed), 503, "STORAGE_FAILED"),
        (Problem::Unavailable(Trouble::StorageFull), 503, "STORAGE_FULL"),
        (Problem::Unavailable(Trouble::Recovering), 503, "RECOVERING"),
        (Problem::Internal, 500, "INTERNAL_ERROR"),
    ];
    for (problem, status, code) in rows {
        check(&Refusal::of_problem(&problem), status, code);
    }
}

#[test]
fn refusals_that_a_resend_does_not_change_are_422() {
    check(&Refusal::of_error(&Error::QuantityOutOfRange), 422, "INVALID_QUANTITY");
    check(&Refusal::of_error(&Error::TotalOutOfRange), 422, "INVALID_QUANTITY");
    check(&Refusal::of_error(&Error::TooManyLines), 422, "CART_LIMIT_EXCEEDED");
    check(&Refusal::of_error(&Error::CartTooLarge), 422, "CART_LIMIT_EXCEEDED");
}

#[test]
fn failures_of_the_engine_are_503() {
    check(&Refusal::of_error(&Error::Overloaded), 503, "SERVICE_UNAVAILABLE");
    check(&Refusal::of_error(&Error::Stopped), 503, "SERVICE_UNAVAILABLE");
}

/// Another cart's identifier is made for the next attempt.
#[test]
fn only_what_a_resend_changes_is_409() {
    let cart = CartId::new("cart_1").unwrap();
    check(&Refusal::of_error(&Error::CartExists { cart }), 409, "RESOURCE_ALREADY_EXISTS");
}

#[test]
fn of_several_refused_lines_the_first_is_answered_and_a_list_names_its_place() {
    let stock = Error::InsufficientStock(Box::new(Shortage {
        product: ProductId::new("prod_tote").unwrap(),
        variant: None,
        sku: Sku::new("TOTE-1").unwrap(),
        name: "Tote Bag".to_owned(),
        requested: 4,
        available: 3,
    }));
    let refusals = vec![
        LineRefusal { index: 2, error: stock },
        LineRefusal { index: 5, error: Error::QuantityOutOfRange },
    ];
    let error = Error::LinesRefused { refusals };
    let mut details = json!({"product_id": "prod_tote", "requested_quantity": 4, "available_quantity": 3});
    let refusal = Refusal::of_error(&error);
    check(&refusal, 422, "INSUFFICIENT_INVENTORY");
    assert_eq!(serde_json::to_value(&*refusal.details).unwrap(), details);
    details["index"] = json!(2);
    let refusal = Refusal::of_error_in_list(&error);
    assert_eq!(serde_json::to_value(&*refusal.details).unwrap(), details);
}
