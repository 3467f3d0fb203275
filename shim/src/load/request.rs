//! A request as the bytes that are sent.

use std::fmt::Write as _;

use hyper::header::{HeaderName, HeaderValue};

use crate::dialects::bench::Ask;

/// Why a request cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot stand in a request")]
pub(crate) struct InvalidAsk(pub(crate) String);

/// The bytes of a request to a server of this authority, such as `127.0.0.1:2278`.
///
/// # Errors
///
/// [`InvalidAsk`] where the path or a header is none: what would end a line would begin another request.
pub(crate) fn bytes(authority: &str, ask: &Ask) -> Result<Vec<u8>, InvalidAsk> {
    let Ask { method, path, headers, body } = ask;
    if !path.starts_with('/') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(InvalidAsk(path.clone()));
    }
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {authority}\r\n");
    for (name, value) in headers {
        let is_one = HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(value).is_ok();
        if !is_one {
            return Err(InvalidAsk(name.clone()));
        }
        // Writing to a text does not fail.
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if let Some((media_type, text)) = body {
        let _ = write!(head, "content-type: {media_type}\r\ncontent-length: {}\r\n", text.len());
    }
    head.push_str("\r\n");
    head.push_str(body.as_ref().map_or("", |(_, text)| text));
    Ok(head.into_bytes())
}
