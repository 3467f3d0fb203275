//! Reading a request's body, within bounds.

use std::sync::Arc;

use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::{LARGE_BODIES_BYTES_MAX, Limits, SMALL_BODY_BYTES_MAX};
use super::respond::Service;
use crate::config::Config;
use crate::dialects::{BodyKind, Problem};
use crate::exchange::RequestBody;

/// What the larger ones of all bodies may keep of memory together. Were there no such bound, all connections with the
/// largest body each would keep gigabytes, and nobody has to have a key to send one.
#[derive(Debug)]
pub(super) struct LargeBodies(Arc<Semaphore>);

/// A part of that, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Allowance(
    #[expect(dead_code, reason = "it is held, not looked at")] Option<OwnedSemaphorePermit>,
);

/// Bytes that are one unit of the semaphore, whose count is limited.
const UNIT_BYTES: usize = 1024;

impl LargeBodies {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(LARGE_BODIES_BYTES_MAX / UNIT_BYTES)))
    }

    /// What a body of so many bytes may keep, in turn.
    async fn allow(&self, bytes: usize) -> Allowance {
        if bytes <= SMALL_BODY_BYTES_MAX {
            return Allowance(None);
        }
        let units = bytes.min(LARGE_BODIES_BYTES_MAX) / UNIT_BYTES;
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        // It is never closed.
        Allowance(Arc::clone(&self.0).acquire_many_owned(units).await.ok())
    }
}

/// Reads the body as the route takes it. What the route does not take is left in `body`.
///
/// # Errors
///
/// [`Problem::BodyTooLarge`], [`Problem::BodyTimeout`]; [`Problem::Overloaded`] where others are so large that there is
/// no room for it; [`Problem::BadRequest`] where the connection or its framing fails.
pub(super) async fn read(
    kind: BodyKind,
    config: &Config,
    headers: &HeaderMap,
    body: &mut Incoming,
    service: &Service,
) -> Result<(RequestBody, Allowance), Problem> {
    let (bytes_max, media_type) = match kind {
        BodyKind::Ignored => return Ok((RequestBody::Absent, Allowance(None))),
        BodyKind::JsonIf { is_read, .. } if !is_read(config) => {
            return Ok((RequestBody::Absent, Allowance(None)));
        }
        BodyKind::Json { bytes_max } | BodyKind::JsonIf { bytes_max, .. } => (bytes_max, "application/json"),
        BodyKind::Form { bytes_max } => (bytes_max, "application/x-www-form-urlencoded"),
    };
    let too_large = Problem::BodyTooLarge { bytes_max };
    let announced = body.size_hint();
    if u64::try_from(bytes_max).is_ok_and(|bytes_max| bytes_max < announced.lower()) {
        return Err(too_large);
    }
    let len_max = announced.upper().and_then(|upper| usize::try_from(upper).ok()).unwrap_or(bytes_max);
    let body_timeout = service.limits.body_timeout;
    let allowance = tokio::time::timeout(body_timeout, service.large_bodies.allow(len_max.min(bytes_max)));
    let allowance = allowance.await.map_err(|_| Problem::Overloaded)?;
    let collected = tokio::time::timeout(body_timeout, Limited::new(body, bytes_max).collect()).await;
    let bytes = match collected {
        Ok(Ok(collected)) => collected.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large),
        Ok(Err(_)) => return Err(Problem::BadRequest),
        Err(_) => return Err(Problem::BodyTimeout),
    };
    if bytes.is_empty() {
        return Ok((RequestBody::Absent, allowance));
    }
    // A body that is packed is nothing that any route takes: what it unpacks to would have no bound.
    let is_packed = headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity");
    if has_type(headers, media_type) && !is_packed {
        Ok((RequestBody::Present(bytes.into()), allowance))
    } else {
        Ok((RequestBody::OtherType, allowance))
    }
}

/// Reads and forgets the rest of a body, so that the connection can go on and a caller who is still sending reads the
/// answer. Whether the end was reached; where not, the connection cannot go on.
pub(super) async fn discard(
    waits_for_word: bool,
    body: &mut Incoming,
    bytes_max: usize,
    limits: &Limits,
) -> bool {
    if body.is_end_stream() {
        return true;
    }
    // Who waits to be told to go on has not begun to send, and is not told.
    if waits_for_word {
        return false;
    }
    let reading = async {
        let mut body = Limited::new(body, bytes_max);
        while let Some(frame) = body.frame().await {
            if frame.is_err() {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(limits.body_timeout, reading).await.unwrap_or(false)
}

/// Whether the one media type that is named is this, whatever its case and its parameters.
fn has_type(headers: &HeaderMap, media_type: &str) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(named), None) = (types.next(), types.next()) else { return false };
    let essence = named.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(media_type.as_bytes())
}
