//! What StoreKit answers when something goes wrong.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;

use super::issue::Issue;
use super::readings::InvalidKey;
use crate::dialects::Problem;
use crate::exchange::{Context, Response};

/// The form of errors that have nothing to do with the cart, as the missing key's.
#[derive(Serialize)]
struct Plain {
    error: &'static str,
}

/// The form of all other errors.
///
/// Reading: C9. The two forms are kept as they are printed.
#[derive(Serialize)]
struct Refused<'a> {
    success: bool,
    message: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Issue],
}

/// Which endpoint is asked: each words its failures for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// POST.
    Add,
    /// GET.
    List,
    /// DELETE.
    Remove,
}

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(_context: &Context, problem: &Problem) -> Response {
    match problem {
        Problem::PathNotFound => plain(StatusCode::NOT_FOUND, "Not found"),
        Problem::MethodNotAllowed { .. } => plain(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
        Problem::UnsupportedMediaType { .. } => {
            plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type")
        }
        Problem::BodyTooLarge { .. } => plain(StatusCode::PAYLOAD_TOO_LARGE, "Payload too large"),
        Problem::BodyTimeout => plain(StatusCode::REQUEST_TIMEOUT, "Request timeout"),
        Problem::BadRequest => plain(StatusCode::BAD_REQUEST, "Bad request"),
        Problem::WrongHost => plain(StatusCode::MISDIRECTED_REQUEST, "Misdirected request"),
        Problem::ForeignOrigin => plain(StatusCode::FORBIDDEN, "Origin not allowed"),
        Problem::Overloaded => plain(StatusCode::SERVICE_UNAVAILABLE, "Too many requests"),
        Problem::Unavailable => plain(StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
        // Source: 001_26dc9e328a4a0fd3, Status Codes, 500.
        Problem::Internal => plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
    }
}

/// The key is missing.
///
/// Source: 000_c2a3ee2bbe47592c and 001_26dc9e328a4a0fd3, 401.
pub(super) fn key_missing() -> Response {
    plain(StatusCode::UNAUTHORIZED, "API key is required")
}

/// The key is wrong.
///
/// Source: 001_26dc9e328a4a0fd3, Invalid API Key (500).
/// Reading: C3. The table of codes says 401, for which no body is printed.
pub(super) fn key_invalid(reading: InvalidKey) -> Response {
    match reading {
        InvalidKey::ServerError => plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
        InvalidKey::Unauthorized => plain(StatusCode::UNAUTHORIZED, "Invalid API key"),
    }
}

/// The body is not valid.
///
/// Source: 000_c2a3ee2bbe47592c, 422; storekit.md, 3, for the message of DELETE.
pub(super) fn invalid(endpoint: Endpoint, issues: &[Issue]) -> Response {
    let message = match endpoint {
        Endpoint::Add | Endpoint::List => "Invalid input data",
        Endpoint::Remove => "Validation error",
    };
    let refused = Refused { success: false, message, errors: issues };
    Response::json(StatusCode::UNPROCESSABLE_ENTITY, &refused)
}

/// What was named is not there.
///
/// Source: 000_c2a3ee2bbe47592c, 404; storekit.md, 3, for DELETE.
pub(super) fn not_found(endpoint: Endpoint) -> Response {
    let message = match endpoint {
        Endpoint::Add | Endpoint::List => "Invalid combination of productId or customerId",
        Endpoint::Remove => "Cart item not found",
    };
    refused(StatusCode::NOT_FOUND, message)
}

/// The engine refused or failed.
pub(super) fn of_engine(endpoint: Endpoint, error: &Error) -> Response {
    match error.reason() {
        // Reading: a variant must be named by its own identifier, a bundle is had as it is by default; a product without a price cannot be had.
        Error::CustomerNotFound { .. }
        | Error::CartNotFound { .. }
        | Error::ProductNotFound { .. }
        | Error::VariantNotFound { .. }
        | Error::VariantRequired { .. }
        | Error::LineNotFound
        | Error::CurrencyNotEnabled { .. }
        | Error::SelectionInvalid { .. }
        | Error::PriceMissing { .. } => not_found(endpoint),
        // Source: storekit.md, 3, 403.
        Error::LineElsewhere { .. } => refused(StatusCode::FORBIDDEN, "Not authorized to remove this item"),
        // Source: 000_c2a3ee2bbe47592c, 409 Conflict.
        Error::DuplicateLine { .. } => refused(StatusCode::CONFLICT, "Product already in cart"),
        // Reading: C5.
        Error::InsufficientStock { .. } => refused(StatusCode::CONFLICT, "Insufficient stock"),
        Error::QuantityOutOfRange => invalid(endpoint, &[Issue::too_big()]),
        Error::TotalOutOfRange => {
            invalid(endpoint, &[Issue::custom_quantity("Cart total would be out of range")])
        }
        // Reading: the documents have no limit of lines and no carts that cannot be changed.
        Error::TooManyLines => refused(StatusCode::CONFLICT, "Too many products in cart"),
        Error::CartTooLarge => refused(StatusCode::CONFLICT, "Cart is too large"),
        Error::CartNotActive { .. } => refused(StatusCode::CONFLICT, "Cart can no longer be changed"),
        Error::Overloaded => refused(StatusCode::SERVICE_UNAVAILABLE, "Too many requests"),
        Error::Stopped | Error::Store(_) => failed(endpoint),
        // What no command of this dialect can be refused for; or, of `LinesRefused`, a list without an entry.
        Error::CartExists { .. }
        | Error::MergeIntoItself { .. }
        | Error::MergeCurrencyMismatch { .. }
        | Error::LinesRefused { .. }
        | Error::OptionRequired { .. }
        | Error::CustomInputInvalid { .. }
        | Error::LineIdTaken { .. }
        | Error::PriceOutOfRange
        | Error::CodeNotFound { .. }
        | Error::TooManyCodes
        | Error::CartBarred { .. }
        | Error::LastCart { .. }
        | Error::CartPreview { .. }
        | Error::CartEmpty { .. }
        | Error::CartNotEmpty { .. }
        | Error::ParkedNotFound { .. }
        | Error::TooManyParked
        | Error::OrderNotFound { .. }
        | Error::OrderState { .. }
        | Error::OrderPaid { .. }
        | Error::TransactionNotFound { .. }
        | Error::TransactionState { .. }
        | Error::PaymentOutOfRange { .. }
        | Error::TooManyTransactions
        | Error::TaxNotFound { .. }
        | Error::LineKindMismatch { .. }
        | Error::TooManyTaxes { .. }
        | Error::ImportInvalid(_) => failed(endpoint),
    }
}

/// Something failed that is not the caller's fault.
///
/// Source: 000_c2a3ee2bbe47592c and 001_26dc9e328a4a0fd3, 500; storekit.md, 3, for DELETE.
pub(super) fn failed(endpoint: Endpoint) -> Response {
    let message = match endpoint {
        Endpoint::Add => "Failed to add item to cart",
        Endpoint::List => "Failed to fetch cart items",
        Endpoint::Remove => "Internal server error",
    };
    refused(StatusCode::INTERNAL_SERVER_ERROR, message)
}

fn plain(status: StatusCode, error: &'static str) -> Response {
    Response::json(status, &Plain { error })
}

fn refused(status: StatusCode, message: &'static str) -> Response {
    Response::json(status, &Refused { success: false, message, errors: &[] })
}
