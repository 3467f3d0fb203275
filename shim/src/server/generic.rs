//! What is answered where no dialect owns the path.

use hyper::StatusCode;
use serde::Serialize;

use crate::dialects::Problem;
use crate::exchange::Response;

#[derive(Serialize)]
struct Body {
    error: &'static str,
}

/// The answer to a problem.
pub(super) fn respond(problem: &Problem) -> Response {
    let (status, error) = match problem {
        Problem::PathNotFound => (StatusCode::NOT_FOUND, "Not found"),
        Problem::MethodNotAllowed { .. } => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
        Problem::UnsupportedMediaType { .. } => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type")
        }
        Problem::BodyTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "Body too large"),
        Problem::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, "Request timeout"),
        Problem::BadRequest => (StatusCode::BAD_REQUEST, "Bad request"),
        Problem::WrongHost => (StatusCode::MISDIRECTED_REQUEST, "Misdirected request"),
        Problem::ForeignOrigin => (StatusCode::FORBIDDEN, "Origin not allowed"),
        Problem::Overloaded | Problem::Unavailable(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "Service unavailable")
        }
        Problem::IdempotencyKeyInvalid => (StatusCode::BAD_REQUEST, "Invalid Idempotency-Key"),
        Problem::IdempotencyKeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "Idempotency-Key reused"),
        Problem::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
    };
    Response::json(status, &Body { error })
}
