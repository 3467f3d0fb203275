//! What browsers are told about pages of other origins. Never `*`: always the one origin that asked.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue, VARY,
};
use hyper::{Method, StatusCode};

use super::origin::Sender;
use crate::dialects::Dialect;
use crate::exchange::Response;

/// How long a browser may remember what it was told, in seconds.
const MAX_AGE_SECONDS: &str = "600";
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Whether a browser asks beforehand what a page may send.
pub(super) fn is_preflight(method: &Method, headers: &HeaderMap, sender: &Sender) -> bool {
    *method == Method::OPTIONS
        && matches!(sender, Sender::Page { .. })
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a browser that asks beforehand about a path with these methods. Asks for no key.
pub(super) fn preflight(
    dialect: Option<&Dialect>,
    methods: &str,
    headers: &HeaderMap,
    sender: &Sender,
) -> Response {
    let request_headers = dialect.map_or(String::new(), |dialect| dialect.pages.request_headers.join(", "));
    let response = Response::empty(StatusCode::NO_CONTENT)
        .with_header(ACCESS_CONTROL_ALLOW_METHODS, methods)
        .with_header(ACCESS_CONTROL_ALLOW_HEADERS, &request_headers)
        .with_header(ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    match sender {
        Sender::Page { configured: true, .. } if headers.contains_key(REQUEST_PRIVATE_NETWORK) => {
            response.with_header(ALLOW_PRIVATE_NETWORK, "true")
        }
        Sender::Page { .. } | Sender::Program | Sender::Stranger => response,
    }
}

/// Tells the browser that the page may read the answer.
pub(super) fn expose(dialect: Option<&Dialect>, sender: &Sender, headers: &mut HeaderMap) {
    let Sender::Page { origin, .. } = sender else { return };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.append(VARY, HeaderValue::from_static("Origin"));
    let exposed = dialect.map_or(String::new(), |dialect| dialect.pages.exposed_headers.join(", "));
    if let (false, Ok(exposed)) = (exposed.is_empty(), HeaderValue::try_from(exposed)) {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
}
