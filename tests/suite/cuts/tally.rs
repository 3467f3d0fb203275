//! What was done to stores, in numbers.

use std::fmt;
use std::ops::AddAssign;

use trolley_harness::disk::Blow;

/// What was done to stores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Power cuts and kills.
    pub(super) cuts: u64,
    /// Those of them that were kills.
    pub(super) kills: u64,
    /// Those of them that came while a store was opened that was not closed.
    pub(super) in_recovery: u64,
    /// Those of them that came while it was compacted.
    pub(super) compactions: u64,
    /// Those of them after which a store was opened that was marked, and was not looked through.
    pub(super) marked: u64,
    /// Calls that failed.
    pub(super) failures: u64,
    /// Flushes that failed and forgot.
    pub(super) failed_flushes: u64,
    /// How often an engine has opened its store anew, and went on.
    pub(super) healed: u64,
    /// How often a store was opened and looked at.
    pub(super) looks: u64,
    /// What was asked for and answered.
    pub(super) acknowledged: u64,
    /// What was asked for again.
    pub(super) retries: u64,
    /// All that was asked of the disks.
    pub(super) trace: u64,
}

impl Tally {
    /// One more blow.
    pub(super) fn struck(&mut self, blow: Option<Blow>, is_recovery: bool) {
        let Some(blow) = blow else { return };
        match blow {
            Blow::PowerCut => self.cuts += 1,
            Blow::Kill => {
                self.cuts += 1;
                self.kills += 1;
            }
            Blow::Failure(_) | Blow::LastingFailure(_) | Blow::FailedRead => self.failures += 1,
            Blow::FailedFlush => self.failed_flushes += 1,
        }
        if is_recovery && matches!(blow, Blow::PowerCut | Blow::Kill) {
            self.in_recovery += 1;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let Self {
            cuts,
            kills,
            in_recovery,
            compactions,
            marked,
            failures,
            failed_flushes,
            healed,
            looks,
            acknowledged,
            retries,
            trace,
        } = other;
        self.cuts += cuts;
        self.kills += kills;
        self.in_recovery += in_recovery;
        self.compactions += compactions;
        self.marked += marked;
        self.failures += failures;
        self.failed_flushes += failed_flushes;
        self.healed += healed;
        self.looks += looks;
        self.acknowledged += acknowledged;
        self.retries += retries;
        self.trace ^= trace;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cuts,
            kills,
            in_recovery,
            compactions,
            marked,
            failures,
            failed_flushes,
            healed,
            looks,
            acknowledged,
            retries,
            trace: _,
        } = self;
        write!(
            f,
            "{cuts} cuts ({kills} kills, {in_recovery} in recovery, {compactions} in compactions, {marked} after \
             marks), {failures} failed \
             calls and {failed_flushes} failed flushes ({healed} healed), {acknowledged} acknowledged, {retries} asked \
             again, {looks} looks: 0 lost, 0 half-applied"
        )
    }
}
