//! Finished answers: who looks at a cart that has not changed is given the same bytes again, without the engine being asked
//! for the cart. Who may look is found out anew each time.
//!
//! An answer is kept with what it depends on: the epoch of its cart, taken before the look began, and the time. It is given
//! again while the epoch is the same, until what time makes of the cart would be something else, and while the clock goes
//! on as it did. So nobody misses a change that anybody was told of.

use std::sync::{Mutex, MutexGuard, PoisonError};

use quick_cache::Weighter;
use quick_cache::unsync::Cache;
use trolley_engine::epochs::Epoch;
use trolley_engine::{Principal, Timestamp};

use crate::exchange::reuse::Reuse;
use crate::exchange::{Context, Response};

/// Most bytes of a body that is kept.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// About how many bytes of answers are kept.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// What an answer takes besides its body and its key, about.
const ENTRY_BYTES: usize = 512;
/// About how many bytes an ordinary answer takes: it sets how many are remembered that had to go.
const BYTES_ORDINARY: usize = 8 * 1024;

/// The answers that are kept. Of more than there is room for, those go that are asked for least.
#[derive(Debug)]
pub(super) struct Finished(Mutex<Cache<String, Entry, ByBytes>>);

#[derive(Debug, Clone)]
struct Entry {
    epoch: Epoch,
    seen: Seen,
    /// Until when it is as it is; none for ever.
    until: Option<Timestamp>,
    response: Response,
}

/// When something was seen: by the clock, and how far engine time was from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    at: Timestamp,
    offset_ms: i64,
}

impl Seen {
    /// At this time of the clock, which is this in engine time.
    pub(super) const fn new(at: Timestamp, counted: Timestamp) -> Self {
        Self { at, offset_ms: counted.as_millis().saturating_sub(at.as_millis()) }
    }

    /// When the request came.
    pub(super) const fn of(context: &Context) -> Self {
        Self::new(context.now, context.counted)
    }

    /// Whether what was seen then may still be so now, as far as the clock goes.
    fn may_last(self, until: Option<Timestamp>, now: Self) -> bool {
        self.offset_ms == now.offset_ms && self.at <= now.at && until.is_none_or(|until| now.at < until)
    }
}

/// A look at a cart whose answer may be given again.
#[derive(Debug)]
pub(super) struct Glance {
    pub(super) key: String,
    pub(super) epoch: Epoch,
    pub(super) reuse: Reuse,
}

impl Finished {
    /// The answer that is kept of such a look, where it still holds.
    pub(super) fn find(&self, glance: &Glance, context: &Context) -> Option<Response> {
        let now = Seen::of(context);
        let holds = |entry: &&Entry| entry.epoch == glance.epoch && entry.seen.may_last(entry.until, now);
        let response = self.cache().get(&glance.key).filter(holds)?.response.clone();
        Some(match &glance.reuse.renewed {
            Some((name, value)) => response.with_header(name.clone(), &value(context)),
            None => response,
        })
    }

    /// Keeps the answer of such a look, which was made when the request came and holds until then.
    pub(super) fn keep(
        &self,
        glance: Glance,
        context: &Context,
        until: Option<Timestamp>,
        response: &Response,
    ) {
        if BODY_BYTES_MAX < response.body.len() {
            return;
        }
        let mut response = response.clone();
        if let Some((renewed, _)) = &glance.reuse.renewed {
            response.headers.retain(|(name, _)| name != renewed);
        }
        let entry = Entry { epoch: glance.epoch, seen: Seen::of(context), until, response };
        self.cache().insert(glance.key, entry);
    }

    fn cache(&self) -> MutexGuard<'_, Cache<String, Entry, ByBytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Finished {
    fn default() -> Self {
        Self(Mutex::new(Cache::with_weighter(BYTES_MAX / BYTES_ORDINARY, BYTES_MAX as u64, ByBytes)))
    }
}

/// Weighs an answer by its bytes.
#[derive(Debug, Clone, Copy)]
struct ByBytes;

impl Weighter<String, Entry> for ByBytes {
    fn weight(&self, key: &String, entry: &Entry) -> u64 {
        (ENTRY_BYTES + key.len() + entry.response.body.len()) as u64
    }
}

/// What the answer to a look depends on besides the cart and the time: the endpoint, who looks, where they reach this server.
pub(super) fn key(path: &str, (principal, cart): (&Principal, &str), base_url: &str) -> String {
    let (kind, customer) = match principal {
        Principal::Server => ("server", ""),
        Principal::Customer(customer) => ("customer", customer.as_str()),
        Principal::Guest => ("guest", ""),
        Principal::Holder => ("holder", ""),
    };
    // No part has a line's end in it but the cart, which stands last.
    let parts = [path, base_url, kind, customer, cart];
    let mut key = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        key.push_str(part);
        key.push('\n');
    }
    key
}

#[cfg(test)]
mod tests;
