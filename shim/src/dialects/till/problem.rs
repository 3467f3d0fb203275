//! What goes wrong, in our own form.

use std::borrow::Cow;

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;
use trolley_engine::domain::parked::{NOTE_CHARACTERS_MAX, PARKED_MAX};

use super::wire::status_name;
use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;
use crate::exchange::{Context, Response};

/// Why something is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    /// Its name for programs.
    pub(crate) code: &'static str,
    /// A sentence for people.
    pub(crate) message: Cow<'static, str>,
    /// What is known of what was asked, where that is the question.
    outcome: Option<&'static str>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: ErrorBody<'a>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

/// The answer to a problem outside a route's own decoding.
pub(crate) fn respond(_: &Context, problem: &Problem) -> Response {
    Refusal::of_problem(problem).respond()
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), outcome: None }
    }

    /// 409.
    pub(crate) fn conflict(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 400.
    pub(crate) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", message)
    }

    /// 400.
    pub(crate) fn note_too_long() -> Self {
        Self::invalid(format!("`note` must have at most {NOTE_CHARACTERS_MAX} characters"))
    }

    /// 401.
    pub(super) fn key_missing() -> Self {
        let message = "An operator's key is required: Authorization: Bearer <key>";
        Self::new(StatusCode::UNAUTHORIZED, "key_missing", message)
    }

    /// 401.
    pub(super) fn key_unknown() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "key_unknown", "The key is not an operator's key of this server")
    }

    /// 401.
    pub(crate) fn admin_key_missing() -> Self {
        let message = "An administrator's key is required: Authorization: Bearer <key>";
        Self::new(StatusCode::UNAUTHORIZED, "key_missing", message)
    }

    /// 401.
    pub(crate) fn admin_key_unknown() -> Self {
        let message = "The key is not an administrator's key of this server";
        Self::new(StatusCode::UNAUTHORIZED, "key_unknown", message)
    }

    /// 503: what failed may pass, and is logged.
    pub(crate) fn backup_failed(reason: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "backup_failed", format!("No backup was made: {reason}"))
    }

    /// 404.
    pub(crate) fn cart_not_found(cart: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "cart_not_found", format!("There is no cart {cart}"))
    }

    /// 404.
    fn customer_not_found(customer: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "customer_not_found", format!("There is no customer {customer}"))
    }

    /// 404.
    pub(crate) fn parked_not_found(parked: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "parked_not_found", format!("Nothing is parked as {parked}"))
    }

    /// 400.
    pub(crate) fn key_cannot_be_repeated() -> Self {
        let message = "No idempotency key is taken here: the answer has a secret, which is shown once and not kept. \
                       Revoke a key that is one too many";
        Self::new(StatusCode::BAD_REQUEST, "cannot_be_repeated", message)
    }

    /// 404.
    pub(crate) fn key_not_found(key: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "key_not_found", format!("There is no key {key}"))
    }

    /// 415.
    pub(crate) fn other_type(expected: &str) -> Self {
        let message = format!("The body must be of the type {expected}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message)
    }

    /// What is answered to a problem outside a route's own decoding.
    pub(crate) fn of_problem(problem: &Problem) -> Self {
        let unavailable = |code, message| Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message);
        match problem {
            Problem::PathNotFound => {
                Self::new(StatusCode::NOT_FOUND, "path_not_found", "There is no such path")
            }
            Problem::MethodNotAllowed { method } => {
                let message = format!("The method {method} is not allowed here");
                Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
            }
            Problem::UnsupportedMediaType { expected } => Self::other_type(expected),
            Problem::BodyTooLarge { bytes_max } => {
                let message = format!("The body must have at most {bytes_max} bytes");
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message)
            }
            Problem::BodyTimeout => {
                Self::new(StatusCode::REQUEST_TIMEOUT, "body_timeout", "The body did not come in time")
            }
            Problem::BadRequest => Self::invalid("The request is not valid HTTP"),
            Problem::WrongHost => {
                let message = "This server does not answer for this host";
                Self::new(StatusCode::MISDIRECTED_REQUEST, "wrong_host", message)
            }
            Problem::ForeignOrigin => {
                let message = "Pages of this origin may not call this server";
                Self::new(StatusCode::FORBIDDEN, "foreign_origin", message)
            }
            Problem::IdempotencyKeyInvalid => {
                let message = "An idempotency key is 1 to 255 visible ASCII characters, sent once";
                Self::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid", message)
            }
            Problem::IdempotencyKeyReused => {
                let message = "The idempotency key was used for another request";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", message)
            }
            Problem::Overloaded => unavailable("overloaded", "There is too much to do: try again"),
            Problem::Unavailable(trouble) => {
                Self { outcome: trouble.outcome(), ..unavailable(trouble.code(), trouble.sentence()) }
            }
            Problem::Internal => {
                let message = "Something went wrong on our side";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", message)
            }
        }
    }

    /// What is answered where the engine refused or failed.
    pub(crate) fn of_error(error: &Error) -> Self {
        let unprocessable = |code, message| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message);
        match error {
            Error::Overloaded => Self::of_problem(&Problem::Overloaded),
            Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_) => {
                Self::of_problem(&Trouble::of(error).map_or(Problem::Internal, Problem::Unavailable))
            }
            Error::ParkedNotFound { parked } => Self::parked_not_found(parked.as_str()),
            Error::KeyNotFound { key } => Self::key_not_found(&key.id()),
            Error::KeyExists => Self::conflict("key_exists", "There is such a key already"),
            Error::CustomerNotFound { customer } => Self::customer_not_found(customer.as_str()),
            Error::CartNotFound { cart } | Error::CartExpired { cart } => Self::cart_not_found(cart.as_str()),
            Error::CartNotActive { cart, status } => {
                let message = format!("The cart {cart} is {} and cannot be changed", status_name(*status));
                Self::conflict("cart_not_active", message)
            }
            Error::CartNotEmpty { cart } => {
                let message = format!("The cart {cart} is not empty: park or clear what is in it first");
                Self::conflict("cart_not_empty", message)
            }
            Error::CartEmpty { cart } => {
                Self::conflict("cart_empty", format!("The cart {cart} is empty: there is nothing to park"))
            }
            Error::TooManyParked => {
                let message =
                    format!("There are {PARKED_MAX} parked carts already: resume or delete some first");
                Self::conflict("too_many_parked", message)
            }
            Error::TotalOutOfRange => unprocessable("total_out_of_range", "The cart would cost too much"),
            Error::CartTooLarge => unprocessable("cart_too_large", "The cart would be too large"),
            Error::KeyReused => Self::of_problem(&Problem::IdempotencyKeyReused),
            // What no command of a till can be refused for.
            Error::CodeRefused { .. }
            | Error::CartExists { .. }
            | Error::CartBarred { .. }
            | Error::LastCart { .. }
            | Error::CartPreview { .. }
            | Error::MergeIntoItself { .. }
            | Error::MergeCurrencyMismatch { .. }
            | Error::LinesRefused { .. }
            | Error::CodeNotFound { .. }
            | Error::TooManyCodes
            | Error::OrderNotFound { .. }
            | Error::OrderState { .. }
            | Error::OrderPaid { .. }
            | Error::TransactionNotFound { .. }
            | Error::TransactionState { .. }
            | Error::ShippingNotOffered { .. }
            | Error::PaymentOutOfRange { .. }
            | Error::TooManyTransactions
            | Error::ProductNotFound { .. }
            | Error::VariantNotFound { .. }
            | Error::VariantRequired { .. }
            | Error::LineNotFound
            | Error::LineElsewhere { .. }
            | Error::TaxNotFound { .. }
            | Error::LineKindMismatch { .. }
            | Error::TooManyTaxes { .. }
            | Error::CurrencyNotEnabled { .. }
            | Error::PriceMissing { .. }
            | Error::OptionRequired { .. }
            | Error::OptionBarred { .. }
            | Error::CustomInputInvalid { .. }
            | Error::SelectionInvalid { .. }
            | Error::DuplicateLine { .. }
            | Error::LineIdTaken { .. }
            | Error::QuantityOutOfRange
            | Error::TooManyLines
            | Error::InsufficientStock(_)
            | Error::PriceOutOfRange
            | Error::ImportInvalid(_) => Self::of_problem(&Problem::Internal),
        }
    }

    /// The answer.
    pub(crate) fn respond(&self) -> Response {
        let error = ErrorBody { code: self.code, message: &self.message, outcome: self.outcome };
        Response::json(self.status, &Body { error })
    }
}
