//! What an answer says of itself: its status, where its body ends, and whether the connection goes on.

use std::ops::Range;

/// Most headers of an answer.
const HEADERS_MAX: usize = 64;
/// Most bytes of an answer: far above any cart.
pub(crate) const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// An answer, whose bytes lie in the connection's buffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Where the body lies; of one in chunks with what stands between them.
    pub(crate) body: Range<usize>,
    /// Whether the body is in chunks.
    pub(crate) is_chunked: bool,
    /// Whether the connection ends with it.
    pub(crate) is_last: bool,
}

/// What a buffer has of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// All of it.
    Whole(Answer),
    /// A part: more is to come.
    Part,
    /// Something else, or more than is taken.
    Malformed,
}

/// Looks for an answer at the beginning of these bytes.
pub(crate) fn find(bytes: &[u8]) -> Found {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut headers);
    let head_len = match head.parse(bytes) {
        Ok(httparse::Status::Complete(head_len)) => head_len,
        Ok(httparse::Status::Partial) if bytes.len() < ANSWER_BYTES_MAX => return Found::Part,
        Ok(httparse::Status::Partial) | Err(_) => return Found::Malformed,
    };
    let status = head.code.unwrap_or_default();
    let (mut content_length, mut is_chunked, mut is_last) = (None, false, head.version == Some(0));
    for header in head.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            content_length = std::str::from_utf8(header.value).ok().and_then(|text| text.trim().parse().ok());
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            is_chunked = header.value.eq_ignore_ascii_case(b"chunked");
        } else if header.name.eq_ignore_ascii_case("connection") {
            is_last = header.value.eq_ignore_ascii_case(b"close");
        }
    }
    let body_len = match content_length {
        _ if is_chunked => chunks_len(bytes.get(head_len..).unwrap_or_default()),
        Some(len) => Chunks::End(len),
        None if status == 204 || status == 304 => Chunks::End(0),
        None => Chunks::Malformed,
    };
    match body_len {
        Chunks::End(len) if ANSWER_BYTES_MAX < len => Found::Malformed,
        Chunks::End(len) if bytes.len() < head_len + len => Found::Part,
        Chunks::End(len) => {
            Found::Whole(Answer { status, body: head_len..head_len + len, is_chunked, is_last })
        }
        Chunks::Part => Found::Part,
        Chunks::Malformed => Found::Malformed,
    }
}

/// How far chunks reach.
enum Chunks {
    End(usize),
    Part,
    Malformed,
}

fn chunks_len(bytes: &[u8]) -> Chunks {
    let mut at = 0;
    loop {
        let Some(rest) = bytes.get(at..) else { return Chunks::Part };
        let (size_len, size) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete(found)) => found,
            Ok(httparse::Status::Partial) => return Chunks::Part,
            Err(_) => return Chunks::Malformed,
        };
        let Some(size) = usize::try_from(size).ok().filter(|size| *size <= ANSWER_BYTES_MAX) else {
            return Chunks::Malformed;
        };
        // The line of the size, the chunk, and the end of its line; the last has no bytes, and no trailers are known.
        at += size_len + size + 2;
        if size == 0 {
            return if bytes.len() < at { Chunks::Part } else { Chunks::End(at) };
        }
    }
}

/// The body of an answer without what stands between its chunks.
pub(crate) fn body(bytes: &[u8], answer: &Answer) -> Vec<u8> {
    let mut rest = bytes.get(answer.body.clone()).unwrap_or_default();
    if !answer.is_chunked {
        return rest.to_vec();
    }
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((size_len, size))) = httparse::parse_chunk_size(rest) {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(chunk) = rest.get(size_len..).and_then(|rest| rest.get(..size)) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(size_len + size + 2..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests;
