//! What SDS shop answers when something goes wrong. The document prints no error: all of this is Laravel's usual words.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Map;
use trolley_engine::domain::cart::LINES_MAX;
use trolley_engine::{Error, Quantity};

use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;
use crate::exchange::{Context, Response};
use crate::json::InvalidJson;

/// The form of errors.
#[derive(Serialize)]
struct Failed<'a> {
    success: bool,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a Map<String, serde_json::Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

/// What is wrong with fields, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Faults {
    errors: Map<String, serde_json::Value>,
    texts: Vec<String>,
}

impl Faults {
    /// One thing that is wrong with one field.
    pub(super) fn of(field: &str, text: String) -> Self {
        let mut faults = Self::default();
        faults.add(field, vec![text]);
        faults
    }

    /// Adds what is wrong with a field.
    pub(super) fn add(&mut self, field: &str, texts: Vec<String>) {
        self.errors.insert(field.to_owned(), texts.clone().into());
        self.texts.extend(texts);
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The first text, and how many more there are.
    fn message(&self) -> String {
        match self.texts.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first, _] => format!("{first} (and 1 more error)"),
            [first, more @ ..] => format!("{first} (and {} more errors)", more.len()),
        }
    }
}

/// What was asked for, as far as the answer to a missing cart depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The cart as a whole, or a product to add to it.
    Cart,
    /// A line of it.
    Line,
}

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(_context: &Context, problem: &Problem) -> Response {
    match problem {
        Problem::PathNotFound => failed(StatusCode::NOT_FOUND, "Not found"),
        Problem::MethodNotAllowed { method } => {
            let message = format!("The {method} method is not supported for this route.");
            failed(StatusCode::METHOD_NOT_ALLOWED, &message)
        }
        Problem::UnsupportedMediaType { expected } => {
            let message = format!("Content-Type must be {expected}");
            failed(StatusCode::UNSUPPORTED_MEDIA_TYPE, &message)
        }
        Problem::BodyTooLarge { .. } => failed(StatusCode::PAYLOAD_TOO_LARGE, "Payload too large"),
        Problem::BodyTimeout => failed(StatusCode::REQUEST_TIMEOUT, "Request timeout"),
        Problem::BadRequest => failed(StatusCode::BAD_REQUEST, "Bad request"),
        Problem::WrongHost => failed(StatusCode::MISDIRECTED_REQUEST, "Misdirected request"),
        Problem::ForeignOrigin => failed(StatusCode::FORBIDDEN, "Origin not allowed"),
        Problem::IdempotencyKeyInvalid => {
            let text = "The Idempotency-Key header must be 1 to 255 visible ASCII characters.";
            failed(StatusCode::BAD_REQUEST, text)
        }
        Problem::IdempotencyKeyReused => idempotency_key_reused(),
        Problem::Overloaded => overloaded(),
        Problem::Unavailable(trouble) => unavailable(*trouble),
        Problem::Internal => server_error(),
    }
}

/// The idempotency key was used for something else.
fn idempotency_key_reused() -> Response {
    let message = "The Idempotency-Key header was used for another request.";
    failed(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// The key is missing.
pub(super) fn key_missing() -> Response {
    failed(StatusCode::UNAUTHORIZED, "API key is required")
}

/// The key is wrong.
pub(super) fn key_invalid() -> Response {
    failed(StatusCode::UNAUTHORIZED, "Invalid API key")
}

/// The token is wrong.
pub(super) fn unauthenticated() -> Response {
    failed(StatusCode::UNAUTHORIZED, "Unauthenticated.")
}

/// The body is of a type that is not taken.
pub(super) fn other_type() -> Response {
    failed(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json")
}

/// The body is not JSON.
pub(super) fn malformed() -> Response {
    failed(StatusCode::BAD_REQUEST, "Malformed JSON body")
}

/// The body is JSON past a limit.
pub(super) fn too_complex(error: &InvalidJson) -> Response {
    failed(StatusCode::BAD_REQUEST, &format!("Malformed JSON body: {error}"))
}

/// The body is JSON, and not an object.
pub(super) fn not_an_object() -> Response {
    failed(StatusCode::UNPROCESSABLE_ENTITY, "The request body must be an object.")
}

/// Fields are not valid.
pub(super) fn invalid(faults: &Faults) -> Response {
    answer(StatusCode::UNPROCESSABLE_ENTITY, &faults.message(), Some(&faults.errors))
}

/// What is said of a quantity that a line cannot have.
pub(super) fn quantity_too_large() -> String {
    format!("The quantity field must not be greater than {}.", Quantity::MAX)
}

/// No product, or none that is published, has the SKU.
pub(super) fn product_not_found() -> Response {
    failed(StatusCode::NOT_FOUND, "Product not found")
}

/// The cart has no line of the SKU.
pub(super) fn line_not_found() -> Response {
    failed(StatusCode::NOT_FOUND, "Cart item not found")
}

/// Something failed that is not the caller's fault.
pub(super) fn server_error() -> Response {
    failed(StatusCode::INTERNAL_SERVER_ERROR, "Server Error")
}

/// The engine refused or failed.
pub(super) fn of_engine(asked: Asked, error: &Error) -> Response {
    match error.reason() {
        Error::KeyReused => idempotency_key_reused(),
        // The token's user is there no more.
        Error::CustomerNotFound { .. } => unauthenticated(),
        // Reading: a cart that cannot be changed any more is as if it were not there.
        Error::CartNotFound { .. } | Error::CartExpired { .. } | Error::CartNotActive { .. } => match asked {
            Asked::Cart => failed(StatusCode::NOT_FOUND, "Cart not found"),
            Asked::Line => line_not_found(),
        },
        // Reading: a variant is had by its own SKU, a bundle as it is by default; what has no price in the cart's currency cannot be had.
        Error::ProductNotFound { .. }
        | Error::VariantNotFound { .. }
        | Error::VariantRequired { .. }
        | Error::CurrencyNotEnabled { .. }
        | Error::SelectionInvalid { .. }
        | Error::PriceMissing { .. } => product_not_found(),
        Error::LineNotFound | Error::LineElsewhere { .. } => line_not_found(),
        Error::OptionRequired { name } => {
            let field = format!("options.{name}");
            let text = format!("The {field} field is required.");
            invalid(&Faults::of(&field, text))
        }
        // Laravel's words for what a caller may not do; there is no status of which the document speaks.
        Error::OptionBarred { .. } => failed(StatusCode::FORBIDDEN, "This action is unauthorized."),
        Error::InsufficientStock(shortage) => out_of_stock(shortage.available),
        Error::QuantityOutOfRange => invalid(&Faults::of("quantity", quantity_too_large())),
        Error::TotalOutOfRange => too_large("quantity", "cart's total"),
        Error::CartTooLarge => too_large("options", "cart"),
        Error::TooManyLines => {
            let message = format!("The cart must not have more than {LINES_MAX} items.");
            failed(StatusCode::UNPROCESSABLE_ENTITY, &message)
        }
        Error::MergeCurrencyMismatch { .. } => {
            failed(StatusCode::CONFLICT, "The guest cart is in another currency.")
        }
        Error::Overloaded => overloaded(),
        Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_) => {
            Trouble::of(error.reason()).map_or_else(server_error, unavailable)
        }
        // What no command of this dialect can be refused for; or, of `LinesRefused`, a list without an entry.
        Error::CartExists { .. }
        | Error::MergeIntoItself { .. }
        | Error::LinesRefused { .. }
        | Error::CustomInputInvalid { .. }
        | Error::DuplicateLine { .. }
        | Error::LineIdTaken { .. }
        | Error::PriceOutOfRange
        | Error::CodeNotFound { .. }
        | Error::CodeRefused { .. }
        | Error::TooManyCodes
        | Error::CartBarred { .. }
        | Error::LastCart { .. }
        | Error::CartPreview { .. }
        | Error::CartEmpty { .. }
        | Error::CartNotEmpty { .. }
        | Error::ParkedNotFound { .. }
        | Error::KeyNotFound { .. }
        | Error::KeyExists
        | Error::TooManyParked
        | Error::OrderNotFound { .. }
        | Error::OrderState { .. }
        | Error::OrderPaid { .. }
        | Error::TransactionNotFound { .. }
        | Error::TransactionState { .. }
        | Error::ShippingNotOffered { .. }
        | Error::PaymentOutOfRange { .. }
        | Error::TooManyTransactions
        | Error::TaxNotFound { .. }
        | Error::LineKindMismatch { .. }
        | Error::TooManyTaxes { .. }
        | Error::ImportInvalid(_) => server_error(),
    }
}

/// A field without which something would be no larger than it may be.
fn too_large(field: &str, what: &str) -> Response {
    invalid(&Faults::of(field, format!("The {field} field makes the {what} too large.")))
}

fn out_of_stock(available: i64) -> Response {
    let text = match available {
        1 => "Only 1 item is available.".to_owned(),
        available => format!("Only {available} items are available."),
    };
    let errors = Faults::of("quantity", text).errors;
    answer(StatusCode::UNPROCESSABLE_ENTITY, "Insufficient stock", Some(&errors))
}

fn overloaded() -> Response {
    failed(StatusCode::SERVICE_UNAVAILABLE, "Too many requests")
}

/// Nothing can be changed at the moment.
///
/// Reading: the document has no word for it; `code` and `outcome` are ours.
fn unavailable(trouble: Trouble) -> Response {
    let failed = Failed {
        success: false,
        message: trouble.sentence(),
        errors: None,
        code: Some(trouble.code()),
        outcome: trouble.outcome(),
    };
    Response::json(StatusCode::SERVICE_UNAVAILABLE, &failed)
}

fn failed(status: StatusCode, message: &str) -> Response {
    answer(status, message, None)
}

fn answer(status: StatusCode, message: &str, errors: Option<&Map<String, serde_json::Value>>) -> Response {
    Response::json(status, &Failed { success: false, message, errors, code: None, outcome: None })
}
