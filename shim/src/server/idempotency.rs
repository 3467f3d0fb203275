//! Idempotency keys: what a caller's key stands for, and what was asked for under it.
//!
//! A key is the caller's own word for one thing to do. It is taken together with who uses it and where, so that callers
//! who hit upon one word do not meet. Only digests of it are kept.

use hyper::header::{HeaderMap, HeaderName};
use hyper::{Method, StatusCode};
use sha2::{Digest as _, Sha256};
use trolley_engine::domain::idempotency::{Fingerprint, IdempotencyKey};

use crate::dialects::Problem;
use crate::exchange::{Context, Request, RequestBody};
use crate::router::Endpoint;

/// The header of an answer that was given before, to the first request with its key.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Most characters of a key.
const KEY_LEN_MAX: usize = 255;
/// What the digests begin with, so that they are of nothing else.
const SCOPE: &[u8] = b"trolley idempotency key 1";
const ASKED: &[u8] = b"trolley idempotency fingerprint 1";

/// Under which key a request is to be answered, and what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    /// The key.
    pub(super) key: IdempotencyKey,
    /// What is asked for.
    pub(super) fingerprint: Fingerprint,
}

impl Asked {
    /// Under which key a request is to be answered; none where it has none, or is not of a method that changes something.
    ///
    /// # Errors
    ///
    /// [`Problem::IdempotencyKeyInvalid`] where its key is not one.
    pub(super) fn find(
        endpoint: &Endpoint,
        request: &Request,
        context: &Context,
    ) -> Result<Option<Self>, Problem> {
        if ![Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(&request.method) {
            return Ok(None);
        }
        let idempotency = &endpoint.dialect.idempotency;
        let Some(text) = key(idempotency.headers, &request.headers)? else { return Ok(None) };
        let mut scope = Digest::new(SCOPE);
        scope.add(endpoint.dialect.name.as_bytes());
        scope.add(request.method.as_str().as_bytes());
        scope.add(endpoint.route.path.as_bytes());
        scope.add_all(request.params.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
        let caller = (idempotency.caller)(request, context);
        scope.add_all(caller.iter().map(String::as_bytes));
        scope.add(text);
        let fingerprint = fingerprint(request, idempotency.meaning);
        Ok(Some(Self { key: IdempotencyKey(scope.finish()), fingerprint }))
    }
}

/// Whether a refusal of this status is kept: one that says what the caller may or must do first, or that something failed,
/// is decided anew when it is asked for again.
pub(super) fn is_kept(status: StatusCode) -> bool {
    let is_passing = [
        StatusCode::UNAUTHORIZED,
        StatusCode::FORBIDDEN,
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    !status.is_server_error() && !is_passing.contains(&status)
}

/// The key of the first of these headers that is there.
fn key<'a>(names: &[&str], headers: &'a HeaderMap) -> Result<Option<&'a [u8]>, Problem> {
    let Some(name) = names.iter().find(|name| headers.contains_key(**name)) else { return Ok(None) };
    let mut values = headers.get_all(*name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::IdempotencyKeyInvalid);
    };
    let text = value.as_bytes();
    let is_key =
        !text.is_empty() && text.len() <= KEY_LEN_MAX && text.iter().all(|byte| byte.is_ascii_graphic());
    if is_key { Ok(Some(text)) } else { Err(Problem::IdempotencyKeyInvalid) }
}

/// The digest of the query, of these headers and of the body.
fn fingerprint(request: &Request, headers: &[&str]) -> Fingerprint {
    let mut digest = Digest::new(ASKED);
    digest.add_all(request.query.iter().flat_map(|(name, value)| [name, value]).map(String::as_bytes));
    for name in headers {
        digest.add_all(request.headers.get_all(*name).iter().map(|value| value.as_bytes()));
    }
    match &request.body {
        RequestBody::Absent => digest.add(b"absent"),
        RequestBody::OtherType => digest.add(b"other type"),
        RequestBody::Present(bytes) => {
            digest.add(b"present");
            digest.add(bytes);
        }
    }
    Fingerprint(digest.finish())
}

/// A digest of several texts, of which each has its own place: their bounds count too.
struct Digest(Sha256);

impl Digest {
    fn new(of: &[u8]) -> Self {
        let mut digest = Self(Sha256::new());
        digest.add(of);
        digest
    }

    fn add(&mut self, text: &[u8]) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    fn add_all<'a>(&mut self, texts: impl Iterator<Item = &'a [u8]>) {
        let texts: Vec<&[u8]> = texts.collect();
        self.0.update((texts.len() as u64).to_be_bytes());
        for text in texts {
            self.add(text);
        }
    }

    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests;
