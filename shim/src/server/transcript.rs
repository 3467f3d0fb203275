//! Answers as bytes, as they are kept for idempotency keys, and back. The form is in users' files: it is never changed, a
//! new one has another first byte.
//!
//! One byte of form; two of the status; two of the number of headers; of each header two of the length of its name, the
//! name, four of the length of its value, the value; and then the body. Numbers have their greatest byte first.

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};

use crate::exchange::Response;

const FORM: u8 = 1;

/// The bytes of an answer.
pub(super) fn to_bytes(response: &Response) -> Vec<u8> {
    let Response { status, headers, body } = response;
    let mut bytes = vec![FORM];
    bytes.extend(status.as_u16().to_be_bytes());
    // Of more headers than can be counted, which no answer has, the rest is left out.
    let count = u16::try_from(headers.len()).unwrap_or(u16::MAX);
    bytes.extend(count.to_be_bytes());
    for (name, value) in headers.iter().take(usize::from(count)) {
        let (name, value) = (name.as_str().as_bytes(), value.as_bytes());
        // Names and values have at most so many bytes that these lengths hold them.
        bytes.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend_from_slice(name);
        bytes.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(value);
    }
    bytes.extend_from_slice(body);
    bytes
}

/// The answer that has these bytes; none where they are none's.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Response> {
    let (form, mut rest) = bytes.split_first()?;
    if *form != FORM {
        return None;
    }
    let status = StatusCode::from_u16(u16::from_be_bytes(take(&mut rest)?)).ok()?;
    let count = u16::from_be_bytes(take(&mut rest)?);
    let mut headers = Vec::new();
    for _ in 0..count {
        let name_len = usize::from(u16::from_be_bytes(take(&mut rest)?));
        let name = HeaderName::from_bytes(take_slice(&mut rest, name_len)?).ok()?;
        let value_len = usize::try_from(u32::from_be_bytes(take(&mut rest)?)).ok()?;
        let value = HeaderValue::from_bytes(take_slice(&mut rest, value_len)?).ok()?;
        headers.push((name, value));
    }
    Some(Response { status, headers, body: Bytes::copy_from_slice(rest) })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(*first)
}

fn take_slice<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (first, behind) = rest.split_at_checked(count)?;
    *rest = behind;
    Some(first)
}

#[cfg(test)]
mod tests;
