//! What Elastic Path answers when something goes wrong.
//!
//! Source: elasticpath.md, 1 ("Errors") and 19. Titles and details that stand there are used as they stand; where there
//! is none, the pattern of their family is kept.

use std::borrow::Cow;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Number;
use trolley_engine::Error;
use trolley_engine::env::IdForm;

use super::refusal::entry;
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
    /// The code of a promotion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// The component of a bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) component: Option<String>,
    /// Fewest options of it, or units of an option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min: Option<u32>,
    /// Most options of it, or units of an option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max: Option<u32>,
    /// How many are selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) selected: Option<u64>,
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
    /// Why nothing can be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'static str>,
    /// What is known of what was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<&'static str>,
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

    /// The same of one entry of a list: its path leads to that place, and it names what was sent, where it does not name
    /// anything yet.
    pub(super) fn of_entry(mut self, index: usize, sent: &Meta) -> Self {
        if let Some(path) = self.source.as_deref().and_then(|source| source.strip_prefix("data")) {
            self.source = Some(format!("data[{index}]{path}"));
        }
        let mut meta = self.meta.take().map_or_else(Meta::default, |meta| *meta);
        if meta.id.is_none() && meta.sku.is_none() && meta.code.is_none() {
            (meta.id, meta.sku, meta.code) = (sent.id.clone(), sent.sku.clone(), sent.code.clone());
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
        Problem::IdempotencyKeyInvalid => ErrorEntry::new(400, "Bad Request")
            .detail("The header Idempotency-Key must have 1 to 255 visible ASCII characters"),
        Problem::IdempotencyKeyReused => ErrorEntry::new(422, "Unprocessable Entity")
            .detail("The header Idempotency-Key was used for another request"),
        Problem::Overloaded => {
            ErrorEntry::new(503, "Service Unavailable").detail("There is too much to do; try again")
        }
        // Reading: the documents have no word for it; what a program is to read of it stands where it does elsewhere.
        Problem::Unavailable(trouble) => ErrorEntry::new(503, "Service Unavailable")
            .detail(trouble.sentence())
            .meta(Meta { reason: Some(trouble.code()), outcome: trouble.outcome(), ..Meta::default() }),
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
    Response::json(status_of(&errors), &Body { errors })
}

/// The status of the first of these errors.
pub(super) fn status_of(errors: &[ErrorEntry]) -> StatusCode {
    let status = errors.first().and_then(|entry| StatusCode::from_u16(entry.status).ok());
    status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
