//! What is done to a store: which blows strike it, and when.

use std::io::ErrorKind;

use trolley_engine::Profile;
use trolley_harness::chance::Chance;
use trolley_harness::disk::Blow;

use super::asking::Keys;

/// About how many calls opening a store makes that was not closed.
const OPENING_CALLS: u64 = 9;
/// About how many compacting makes.
const COMPACTING_CALLS: u64 = 60;
/// About how many healing makes.
const HEALING_CALLS: u64 = 24;
/// A blow comes after fewer calls than so many.
const CALLS_MAX: u64 = 80;
/// A flush fails after fewer flushes than so many.
const FLUSHES_MAX: u64 = 6;

/// What is done to a store, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) profile: Profile,
    pub(super) blows: Blows,
    pub(super) keys: Keys,
    /// So many of a hundred flushes do nothing.
    pub(super) lies_percent: u64,
    /// Whether each file is taken for a large one, and marked after each batch.
    pub(super) has_marks: bool,
}

/// Which blows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blows {
    /// Mostly power cuts and kills.
    All,
    /// Power cuts alone.
    Cuts,
    /// Flushes that fail and forget, and power cuts.
    Flushes,
    /// The same, and the store is not healed, but opened by the next process as if nothing were.
    NaiveFlushes,
    /// None, and nothing is wrong with the disk.
    None,
}

impl Plan {
    /// What strikes next, and after how many calls.
    pub(super) fn blow(&self, is_limited: bool, chance: &mut Chance) -> Option<(u64, Blow)> {
        let calls = if chance.below(2) == 0 { chance.below(OPENING_CALLS) } else { chance.below(CALLS_MAX) };
        let flushes = chance.below(FLUSHES_MAX);
        Some(match self.blows {
            Blows::None => return None,
            Blows::Cuts => (calls, Blow::PowerCut),
            Blows::Flushes | Blows::NaiveFlushes if chance.below(4) != 0 => (flushes, Blow::FailedFlush),
            Blows::Flushes | Blows::NaiveFlushes => (calls, Blow::PowerCut),
            Blows::All => match chance.below(100) {
                0..64 => (calls, Blow::PowerCut),
                64..90 => (calls, Blow::Kill),
                90..92 => (calls, Blow::Failure(ErrorKind::Other)),
                92..94 => (calls, Blow::Failure(ErrorKind::StorageFull)),
                94..96 => (calls, Blow::LastingFailure(ErrorKind::Other)),
                // The engine notices that by itself, whenever it does; without room it would never come to an end.
                96..98 if !is_limited => (calls, Blow::FailedRead),
                _ => (flushes, Blow::FailedFlush),
            },
        })
    }

    /// What strikes a store that heals, while it does or soon after.
    pub(super) fn blow_at_healing(chance: &mut Chance) -> (u64, Blow) {
        let calls = match chance.below(4) {
            0 => chance.below(HEALING_CALLS),
            _ => HEALING_CALLS + chance.below(CALLS_MAX),
        };
        (calls, Blow::PowerCut)
    }

    /// The same of one that is compacted.
    pub(super) fn blow_at_compacting(chance: &mut Chance) -> (u64, Blow) {
        (chance.below(COMPACTING_CALLS), Blow::PowerCut)
    }
}
