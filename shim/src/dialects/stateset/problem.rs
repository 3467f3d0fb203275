//! What StateSet answers when something goes wrong.

use hyper::StatusCode;

use crate::dialects::Problem;
use crate::exchange::{Context, Response};

/// The answer to a problem outside a route's own decoding.
pub(super) fn respond(_context: &Context, _problem: &Problem) -> Response {
    Response::empty(StatusCode::NOT_FOUND)
}
