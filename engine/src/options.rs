//! How an engine is opened: every choice is the caller's.

use std::sync::Arc;

use crate::env::{Clock, SystemClock};

/// How much is promised of what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What was answered is there after a power cut, and even after a failed flush: commits are in two phases, and a
    /// file of up to 256 MB is checked in full when it is opened.
    Durable,
    /// What was answered is there after a power cut, but not always after a flush that failed: commits are in one phase,
    /// and the store is healed by writing all of the file again in its place. Where power goes in the middle of that, and
    /// the disk spoils what it was writing, the file is damaged.
    Fast,
    /// Nothing is kept.
    Memory,
}

/// How often a store that has failed is opened anew before it is given up, besides the first time, which is at once.
pub const HEAL_TRIES: usize = 5;

/// How much room must be free on the disk for changes that may make the store larger. Others are made whatever is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpareRoom {
    /// Twice the file and 16 MB more, or an eighth of the volume where that is less.
    Recommended,
    /// So many bytes.
    Bytes(u64),
}

/// Whether the writer waits, after it has answered several submissions at once, for as many to come back before it takes the
/// next ones: so that all of them are flushed at once again, and not half of them at a time. One alone never waits, and
/// neither does what comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regather {
    /// It does not wait.
    Never,
    /// So many microseconds at most. For callers in this process, who come back at once.
    Micros(u64),
    /// Where commits took 2 milliseconds or more lately, half as long as they take, and 4 milliseconds at most; else it does
    /// not wait. For callers who have a way to go, as over HTTP.
    WhenSlow,
}

/// How an engine is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much is promised of what was answered.
    pub profile: Profile,
    /// Tells the time to the engine, which asks for it where nobody says when something is.
    pub clock: Arc<dyn Clock>,
    /// Most bytes of the store to keep in memory; a quarter of it besides of products and carts that were read or changed
    /// lately.
    pub cache_bytes: usize,
    /// Most submissions that may wait for the writer, 1 or more; one more is refused.
    pub queue_len_max: usize,
    /// Up to so many bytes a file is checked in full whenever it is opened, where the profile is durable; a longer one only
    /// where it was neither closed nor marked, see [`Options::idle_mark_ms`].
    pub checked_bytes_max: u64,
    /// Once nothing was to be done for so many milliseconds after a change, a file of more than
    /// [`Options::checked_bytes_max`] is marked as one that need not be looked through when it is opened, should power go
    /// before the next change. That alters nothing of what is stored. None for never; 0 to mark after each batch, whatever
    /// waits. What is in memory alone is never marked.
    pub idle_mark_ms: Option<u64>,
    /// Whether to wait for the callers of the batch before.
    pub regather: Regather,
    /// How long to wait before each further try to open a store anew that has failed, in milliseconds. Where the disk is
    /// full the last is waited for again and again, and the store is not given up; the first is how often to look for room.
    pub heal_waits_ms: [u64; HEAL_TRIES],
    /// How much room must be free on the disk for changes that may make the store larger.
    pub spare_room: SpareRoom,
    /// How many bytes to set aside beside the store's file, in `<file>.reserve`, to be given up when the disk is full; 0
    /// for none. None are set aside where [`Options::spare_room`] would not be free besides.
    pub reserve_bytes: u64,
}

impl Options {
    /// What is recommended for this profile: the system's clock, 1,024 waiting submissions, a wait of
    /// 150 microseconds for callers to come back, and a cache of 64 MiB, or 16 MiB in memory; files of up to 256 MB are
    /// checked in full, and longer ones marked after 200 milliseconds; a store that has failed is opened anew at once and
    /// after 1, 2, 4, 8 and 16 seconds; 8 MiB are set aside.
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
            checked_bytes_max: 256 * 1000 * 1000,
            idle_mark_ms: Some(200),
            regather: Regather::Micros(150),
            heal_waits_ms: [1_000, 2_000, 4_000, 8_000, 16_000],
            spare_room: SpareRoom::Recommended,
            reserve_bytes: 8 * 1024 * 1024,
        }
    }
}
