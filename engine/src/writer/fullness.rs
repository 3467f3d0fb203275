//! Whether there is room for more: as the disk says, and as it was found out.

use crate::env::Stopwatch;
use crate::options::{Options, SpareRoom};
use crate::store::medium::Medium;
use crate::store::room;

/// Whether there is room for more.
#[derive(Debug)]
pub(super) struct Fullness {
    spare_room: SpareRoom,
    /// How long nothing more is taken after the end of the room was met, at first and at most, in milliseconds; longer
    /// each time it is met again before anything more was taken.
    pause_ms: (u64, u64),
    /// Since when the end of the room was met last, and for how long nothing more is taken.
    met: Option<(Stopwatch, u64)>,
    /// Whether room is to be set aside again, as soon as there is some.
    is_reserve_due: bool,
}

impl Fullness {
    /// Nothing is known yet.
    pub(super) const fn new(options: &Options) -> Self {
        let [first, .., last] = options.heal_waits_ms;
        Self { spare_room: options.spare_room, pause_ms: (first, last), met: None, is_reserve_due: true }
    }

    /// The end of the room was met, whatever the disk says: it may be a quota's, or one of the file's size.
    pub(super) fn meet_end(&mut self) {
        let pause_ms = match self.met {
            Some((_, before)) => before.saturating_mul(2).min(self.pause_ms.1),
            None => self.pause_ms.0,
        };
        self.met = Some((Stopwatch::start(), pause_ms));
        self.is_reserve_due = true;
    }

    /// More was taken.
    pub(super) const fn take(&mut self) {
        self.met = None;
    }

    /// Whether there is none now.
    pub(super) fn is_full(&self, medium: &Medium) -> bool {
        let is_pausing = self.met.as_ref().is_some_and(|(since, pause_ms)| since.elapsed_ms() < *pause_ms);
        is_pausing || !room::has_room(medium, self.spare_room)
    }

    /// Gives up what is set aside where there is hardly any room left, before something is done that takes away: that
    /// writes too, and is not to meet the end of the room.
    pub(super) fn make_way(&mut self, medium: &Medium) {
        if room::is_used_up(medium) && room::give_up_reserve(medium) {
            self.is_reserve_due = true;
        }
    }

    /// Sets room aside again where that is due and possible.
    pub(super) fn keep_reserve(&mut self, medium: &Medium, options: &Options) {
        if self.is_reserve_due {
            self.is_reserve_due = !room::keep_reserve(medium, options);
        }
    }
}
