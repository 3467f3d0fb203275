//! Whether there is room for more: as the disk says, and as it was found out.

use crate::env::Stopwatch;
use crate::options::{Options, SpareRoom};
use crate::store::medium::Medium;
use crate::store::room;

/// Where no more than so many bytes are to spare, the disk is asked each time.
const SPARE_BYTES_FEW: u64 = 16 * 1000 * 1000;
/// The disk is asked again once more than this part is written of what was to spare: a quarter.
const SPARE_PART: u64 = 4;
/// How long what the disk has said is taken for true, in milliseconds: others write to it too.
const SPARE_MS: u64 = 1_000;

/// Whether there is room for more.
#[derive(Debug)]
pub(super) struct Fullness {
    spare_room: SpareRoom,
    /// How long nothing more is taken after the end of the room was met, at first and at most, in milliseconds; longer
    /// each time it is met again before anything more was taken.
    pause_ms: (u64, u64),
    /// Since when the end of the room was met last, and for how long nothing more is taken.
    met: Option<(Stopwatch, u64)>,
    /// How many bytes were to spare when the disk was asked last, and since when; none where it is to be asked again.
    spare: Option<(u64, Stopwatch)>,
    /// Whether room is to be set aside again, as soon as there is some.
    is_reserve_due: bool,
}

impl Fullness {
    /// Nothing is known yet.
    pub(super) const fn new(options: &Options) -> Self {
        let [first, .., last] = options.heal_waits_ms;
        Self {
            spare_room: options.spare_room,
            pause_ms: (first, last),
            met: None,
            spare: None,
            is_reserve_due: true,
        }
    }

    /// The end of the room was met, whatever the disk says: it may be a quota's, or one of the file's size.
    pub(super) fn meet_end(&mut self) {
        let pause_ms = match self.met {
            Some((_, before)) => before.saturating_mul(2).min(self.pause_ms.1),
            None => self.pause_ms.0,
        };
        self.met = Some((Stopwatch::start(), pause_ms));
        self.spare = None;
        self.is_reserve_due = true;
    }

    /// More was taken.
    pub(super) const fn take(&mut self) {
        self.met = None;
    }

    /// Whether there is none now, as far as is known: the disk is not asked where that can hardly have changed.
    pub(super) fn is_full(&mut self, medium: &Medium) -> bool {
        let is_pausing = self.met.as_ref().is_some_and(|(since, pause_ms)| since.elapsed_ms() < *pause_ms);
        is_pausing || !self.has_room(medium)
    }

    fn has_room(&mut self, medium: &Medium) -> bool {
        if let Some((spare, since)) = &self.spare
            && holds(*spare, medium.written(), since.elapsed_ms())
        {
            return true;
        }
        medium.count_anew();
        let spare = room::spare(medium, self.spare_room);
        self.spare = spare.flatten().map(|bytes| (bytes, Stopwatch::start()));
        spare.is_none_or(|spare| spare.is_some())
    }

    /// Gives up what is set aside where there is hardly any room left, before something is done that takes away: that
    /// writes too, and is not to meet the end of the room.
    pub(super) fn make_way(&mut self, medium: &Medium) {
        if room::is_used_up(medium) && room::give_up_reserve(medium) {
            self.is_reserve_due = true;
            self.spare = None;
        }
    }

    /// Sets room aside again where that is due and possible.
    pub(super) fn keep_reserve(&mut self, medium: &Medium, options: &Options) {
        if self.is_reserve_due {
            self.is_reserve_due = !room::keep_reserve(medium, options);
            self.spare = None;
        }
    }
}

/// Whether there is room still where so many bytes were to spare, of which so many were written since, so long ago.
const fn holds(spare: u64, written: u64, elapsed_ms: u64) -> bool {
    SPARE_BYTES_FEW < spare && written <= spare / SPARE_PART && elapsed_ms < SPARE_MS
}

#[cfg(test)]
mod tests;
