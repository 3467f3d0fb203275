//! Waiting for the callers of the batch before: they come back at about the same time, and a batch that is taken as soon as
//! the first of them is there makes the others wait for a flush of their own.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::Duration;

use super::Message;
use crate::env::Stopwatch;
use crate::options::Regather;

/// From how many microseconds a commit takes callers are waited for by [`Regather::WhenSlow`]: 2 milliseconds.
const SLOW_US: u64 = 2_000;
/// Most microseconds that are waited by that rule: 4 milliseconds.
const WAIT_US_MAX: u64 = 4_000;
/// Up to so many microseconds the queue is looked at again and again: falling asleep and waking up take some of them.
const LOOKED_US_MAX: u64 = 1_000;

/// What is known of the batches before.
#[derive(Debug)]
pub(super) struct Gathering {
    rule: Regather,
    /// What commits took lately, in microseconds: each counts a quarter.
    commit_us: u64,
    /// How many submissions the last batch had, and when it was answered.
    before: Option<(usize, Stopwatch)>,
}

impl Gathering {
    /// Nothing is known yet.
    pub(super) const fn new(rule: Regather) -> Self {
        Self { rule, commit_us: 0, before: None }
    }

    /// A batch of so many is answered, which was committed in so many microseconds; none where there was nothing to commit.
    pub(super) fn answered(&mut self, len: usize, commit_us: Option<u64>) {
        if let Some(commit_us) = commit_us {
            self.commit_us = (3 * self.commit_us).saturating_add(commit_us) / 4;
        }
        self.before = Some((len, Stopwatch::start()));
    }

    /// A batch came to nothing.
    pub(super) const fn failed(&mut self) {
        self.before = None;
    }

    /// How many submissions are waited for; one alone waits for nobody, and neither does who comes after one.
    pub(super) fn expected(&self) -> usize {
        self.before.as_ref().map_or(1, |(len, _)| *len)
    }

    /// The next message, for which is waited as long as those of the batch before may come back.
    pub(super) fn next(&self, messages: &Receiver<Message>) -> Option<Message> {
        let wait_us = wait_us(self.rule, self.commit_us);
        loop {
            match messages.try_recv() {
                Ok(message) => return Some(message),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let waited_us = self.before.as_ref().map_or(u64::MAX, |(_, since)| since.elapsed_us());
            let left_us = wait_us.saturating_sub(waited_us);
            if left_us == 0 {
                return None;
            }
            if wait_us <= LOOKED_US_MAX {
                thread::yield_now();
                continue;
            }
            match messages.recv_timeout(Duration::from_micros(left_us)) {
                Ok(message) => return Some(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

/// How many microseconds is waited after a batch of several, where commits take so many.
fn wait_us(rule: Regather, commit_us: u64) -> u64 {
    match rule {
        Regather::Never => 0,
        Regather::Micros(wait_us) => wait_us,
        Regather::WhenSlow if commit_us < SLOW_US => 0,
        Regather::WhenSlow => (commit_us / 2).min(WAIT_US_MAX),
    }
}

#[cfg(test)]
mod tests;
