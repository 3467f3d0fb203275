//! What came of the requests of a round.

use std::collections::BTreeMap;
use std::time::Duration;

use super::histogram::Histogram;

/// What came of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How long those took that were answered.
    pub(crate) latency: Histogram,
    /// How many answers had which status.
    pub(crate) statuses: BTreeMap<u16, u64>,
    /// How many failed in which way without an answer, or with one that is not what it should be.
    pub(crate) failures: BTreeMap<&'static str, u64>,
    /// Adds that were answered as done.
    pub(crate) added: u64,
    /// Adds of which nobody knows whether they were done, because there was no answer or one of the server's trouble.
    pub(crate) unknown: u64,
    /// Bytes of all answers, and of all requests.
    pub(crate) bytes_read: u64,
    pub(crate) bytes_sent: u64,
    /// For how long requests were sent.
    pub(crate) time: Duration,
}

impl Tally {
    /// Of nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            latency: Histogram::new(),
            statuses: BTreeMap::new(),
            failures: BTreeMap::new(),
            added: 0,
            unknown: 0,
            bytes_read: 0,
            bytes_sent: 0,
            time: Duration::ZERO,
        }
    }

    /// Counts a failure.
    pub(crate) fn fail(&mut self, kind: &'static str) {
        *self.failures.entry(kind).or_default() += 1;
    }

    /// Counts all that another caller has met at the same time.
    pub(crate) fn add_beside(&mut self, other: &Self) {
        self.latency.add_all(&other.latency);
        for (status, count) in &other.statuses {
            *self.statuses.entry(*status).or_default() += count;
        }
        for (kind, count) in &other.failures {
            *self.failures.entry(kind).or_default() += count;
        }
        self.added += other.added;
        self.unknown += other.unknown;
        self.bytes_read += other.bytes_read;
        self.bytes_sent += other.bytes_sent;
    }

    /// Counts all of a later round.
    pub(crate) fn add_behind(&mut self, other: &Self) {
        self.add_beside(other);
        self.time += other.time;
    }

    /// Requests that were answered.
    pub(crate) fn answered(&self) -> u64 {
        self.latency.count()
    }

    /// How many of all requests came to nothing: no answer, a wrong one, or a status that is no success.
    pub(crate) fn errors(&self) -> u64 {
        let refused: u64 =
            self.statuses.iter().filter(|(status, _)| !is_success(**status)).map(|(_, count)| count).sum();
        refused + self.failures.values().sum::<u64>()
    }

    /// Answers in a second.
    pub(crate) fn per_second(&self) -> u64 {
        let micros = self.time.as_micros().max(1);
        u64::try_from(u128::from(self.answered()) * 1_000_000 / micros).unwrap_or(u64::MAX)
    }
}

/// Whether a status says that it is done.
pub(crate) const fn is_success(status: u16) -> bool {
    200 <= status && status < 300
}

#[cfg(test)]
mod tests;
