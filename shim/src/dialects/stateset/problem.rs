//! What StateSet answers when something goes wrong.
//!
//! Source: stateset.md, 1.9. Reading: of the three published envelopes the first; refusals that a resend does not
//! change are 422, because a published client repeats every 409; `documentation_url` is left out.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::command::ProductRef;
use trolley_engine::error::choice::{CodeProblem, Shortage};
use trolley_engine::{Error, Timestamp};

use super::access::Scope;
use super::request_id;
use super::stage::{EXPIRED, status_name};
use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;
use crate::exchange::{Context, Response};
use crate::json::{Precision, rfc_3339};

/// An answer that says no.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    details: Box<IndexedDetails>,
}

/// What a program can read of an error.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Details {
    Nothing {},
    Outcome {
        outcome: &'static str,
    },
    Field {
        field: &'static str,
    },
    Scope {
        #[serde(skip_serializing_if = "Option::is_none")]
        field: Option<&'static str>,
        required_scope: &'static str,
    },
    Path {
        resource: &'static str,
    },
    Resource {
        resource: &'static str,
        id: String,
    },
    Variants {
        product_id: String,
        variant_ids: Vec<String>,
    },
    Inventory {
        product_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        variant_id: Option<String>,
        requested_quantity: i64,
        available_quantity: i64,
    },
    Price {
        product_id: String,
        currency: String,
    },
    Coupon {
        code: String,
    },
    CouponTime {
        code: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        starts_at: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ended_at: Option<String>,
    },
    CouponMinimum {
        code: String,
        minimum_amount: i64,
        subtotal: i64,
    },
    Status {
        id: String,
        status: &'static str,
    },
}

#[derive(Debug, Serialize)]
struct IndexedDetails {
    #[serde(flatten)]
    details: Details,
    /// The place in `items` of the line it is about, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    error: ErrorBody<'a>,
    #[serde(flatten)]
    repeated: Option<Repeated<'a>>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'static str,
    message: &'a str,
    r#type: &'static str,
    details: &'a IndexedDetails,
    request_id: &'a str,
    timestamp: String,
}

#[derive(Serialize)]
struct Repeated<'a> {
    r#type: &'static str,
    code: &'static str,
    message: &'a str,
}

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(context: &Context, problem: &Problem) -> Response {
    Refusal::of_problem(problem).respond(context)
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>, details: Details) -> Self {
        let details = Box::new(IndexedDetails { details, index: None });
        Self { status, code, message: message.into(), details }
    }

    fn plain(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(status, code, message, Details::Nothing {})
    }

    /// 401: there is no header `Authorization`.
    pub(super) fn missing_auth_header() -> Self {
        Self::plain(StatusCode::UNAUTHORIZED, "MISSING_AUTH_HEADER", "The Authorization header is missing")
    }

    /// 401: the header `Authorization` is of another form.
    pub(super) fn invalid_token_format() -> Self {
        let message = "The Authorization header must be of the form Bearer KEY";
        Self::plain(StatusCode::UNAUTHORIZED, "INVALID_TOKEN_FORMAT", message)
    }

    /// 401: nobody has this key.
    pub(super) fn invalid_api_key() -> Self {
        Self::plain(StatusCode::UNAUTHORIZED, "INVALID_API_KEY", "The API key is not known")
    }

    /// 401: the key has ended.
    pub(super) fn expired_api_key() -> Self {
        Self::plain(StatusCode::UNAUTHORIZED, "EXPIRED_API_KEY", "The API key has expired")
    }

    /// 403: the key does not allow this.
    pub(super) fn insufficient_permissions(scope: Scope) -> Self {
        let required_scope = scope.as_str();
        let message = format!("The API key lacks the scope {required_scope}");
        let details = Details::Scope { field: None, required_scope };
        Self::new(StatusCode::FORBIDDEN, "INSUFFICIENT_PERMISSIONS", message, details)
    }

    /// 429: the caller has sent as many requests as may be sent.
    pub(super) fn rate_limited() -> Self {
        let message = "Too many requests, try again later";
        Self::plain(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", message)
    }

    /// 400: the body as a whole is not as it must be.
    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::plain(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// 400: this member is not as it must be.
    pub(super) fn validation_of(field: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message, Details::Field { field })
    }

    /// 400: this member is of another JSON type.
    pub(super) fn wrong_type(field: &'static str, expected: &str) -> Self {
        Self::validation_of(field, format!("The field {field} must be {expected}"))
    }

    /// 400: this member is not of the form it must be of; `expected` is such as "be an e-mail address".
    pub(super) fn wrong_form(field: &'static str, expected: impl Into<String>) -> Self {
        let message = format!("The field {field} must {}", expected.into());
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD_FORMAT", message, Details::Field { field })
    }

    /// 400: this member does not name a currency in which the store sells.
    pub(super) fn currency_not_sold_in(field: &'static str) -> Self {
        Self::wrong_form(field, "be an ISO 4217 currency that the store sells in")
    }

    /// 400: this member must be there.
    pub(super) fn missing_field(field: &'static str) -> Self {
        let message = format!("The field {field} is required");
        Self::new(StatusCode::BAD_REQUEST, "MISSING_REQUIRED_FIELD", message, Details::Field { field })
    }

    /// 404: there is nothing of this kind with this identifier.
    pub(super) fn not_found(resource: &'static str, id: impl Into<String>) -> Self {
        let id = id.into();
        let name = match resource {
            "cart" => "Cart",
            "item" => "Item",
            "product" => "Product",
            "variant" => "Variant",
            "customer" => "Customer",
            "coupon" => "Coupon",
            other => other,
        };
        let message = format!("{name} {id} was not found");
        Self::new(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", message, Details::Resource { resource, id })
    }

    /// The same about a line of `items`.
    pub(super) fn at(mut self, index: usize) -> Self {
        self.details.index = Some(index);
        self
    }

    /// The same, naming the member that needs the scope.
    pub(super) fn in_field(mut self, name: &'static str) -> Self {
        if let Details::Scope { field, .. } = &mut self.details.details {
            *field = Some(name);
        }
        self
    }

    /// What is answered to a problem outside a route's own decoding.
    ///
    /// Source: stateset.md, 3.11 for unknown paths and methods. The codes of 405, 408, 413, 415, 421 and 503 are ours, and
    /// so is `outcome`.
    pub(super) fn of_problem(problem: &Problem) -> Self {
        match problem {
            Problem::PathNotFound => {
                let details = Details::Path { resource: "path" };
                Self::new(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", "There is no such path", details)
            }
            Problem::MethodNotAllowed { method } => {
                let message = format!("The method {method} is not allowed here");
                Self::plain(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
            }
            Problem::UnsupportedMediaType { expected } => {
                let message = format!("The body must be of the type {expected}");
                Self::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
            }
            Problem::BodyTooLarge { bytes_max } => {
                let message = format!("The body must have at most {bytes_max} bytes");
                Self::plain(StatusCode::PAYLOAD_TOO_LARGE, "REQUEST_TOO_LARGE", message)
            }
            Problem::BodyTimeout => {
                let message = "The body did not come in time";
                Self::plain(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message)
            }
            Problem::BadRequest => Self::validation("The request is not valid HTTP"),
            Problem::WrongHost => {
                let message = "This server does not answer for this host";
                Self::plain(StatusCode::MISDIRECTED_REQUEST, "WRONG_HOST", message)
            }
            Problem::ForeignOrigin => {
                let message = "Pages of this origin may not call this server";
                Self::plain(StatusCode::FORBIDDEN, "RESOURCE_ACCESS_DENIED", message)
            }
            Problem::IdempotencyKeyInvalid => {
                let message = "The header Idempotency-Key must have 1 to 255 visible ASCII characters";
                Self::plain(StatusCode::BAD_REQUEST, "INVALID_FIELD_FORMAT", message)
            }
            Problem::IdempotencyKeyReused => {
                let message = "The idempotency key was used for another request";
                Self::plain(StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_KEY_IN_USE", message)
            }
            Problem::Overloaded => {
                let message = "There is too much to do, try again later";
                Self::plain(StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE", message)
            }
            Problem::Unavailable(trouble) => {
                let code = match trouble {
                    Trouble::StorageFailed => "STORAGE_FAILED",
                    Trouble::StorageFull => "STORAGE_FULL",
                    Trouble::Recovering => "RECOVERING",
                    Trouble::TimedOut | Trouble::Stopping => "SERVICE_UNAVAILABLE",
                };
                let details =
                    trouble.outcome().map_or(Details::Nothing {}, |outcome| Details::Outcome { outcome });
                Self::new(StatusCode::SERVICE_UNAVAILABLE, code, trouble.sentence(), details)
            }
            Problem::Internal => {
                let message = "Something went wrong on our side";
                Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)
            }
        }
    }

    /// What is answered where the engine refused or failed.
    ///
    /// Source: stateset.md, 1.9 and 3. The codes `CART_PREVIEW`, `SHIPPING_METHOD_UNAVAILABLE`, `PRICE_UNAVAILABLE`,
    /// `CART_LIMIT_EXCEEDED` and `MERGE_NOT_POSSIBLE` are ours.
    #[expect(clippy::too_many_lines, reason = "one match, so that the compiler names what has no answer yet")]
    pub(super) fn of_error(error: &Error) -> Self {
        let reason = error.reason();
        let unprocessable = |code, message: String, details| {
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message, details)
        };
        match reason {
            Error::Overloaded => Self::of_problem(&Problem::Overloaded),
            Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_) => {
                Self::of_problem(&Trouble::of(reason).map_or(Problem::Internal, Problem::Unavailable))
            }
            Error::KeyReused => Self::of_problem(&Problem::IdempotencyKeyReused),
            Error::CustomerNotFound { customer } => Self::not_found("customer", customer.as_str()),
            Error::CartNotFound { cart } => Self::not_found("cart", cart.as_str()),
            Error::CartExists { cart } => {
                let message = format!("Cart {cart} is there already");
                let details = Details::Resource { resource: "cart", id: cart.as_str().to_owned() };
                Self::new(StatusCode::CONFLICT, "RESOURCE_ALREADY_EXISTS", message, details)
            }
            Error::CartNotActive { cart, status } => {
                let status = status_name(*status);
                let message = format!("Cart {cart} is {status} and cannot be changed");
                let details = Details::Status { id: cart.as_str().to_owned(), status };
                unprocessable("CART_NOT_ACTIVE", message, details)
            }
            Error::CartExpired { cart } => {
                let status = EXPIRED;
                let message = format!("Cart {cart} is {status} and cannot be changed");
                let details = Details::Status { id: cart.as_str().to_owned(), status };
                unprocessable("CART_NOT_ACTIVE", message, details)
            }
            Error::CartEmpty { cart } => {
                let message = format!("Cart {cart} is empty");
                let details = Details::Resource { resource: "cart", id: cart.as_str().to_owned() };
                unprocessable("CART_EMPTY", message, details)
            }
            Error::CartPreview { cart } => {
                let message = format!("Cart {cart} is a preview, of which no order can be made");
                let details = Details::Resource { resource: "cart", id: cart.as_str().to_owned() };
                unprocessable("CART_PREVIEW", message, details)
            }
            Error::ShippingNotOffered { method } => {
                let message = format!("Shipping method {method} is not available for this cart");
                let id = method.as_str().to_owned();
                let details = Details::Resource { resource: "shipping_method", id };
                unprocessable("SHIPPING_METHOD_UNAVAILABLE", message, details)
            }
            Error::CodeNotFound { code } => {
                let message = format!("Coupon {code} is not valid");
                unprocessable("COUPON_INVALID", message, Details::Coupon { code: code.clone() })
            }
            Error::CodeRefused { code, problem } => Self::of_coupon(code, problem),
            Error::TooManyCodes => {
                let message = "The cart has too many coupons".to_owned();
                unprocessable("CART_LIMIT_EXCEEDED", message, Details::Nothing {})
            }
            Error::MergeIntoItself { cart } => {
                let message = format!("Cart {cart} cannot be merged into itself");
                unprocessable("MERGE_NOT_POSSIBLE", message, Details::Nothing {})
            }
            Error::MergeCurrencyMismatch { target, origin } => {
                let message = format!("A cart in {origin} cannot be merged into one in {target}");
                unprocessable("MERGE_NOT_POSSIBLE", message, Details::Nothing {})
            }
            Error::ProductNotFound { product } => match product {
                ProductRef::Id(id) => Self::not_found("product", id.as_str()),
                ProductRef::Sku(sku) => Self::not_found("product", sku.as_str()),
            },
            Error::VariantNotFound { product: _, variant } => Self::not_found("variant", variant.as_str()),
            Error::VariantRequired { product, variants } => {
                let message = format!("Product {product} comes in variants: variant_id is required");
                let variant_ids = variants.iter().map(|variant| variant.as_str().to_owned()).collect();
                let product_id = product.as_str().to_owned();
                unprocessable("VARIANT_REQUIRED", message, Details::Variants { product_id, variant_ids })
            }
            Error::LineNotFound => {
                let message = "The item was not found";
                let details = Details::Path { resource: "item" };
                Self::new(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", message, details)
            }
            Error::LineElsewhere { line } => Self::not_found("item", line.as_str()),
            Error::CurrencyNotEnabled { .. } => Self::currency_not_sold_in("currency"),
            Error::PriceMissing { product, sku: _, currency } => {
                let message = format!("Product {product} has no price in {currency}");
                let (product_id, currency) = (product.as_str().to_owned(), currency.as_str().to_owned());
                unprocessable("PRICE_UNAVAILABLE", message, Details::Price { product_id, currency })
            }
            Error::OptionRequired { .. } | Error::OptionBarred { .. } | Error::CustomInputInvalid { .. } => {
                Self::validation(reason.to_string())
            }
            Error::DuplicateLine { line } | Error::LineIdTaken { line } => {
                let message = format!("Item {line} is in the cart already");
                let details = Details::Resource { resource: "item", id: line.as_str().to_owned() };
                Self::new(StatusCode::CONFLICT, "RESOURCE_ALREADY_EXISTS", message, details)
            }
            Error::QuantityOutOfRange => {
                let message = "The item's quantity would be out of range".to_owned();
                unprocessable("INVALID_QUANTITY", message, Details::Nothing {})
            }
            Error::TooManyLines | Error::CartTooLarge => {
                let message = "The cart is full".to_owned();
                unprocessable("CART_LIMIT_EXCEEDED", message, Details::Nothing {})
            }
            Error::InsufficientStock(shortage) => {
                let Shortage { product, variant, sku: _, name, requested, available } = &**shortage;
                let message = format!("Not enough of {name}: {requested} requested, {available} available");
                let details = Details::Inventory {
                    product_id: product.as_str().to_owned(),
                    variant_id: variant.as_ref().map(|variant| variant.as_str().to_owned()),
                    requested_quantity: *requested,
                    available_quantity: *available,
                };
                unprocessable("INSUFFICIENT_INVENTORY", message, details)
            }
            Error::PriceOutOfRange => Self::wrong_form("price_override", "be in range"),
            Error::TotalOutOfRange => {
                let message = "The cart's total would be out of range".to_owned();
                unprocessable("INVALID_QUANTITY", message, Details::Nothing {})
            }
            Error::SelectionInvalid { product, .. } => {
                let message = format!("Product {product} is a bundle that cannot be had as it is by default");
                unprocessable("BUNDLE_SELECTION_INVALID", message, Details::Nothing {})
            }
            // What no command of this dialect can be refused for; or, of `LinesRefused`, a list without an entry.
            Error::LinesRefused { .. }
            | Error::CartBarred { .. }
            | Error::LastCart { .. }
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
            | Error::PaymentOutOfRange { .. }
            | Error::TooManyTransactions
            | Error::TaxNotFound { .. }
            | Error::LineKindMismatch { .. }
            | Error::TooManyTaxes { .. }
            | Error::ImportInvalid(_) => Self::of_problem(&Problem::Internal),
        }
    }

    /// What is answered where a coupon takes nothing off.
    ///
    /// Source: stateset.md, 1.9 and 3.8. Reading: one that has not begun is `COUPON_EXPIRED` too; one that is used up, and
    /// one that is for nothing in the cart, is `COUPON_INVALID`.
    fn of_coupon(code: &str, problem: &CodeProblem) -> Self {
        let time = |moment: Timestamp| rfc_3339(moment, Precision::Seconds);
        let owned = code.to_owned();
        let (error, message, details) = match problem {
            CodeProblem::EnteredAlready => {
                let message = format!("Coupon {code} is applied already");
                ("COUPON_ALREADY_APPLIED", message, Details::Coupon { code: owned })
            }
            CodeProblem::Ended { at } => {
                let details = Details::CouponTime { code: owned, starts_at: None, ended_at: Some(time(*at)) };
                ("COUPON_EXPIRED", format!("Coupon {code} has expired"), details)
            }
            CodeProblem::NotBegun { at } => {
                let details = Details::CouponTime { code: owned, starts_at: Some(time(*at)), ended_at: None };
                ("COUPON_EXPIRED", format!("Coupon {code} is not valid yet"), details)
            }
            CodeProblem::UsedUp => {
                let message = format!("Coupon {code} is used up");
                ("COUPON_INVALID", message, Details::Coupon { code: owned })
            }
            CodeProblem::BelowMinimum { least, subtotal } => {
                let message = format!("The cart does not reach the minimum of coupon {code}");
                let details =
                    Details::CouponMinimum { code: owned, minimum_amount: *least, subtotal: *subtotal };
                ("COUPON_MINIMUM_NOT_MET", message, details)
            }
            CodeProblem::NotQualified => {
                let message = format!("Coupon {code} is for nothing in the cart");
                ("COUPON_INVALID", message, Details::Coupon { code: owned })
            }
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error, message, details)
    }

    /// The same, naming the place of the line that was refused.
    pub(super) fn of_error_in_list(error: &Error) -> Self {
        let refusal = Self::of_error(error);
        let Error::LinesRefused { refusals } = error else { return refusal };
        match refusals.first() {
            Some(first) => refusal.at(first.index),
            None => refusal,
        }
    }

    /// The answer.
    pub(super) fn respond(self, context: &Context) -> Response {
        let request_id = request_id::name(context);
        let (code, message, r#type) = (self.code, self.message.as_str(), type_of(self.status));
        let repeat = context.config().stateset.repeat_errors;
        let body = Envelope {
            error: ErrorBody {
                code,
                message,
                r#type,
                details: &self.details,
                request_id: &request_id,
                timestamp: rfc_3339(context.now, Precision::Seconds),
            },
            repeated: repeat.then_some(Repeated { r#type, code, message }),
        };
        request_id::answer(Response::json(self.status, &body), &request_id)
    }
}

/// The kind of error that clients tell apart.
///
/// Source: stateset.md, 1.9, last table.
fn type_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "authentication_error",
        StatusCode::FORBIDDEN => "permission_error",
        StatusCode::NOT_FOUND => "not_found_error",
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        status if status.is_server_error() => "api_error",
        _ => "invalid_request_error",
    }
}

#[cfg(test)]
mod tests;
