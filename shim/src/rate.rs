//! How many requests each caller has sent in the minute that runs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use trolley_engine::Timestamp;
use trolley_engine::domain::key::KeyDigest;

/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// How many requests each caller has sent in the minute that runs. Callers are told apart by keys that are known; all others
/// are one, so that there are never more counters than keys and one.
#[derive(Debug, Default)]
pub struct RateCounters {
    counters: Mutex<HashMap<Option<KeyDigest>, Counter>>,
}

/// The requests of a caller in a minute.
#[derive(Debug, Clone, Copy)]
struct Counter {
    /// The minute, since the Unix epoch.
    minute: i64,
    /// How many were let through, at most as many as may.
    count: u32,
}

/// Where a caller stands once a request is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Whether the request is one too many; it is not counted then.
    pub is_over: bool,
    /// How many more are let through in the minute that runs.
    pub remaining: u32,
    /// When the next minute begins.
    pub resets_at: Timestamp,
}

impl RateCounters {
    /// Counts a request of this caller, of which so many a minute are let through. The minute is the clock's; where that
    /// goes back to the minute before, the later one goes on, and further back the minute is a new one: a clock that was
    /// wrong for a while keeps nobody out for longer than two minutes.
    pub fn count(&self, caller: Option<KeyDigest>, per_minute: u32, now: Timestamp) -> Rate {
        let minute = now.as_millis().div_euclid(MINUTE_MS);
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        let counter = counters.entry(caller).or_insert(Counter { minute, count: 0 });
        if counter.minute < minute || minute < counter.minute.saturating_sub(1) {
            *counter = Counter { minute, count: 0 };
        }
        let is_over = per_minute <= counter.count;
        if !is_over {
            counter.count += 1;
        }
        let next = counter.minute.saturating_add(1).saturating_mul(MINUTE_MS);
        Rate {
            is_over,
            remaining: per_minute.saturating_sub(counter.count),
            resets_at: Timestamp::from_millis(next),
        }
    }
}

#[cfg(test)]
mod tests;
