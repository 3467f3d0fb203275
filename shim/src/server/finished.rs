//! Finished answers: who looks at a cart that has not changed is given the same bytes again, without the engine being asked
//! for the cart. Who may look is found out anew each time.
//!
//! An answer is kept with what it depends on: the epoch of its cart, taken before the look began, and the time. It is given
//! again while the epoch is the same, until what time makes of the cart would be something else, and while the clock goes
//! on as it did. So nobody misses a change that anybody was told of.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use trolley_engine::epochs::Epoch;
use trolley_engine::{Principal, Timestamp};

use crate::exchange::reuse::Reuse;
use crate::exchange::{Context, Response};

/// Most bytes of a body that is kept.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of each of the two halves that are kept.
const HALF_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What an answer takes besides its body and its key, about.
const ENTRY_BYTES: usize = 512;

/// The answers that are kept: those that were made or given lately, and those that were so before. Where the former are
/// too many, they take the place of the latter.
#[derive(Debug, Default)]
pub(super) struct Finished(Mutex<Halves>);

#[derive(Debug, Default)]
struct Halves {
    lately: HashMap<String, Entry>,
    before: HashMap<String, Entry>,
    lately_bytes: usize,
}

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
        let holds = |entry: &Entry| entry.epoch == glance.epoch && entry.seen.may_last(entry.until, now);
        let mut halves = self.halves();
        let response = match halves.lately.get(&glance.key) {
            Some(entry) => holds(entry).then(|| entry.response.clone())?,
            None => {
                let (key, entry) =
                    halves.before.remove_entry(&glance.key).filter(|(_, entry)| holds(entry))?;
                let response = entry.response.clone();
                halves.insert(key, entry);
                response
            }
        };
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
        self.halves().insert(glance.key, entry);
    }

    fn halves(&self) -> MutexGuard<'_, Halves> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Halves {
    fn insert(&mut self, key: String, entry: Entry) {
        let bytes = ENTRY_BYTES + key.len() + entry.response.body.len();
        if HALF_BYTES_MAX < self.lately_bytes + bytes {
            self.before = std::mem::take(&mut self.lately);
            self.lately_bytes = 0;
        }
        // What takes the place of another counts as well as that: the half is only full the sooner.
        self.lately_bytes += bytes;
        self.lately.insert(key, entry);
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
