//! How an engine is opened: every choice is the caller's.

use std::sync::Arc;

use crate::env::{Clock, SystemClock};

/// How much is promised of what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What was answered is there after a power cut, and even after a failed flush: commits are in two phases, and a
    /// file of up to 256 MB is checked in full when it is opened.
    Durable,
    /// What was answered is there after a power cut, but not always after a flush that failed: commits are in one phase.
    Fast,
    /// Nothing is kept.
    Memory,
}

/// How an engine is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much is promised of what was answered.
    pub profile: Profile,
    /// Tells the time to the engine, which asks for it where nobody says when something is.
    pub clock: Arc<dyn Clock>,
    /// Most bytes of the store to keep in memory.
    pub cache_bytes: usize,
    /// Most submissions that may wait for the writer, 1 or more; one more is refused.
    pub queue_len_max: usize,
}

impl Options {
    /// What is recommended for this profile: the system's clock, 1,024 waiting submissions, and a cache of 64 MiB, or
    /// 16 MiB in memory.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        let cache_mebibytes = match profile {
            Profile::Durable | Profile::Fast => 64,
            Profile::Memory => 16,
        };
        Self {
            profile,
            clock: Arc::new(SystemClock),
            cache_bytes: cache_mebibytes * 1024 * 1024,
            queue_len_max: 1024,
        }
    }
}
