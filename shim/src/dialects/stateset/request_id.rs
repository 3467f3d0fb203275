//! The name that a request has in its answer.

use hyper::header::HeaderName;
use trolley_engine::env::IdForm;

use crate::exchange::{Context, Response};

/// The header that names a request.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Most bytes of a caller's own name for a request; a longer one is not echoed.
const ECHOED_BYTES_MAX: usize = 128;

/// The name of the request: the caller's own, else a new one. To be asked for once in an answer.
///
/// Source: stateset.md, 1.2. Reading: up to 128 visible characters are echoed, in the header and in errors, whatever
/// the answer.
pub(super) fn name(context: &Context) -> String {
    let own = context.request_id.as_deref().filter(|text| text.len() <= ECHOED_BYTES_MAX);
    own.map_or_else(|| context.new_id_text(IdForm::Prefixed("req_")), str::to_owned)
}

/// The answer to the request of this name.
pub(super) fn answer(response: Response, name: &str) -> Response {
    response.with_header(HEADER, name)
}
