//! What StoreKit answers when something goes wrong.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;

use super::issue::Issue;
use super::readings::{Errors, InvalidKey};
use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;
use crate::exchange::{Context, Response};

/// An error: `error` alone where it has nothing to do with the cart, as the missing key's; `success` and `message` of all
/// others.
///
/// Reading: C9. The two forms are kept as they are printed, or every error has the members of both.
#[derive(Serialize)]
struct Failed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Issue],
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

impl Failed<'_> {
    /// An answer of which nothing is said.
    const NOTHING: Self =
        Self { success: None, message: None, error: None, errors: &[], code: None, outcome: None };
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
    /// POST of the guest's data.
    Merge,
}

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(context: &Context, problem: &Problem) -> Response {
    let errors = context.config().storekit.errors;
    let plain = |status, text| plain(errors, status, text);
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
        Problem::IdempotencyKeyInvalid => plain(StatusCode::BAD_REQUEST, "Invalid Idempotency-Key"),
        Problem::IdempotencyKeyReused => key_reused(errors),
        Problem::Overloaded => plain(StatusCode::SERVICE_UNAVAILABLE, "Too many requests"),
        Problem::Unavailable(trouble) => unavailable(errors, trouble.sentence(), *trouble),
        // Source: 001_26dc9e328a4a0fd3, Status Codes, 500.
        Problem::Internal => plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
    }
}

/// The idempotency key was used for something else.
///
/// Reading: no document names such keys; the form is the one of all that has nothing to do with the cart.
fn key_reused(errors: Errors) -> Response {
    plain(errors, StatusCode::UNPROCESSABLE_ENTITY, "Idempotency-Key was used for another request")
}

/// The key is missing.
///
/// Source: 000_c2a3ee2bbe47592c and 001_26dc9e328a4a0fd3, 401.
pub(super) fn key_missing(errors: Errors) -> Response {
    plain(errors, StatusCode::UNAUTHORIZED, "API key is required")
}

/// The key is wrong.
///
/// Source: 001_26dc9e328a4a0fd3, Invalid API Key (500).
/// Reading: C3. The table of codes says 401, for which no body is printed.
pub(super) fn key_invalid(errors: Errors, reading: InvalidKey) -> Response {
    let (status, text) = match reading {
        InvalidKey::ServerError => (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
        InvalidKey::Unauthorized => (StatusCode::UNAUTHORIZED, "Invalid API key"),
    };
    plain(errors, status, text)
}

/// A merge names no customer, or one that nobody knows.
///
/// Source: storekit.md, 4, 401.
pub(super) fn unauthenticated(errors: Errors) -> Response {
    refused(errors, StatusCode::UNAUTHORIZED, "User must be authenticated")
}

/// A merge names no session, or one that has ended.
///
/// Source: storekit.md, 4, 400.
pub(super) fn token_invalid(errors: Errors) -> Response {
    refused(errors, StatusCode::BAD_REQUEST, "Invalid guest token")
}

/// The body is not valid.
///
/// Source: 000_c2a3ee2bbe47592c, 422; storekit.md, 3, for the message of DELETE.
pub(super) fn invalid(errors: Errors, endpoint: Endpoint, issues: &[Issue]) -> Response {
    let message = match endpoint {
        Endpoint::Add | Endpoint::List | Endpoint::Merge => "Invalid input data",
        Endpoint::Remove => "Validation error",
    };
    answer(errors, StatusCode::UNPROCESSABLE_ENTITY, message, issues)
}

/// What was named is not there.
///
/// Source: 000_c2a3ee2bbe47592c, 404; storekit.md, 3, for DELETE.
pub(super) fn not_found(errors: Errors, endpoint: Endpoint) -> Response {
    let message = match endpoint {
        Endpoint::Add | Endpoint::List | Endpoint::Merge => "Invalid combination of productId or customerId",
        Endpoint::Remove => "Cart item not found",
    };
    refused(errors, StatusCode::NOT_FOUND, message)
}

/// What is said where two carts cannot be one.
const OTHER_CURRENCY: &str = "Guest cart is in another currency";

/// The engine refused or failed.
pub(super) fn of_engine(errors: Errors, endpoint: Endpoint, error: &Error) -> Response {
    let refused = |status, message| refused(errors, status, message);
    let invalid = |issue| invalid(errors, endpoint, &[issue]);
    match error.reason() {
        // Reading: a variant must be named by its own identifier, a bundle is had as it is by default; a product without a price cannot be had.
        // A cart that cannot be changed any more is as if it were not there.
        Error::CustomerNotFound { .. }
        | Error::CartNotFound { .. }
        | Error::CartExpired { .. }
        | Error::CartNotActive { .. }
        | Error::ProductNotFound { .. }
        | Error::VariantNotFound { .. }
        | Error::VariantRequired { .. }
        | Error::LineNotFound
        | Error::CurrencyNotEnabled { .. }
        | Error::SelectionInvalid { .. }
        | Error::PriceMissing { .. } => not_found(errors, endpoint),
        // Source: storekit.md, 3, 403.
        Error::LineElsewhere { .. } => refused(StatusCode::FORBIDDEN, "Not authorized to remove this item"),
        // Source: 000_c2a3ee2bbe47592c, 409 Conflict.
        Error::DuplicateLine { .. } => refused(StatusCode::CONFLICT, "Product already in cart"),
        // Reading: C5.
        Error::InsufficientStock(_) => refused(StatusCode::CONFLICT, "Insufficient stock"),
        // Reading: a merge sends no quantity of which there could be an issue.
        Error::QuantityOutOfRange if endpoint == Endpoint::Merge => {
            refused(StatusCode::CONFLICT, "Quantity would be out of range")
        }
        Error::QuantityOutOfRange => invalid(Issue::too_big()),
        Error::TotalOutOfRange if endpoint == Endpoint::Merge => {
            refused(StatusCode::CONFLICT, "Cart total would be out of range")
        }
        Error::TotalOutOfRange => invalid(Issue::custom_quantity("Cart total would be out of range")),
        // Reading: a cart is in one currency, of which the documents know but one.
        Error::MergeCurrencyMismatch { .. } => refused(StatusCode::CONFLICT, OTHER_CURRENCY),
        // Reading: the documents have no limit of lines.
        Error::TooManyLines => refused(StatusCode::CONFLICT, "Too many products in cart"),
        Error::CartTooLarge => refused(StatusCode::CONFLICT, "Cart is too large"),
        Error::KeyReused => key_reused(errors),
        Error::Overloaded => refused(StatusCode::SERVICE_UNAVAILABLE, "Too many requests"),
        Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_) => {
            let unavailable = |trouble| unavailable(errors, failure(endpoint), trouble);
            Trouble::of(error.reason()).map_or_else(|| failed(errors, endpoint), unavailable)
        }
        // What no command of this dialect can be refused for; or, of `LinesRefused`, a list without an entry.
        Error::CartExists { .. }
        | Error::MergeIntoItself { .. }
        | Error::LinesRefused { .. }
        | Error::OptionRequired { .. }
        | Error::OptionBarred { .. }
        | Error::CustomInputInvalid { .. }
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
        | Error::ImportInvalid(_) => failed(errors, endpoint),
    }
}

/// Something failed that is not the caller's fault.
///
/// Source: 000_c2a3ee2bbe47592c and 001_26dc9e328a4a0fd3, 500; storekit.md, 3, for DELETE.
pub(super) fn failed(errors: Errors, endpoint: Endpoint) -> Response {
    refused(errors, StatusCode::INTERNAL_SERVER_ERROR, failure(endpoint))
}

/// The words of each endpoint for a failure.
const fn failure(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Add => "Failed to add item to cart",
        Endpoint::List => "Failed to fetch cart items",
        Endpoint::Remove => "Internal server error",
        Endpoint::Merge => "Failed to merge guest data",
    }
}

/// Nothing can be changed at the moment.
///
/// Reading: the documents have 500 for every failure, which says nothing of whether to try again; `code` and `outcome`
/// are ours.
fn unavailable(errors: Errors, message: &'static str, trouble: Trouble) -> Response {
    let error = match errors {
        Errors::AsPrinted => None,
        Errors::BothForms => Some(message),
    };
    let failed = Failed {
        success: Some(false),
        message: Some(message),
        error,
        code: Some(trouble.code()),
        outcome: trouble.outcome(),
        ..Failed::NOTHING
    };
    Response::json(StatusCode::SERVICE_UNAVAILABLE, &failed)
}

fn plain(errors: Errors, status: StatusCode, text: &'static str) -> Response {
    match errors {
        Errors::AsPrinted => {
            let failed = Failed { error: Some(text), ..Failed::NOTHING };
            Response::json(status, &failed)
        }
        Errors::BothForms => refused(errors, status, text),
    }
}

fn refused(errors: Errors, status: StatusCode, message: &'static str) -> Response {
    answer(errors, status, message, &[])
}

fn answer(errors: Errors, status: StatusCode, message: &'static str, issues: &[Issue]) -> Response {
    let error = match errors {
        Errors::AsPrinted => None,
        Errors::BothForms => Some(message),
    };
    let failed =
        Failed { success: Some(false), message: Some(message), error, errors: issues, ..Failed::NOTHING };
    Response::json(status, &failed)
}
