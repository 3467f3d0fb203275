//! The name that a request has in its answer.

use hyper::header::HeaderName;
use trolley_engine::env::IdForm;

use crate::exchange::{Context, Request};

/// The header that names a request.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Most bytes of a caller's own name for a request; a longer one is not echoed.
const ECHOED_BYTES_MAX: usize = 128;

/// The name of a request: the caller's own, else one of ours once it is asked for.
///
/// Source: stateset.md, 1.2. Reading: up to 128 visible characters are echoed, in the header and in errors.
#[derive(Debug, Clone)]
pub(super) struct RequestId(Option<String>);

impl RequestId {
    /// The name of this request.
    pub(super) fn of(request: &Request) -> Self {
        let own = request.header(HEADER.as_str()).filter(|text| text.len() <= ECHOED_BYTES_MAX);
        Self(own.map(str::to_owned))
    }

    /// The name of a request that was not read.
    pub(super) const fn unread() -> Self {
        Self(None)
    }

    /// Its text.
    pub(super) fn into_text(self, context: &Context) -> String {
        self.0.unwrap_or_else(|| context.new_id(IdForm::Prefixed("req_")))
    }
}
