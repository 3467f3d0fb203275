//! What Elastic Path answers when something goes wrong.
//!
//! Source: elasticpath.md, 1 ("Errors") and 19. Titles and details that stand there are used as they stand; where there
//! is none, the pattern of their family is kept.

use std::borrow::Cow;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Number;
use trolley_engine::domain::cart::{CART_BYTES_MAX, LINES_MAX};
use trolley_engine::domain::command::ProductRef;
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::env::IdForm;
use trolley_engine::error::CustomInputProblem;
use trolley_engine::{Error, Quantity};

use super::schema;
use crate::dialects::Problem;
use crate::exchange::{Context, Response};

/// The body of an answer that is an error.
#[derive(Debug, Serialize)]
struct Body {
    errors: Vec<ErrorEntry>,
}

/// One of the errors of an answer.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ErrorEntry {
    status: u16,
    title: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Box<Meta>>,
}

/// What an error is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Meta {
    /// The product, or the line that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The product's stock keeping unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sku: Option<String>,
    /// The value that is out of range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Number>,
    /// Units in stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) available: Option<i64>,
    /// The variants to choose from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ids: Option<Vec<String>>,
    /// What tells this answer from others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<String>,
}

impl Meta {
    /// What has this identifier.
    pub(super) fn id(id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..Self::default() }
    }

    /// What has this stock keeping unit.
    pub(super) fn sku(sku: &str) -> Self {
        Self { sku: Some(sku.to_owned()), ..Self::default() }
    }

    /// This value.
    pub(super) fn value(value: impl Into<Number>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }
}

impl ErrorEntry {
    /// An error of this status and title and nothing else.
    pub(super) fn new(status: u16, title: impl Into<Cow<'static, str>>) -> Self {
        Self { status, title: title.into(), detail: None, source: None, meta: None }
    }

    /// The same with this text for people.
    pub(super) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same with the dotted path of the member that is wrong.
    pub(super) fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same with what it is about.
    pub(super) fn meta(mut self, meta: Meta) -> Self {
        self.meta = (meta != Meta::default()).then(|| Box::new(meta));
        self
    }

    /// The same of one entry of a list: its path leads to that place, and it names the product as it was sent, where
    /// it does not name one yet.
    pub(super) fn of_entry(mut self, index: usize, product: &Meta) -> Self {
        if let Some(path) = self.source.as_deref().and_then(|source| source.strip_prefix("data")) {
            self.source = Some(format!("data[{index}]{path}"));
        }
        let mut meta = self.meta.take().map_or_else(Meta::default, |meta| *meta);
        if meta.id.is_none() && meta.sku.is_none() {
            (meta.id, meta.sku) = (product.id.clone(), product.sku.clone());
        }
        self.meta(meta)
    }
}

/// The answer that has this one error.
pub(super) fn refuse(entry: ErrorEntry) -> Response {
    answer(vec![entry])
}

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(context: &Context, problem: &Problem) -> Response {
    let entry = match problem {
        Problem::PathNotFound => ErrorEntry::new(404, "Not Found").detail("There is no such endpoint"),
        Problem::MethodNotAllowed { method } => ErrorEntry::new(405, "Method Not Allowed")
            .detail(format!("This endpoint does not take the method {method}")),
        Problem::UnsupportedMediaType { expected } => ErrorEntry::new(415, "Unsupported Media Type")
            .detail(format!("The Content-Type must be {expected}")),
        Problem::BodyTooLarge { bytes_max } => ErrorEntry::new(413, "Payload Too Large")
            .detail(format!("The request body must have at most {bytes_max} bytes")),
        Problem::BodyTimeout => {
            ErrorEntry::new(408, "Request Timeout").detail("The request body did not come in time")
        }
        Problem::BadRequest => ErrorEntry::new(400, "Bad Request").detail("The request is not valid HTTP"),
        Problem::WrongHost => {
            ErrorEntry::new(421, "Misdirected Request").detail("This server does not have this Host")
        }
        Problem::ForeignOrigin => ErrorEntry::new(403, "Forbidden").detail("This Origin is not allowed"),
        Problem::Overloaded => {
            ErrorEntry::new(503, "Service Unavailable").detail("There is too much to do; try again")
        }
        Problem::Unavailable => {
            ErrorEntry::new(503, "Service Unavailable").detail("Carts cannot be reached at the moment")
        }
        Problem::Internal => ErrorEntry::new(500, "Internal Server Error")
            .meta(Meta { request_id: Some(request_id(context)), ..Meta::default() }),
    };
    refuse(entry)
}

/// Reading: elasticpath.md, 1 ("Errors"): a 500 names the request; by the caller's own name where there is one.
fn request_id(context: &Context) -> String {
    context.request_id.clone().unwrap_or_else(|| context.new_id_text(IdForm::Uuid))
}

/// The answer to a refusal or a failure of the engine. `line` is the line that the path names, as it was sent.
///
/// Of several lines that were refused each has its entry, and the first one's status is the answer's.
pub(super) fn refuse_error(context: &Context, error: &Error, line: Option<&str>) -> Response {
    let entries: Result<Vec<ErrorEntry>, Problem> = match error {
        Error::LinesRefused { refusals } => {
            refusals.iter().map(|refusal| entry(&refusal.error, line)).collect()
        }
        one => entry(one, line).map(|entry| vec![entry]),
    };
    match entries {
        Ok(entries) => answer(entries),
        Err(problem) => respond(context, &problem),
    }
}

/// The answer that has these errors, with the status of the first.
pub(super) fn answer(errors: Vec<ErrorEntry>) -> Response {
    let status = errors.first().and_then(|entry| StatusCode::from_u16(entry.status).ok());
    Response::json(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &Body { errors })
}

/// The entry of a refusal; the problem, where it is none of this dialect's own.
pub(super) fn entry(error: &Error, line: Option<&str>) -> Result<ErrorEntry, Problem> {
    let bad = |title: &'static str, detail: String| ErrorEntry::new(400, title).detail(detail);
    Ok(match error {
        Error::Overloaded => return Err(Problem::Overloaded),
        Error::Stopped | Error::Store(_) => return Err(Problem::Unavailable),
        // No import is asked for here, lines within lines are not refused, and new identifiers are random.
        Error::ImportInvalid(_) | Error::LinesRefused { .. } | Error::LineIdTaken { .. } => {
            return Err(Problem::Internal);
        }
        // A cart of a customer who is not known is told from no other that may not be reached.
        Error::CustomerNotFound { .. } | Error::CartNotFound { .. } => {
            ErrorEntry::new(404, "Not Found").detail("Cart not found")
        }
        Error::CartExists { cart } => {
            ErrorEntry::new(409, "Conflict").detail(format!("There is a cart {cart} already"))
        }
        Error::CartNotActive { .. } => {
            ErrorEntry::new(422, "Unprocessable Entity").detail("Cart cannot be updated in its current state")
        }
        Error::MergeIntoItself { .. } => bad("Bad Request", "A cart cannot be merged into itself".into()),
        Error::MergeCurrencyMismatch { target, origin } => bad(
            "Cart Currency Mismatch",
            format!("This cart uses {target}, cannot add items with currency {origin}"),
        ),
        Error::ProductNotFound { product } => product_not_found(match product {
            ProductRef::Id(id) => Meta::id(id.as_str()),
            ProductRef::Sku(sku) => Meta::sku(sku.as_str()),
        }),
        Error::VariantNotFound { variant, .. } => product_not_found(Meta::id(variant.as_str())),
        Error::VariantRequired { product, variants } => {
            let ids = Some(variants.iter().map(ToString::to_string).collect());
            could_not_add("This product comes in variants, add one of them".into())
                .meta(Meta { ids, ..Meta::id(product.as_str()) })
        }
        Error::LineNotFound => line_not_found(line),
        Error::LineElsewhere { line: elsewhere } => line_not_found(Some(line.unwrap_or(elsewhere.as_str()))),
        Error::CurrencyNotEnabled { .. } => {
            bad("BadRequestError", "The selected currency is not enabled on this store".into())
        }
        Error::PriceMissing { product, sku, currency } => {
            could_not_add(format!("This product does not have a price for {currency}"))
                .meta(Meta { id: Some(product.to_string()), ..Meta::sku(sku.as_str()) })
        }
        Error::OptionRequired { name } => could_not_add(format!("The option {name} is required")),
        Error::CustomInputInvalid { key, problem } => custom_input_invalid(key, problem),
        Error::DuplicateLine { line } => {
            could_not_add("This product is in the cart already".into()).meta(Meta::id(line.as_str()))
        }
        Error::CodeNotFound { .. } => {
            ErrorEntry::new(404, "Not Found").detail("No promotion could be found with the given code.")
        }
        Error::TooManyCodes
        | Error::CartEmpty { .. }
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
        | Error::SelectionInvalid { .. } => ErrorEntry::new(422, "Unprocessable Entity"),
        Error::QuantityOutOfRange => schema::at_most("data.quantity", i64::from(Quantity::MAX.units())),
        Error::TooManyLines => {
            let detail = format!("A cart can contain a maximum of {LINES_MAX} unique items");
            bad("Cart item limit reached", detail).meta(Meta::value(LINES_MAX + 1))
        }
        Error::InsufficientStock { product, variant, sku, name, available, .. } => {
            let id = variant.as_ref().map_or(product.as_str(), |variant| variant.as_str());
            let meta = Meta { sku: Some(sku.to_string()), available: Some(*available), ..Meta::id(id) };
            bad("Insufficient stock", format!("There is not enough stock to add {name} to your cart"))
                .meta(meta)
        }
        Error::PriceOutOfRange => schema::at_most("data.price.amount", AMOUNT_MINOR_UNITS_MAX),
        Error::TotalOutOfRange => {
            bad("number_lte", format!("The cart's total must be at most {AMOUNT_MINOR_UNITS_MAX}"))
        }
        Error::CartTooLarge => {
            let detail = format!("A cart can contain at most {CART_BYTES_MAX} bytes of texts");
            bad("Cart size limit reached", detail)
        }
    })
}

/// The entry of a product that is not there, or not on sale.
pub(super) fn product_not_found(meta: Meta) -> ErrorEntry {
    ErrorEntry::new(404, "Product not found").detail("The requested product could not be found").meta(meta)
}

fn could_not_add(detail: String) -> ErrorEntry {
    ErrorEntry::new(400, "Could not add product").detail(detail)
}

/// The entry of a line that the cart does not have. A product's identifier in the place of a line's is a common mistake,
/// so it has what was sent.
pub(super) fn line_not_found(line: Option<&str>) -> ErrorEntry {
    ErrorEntry::new(404, "Not Found")
        .detail("The Item doesn't exist in the cart")
        .meta(Meta { id: line.map(str::to_owned), ..Meta::default() })
}

/// Reading: elasticpath.md, 9: no document has a text for it.
fn custom_input_invalid(key: &str, problem: &CustomInputProblem) -> ErrorEntry {
    let source = format!("data.custom_inputs.{key}");
    match problem {
        CustomInputProblem::NotAMap => ErrorEntry::new(400, "invalid_type")
            .detail("Invalid type. Expected: object")
            .source("data.custom_inputs"),
        CustomInputProblem::Required => custom_input(source, format!("{key} is required")),
        CustomInputProblem::NotAText => custom_input(source, format!("{key} must be a string")),
        CustomInputProblem::TooLong { characters, characters_max } => {
            custom_input_too_long(source, *characters, *characters_max)
        }
    }
}

/// The entry of a custom input whose text is too long.
pub(super) fn custom_input_too_long(source: String, characters: usize, characters_max: u32) -> ErrorEntry {
    custom_input(source, format!("String length must be less than or equal to {characters_max}"))
        .meta(Meta::value(characters))
}

/// The entry of custom inputs that are not valid.
pub(super) fn custom_input(source: String, detail: String) -> ErrorEntry {
    ErrorEntry::new(400, "Invalid custom input").detail(detail).source(source)
}
