//! Engine time: what lives and ends are counted in, whatever becomes of the clock.
//!
//! The clock of a kiosk begins in 1970, is set by hand, and jumps. A cart must not end early for that, nor live for ever.
//! Engine time is the clock's and an offset, which changes so that engine time goes on as if nothing had happened:
//!
//! - While the engine runs, by the monotonic clock: where the clock has moved against that by more than [`JUMP_MS`], the
//!   offset takes it back. Up to that it is followed, so that the two never are further apart.
//! - From one run to the next, by how far the clock has got since engine time was last stored, at most [`STOPPED_MS_MAX`]
//!   and never back. Where either of the two was before [`RELEASED_AT`], the clock knew nothing, and nothing is counted.
//!
//! It is stored with what is written about each minute, so that after a kill it is behind by that at most: what is late by
//! a minute lives longer, and never shorter.

use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::time::{Timestamp, days_ms};
use crate::env::Clock;

/// When this version was released: a clock that shows less is wrong. To be set anew with each version; a test of this
/// module holds the two together.
pub(crate) const RELEASED_AT: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// By more than so many milliseconds the clock must have moved against the monotonic one to count as set: 5 minutes.
pub(crate) const JUMP_MS: i64 = 5 * 60 * 1_000;
/// Most that is counted of the time in which no engine ran: 30 days.
pub(crate) const STOPPED_MS_MAX: i64 = days_ms(30);
/// How long engine time may go on before it is stored again, in milliseconds: a minute.
pub(crate) const KEPT_EACH_MS: i64 = 60 * 1_000;
/// How long a moment that was read before the clock was set is still taken for one, in milliseconds: longer than any
/// request takes.
const EARLIER_MS: i64 = 5 * 60 * 1_000;
/// How many settings of the clock are remembered for that.
const EARLIER_MAX: usize = 4;

/// How engine time stood when it was last stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// What the clock showed.
    pub(crate) wall: Timestamp,
    /// Engine time, as so many milliseconds more.
    pub(crate) offset_ms: i64,
}

/// Engine time at a moment, to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reckoning {
    /// What the clock shows.
    wall: Timestamp,
    /// Engine time, as so many milliseconds more.
    offset_ms: i64,
    /// What the offset was before the clock was set, the last time first.
    earlier_ms: [Option<i64>; EARLIER_MAX],
}

impl Reckoning {
    /// Where nothing is counted.
    pub(crate) const NONE: Self =
        Self { wall: Timestamp::from_millis(0), offset_ms: 0, earlier_ms: [None; EARLIER_MAX] };

    /// Engine time, as so many milliseconds more than the clock shows.
    pub(crate) const fn offset_ms(self) -> i64 {
        self.offset_ms
    }

    /// A moment of the clock as engine time.
    pub(crate) const fn counted(self, at: Timestamp) -> Timestamp {
        at.saturating_add_millis(self.offset_ms)
    }

    /// A moment of engine time as the clock would show it, had it always gone as it goes now.
    pub(crate) const fn shown(self, counted: Timestamp) -> Timestamp {
        counted.saturating_add_millis(self.offset_ms.saturating_neg())
    }

    /// A moment that was read of the clock, as it would show it now: another one where the clock was set since. One that is
    /// near the present stays, and so does one that no setting of the clock explains better.
    pub(crate) fn present(self, at: Timestamp) -> Timestamp {
        let away_ms = |offset_ms: i64| {
            let counted = at.saturating_add_millis(offset_ms).as_millis();
            counted.saturating_sub(self.counted(self.wall).as_millis()).saturating_abs()
        };
        let own_ms = away_ms(self.offset_ms);
        let earlier = self.earlier_ms.into_iter().flatten().min_by_key(|offset_ms| away_ms(*offset_ms));
        match earlier {
            Some(earlier_ms) if JUMP_MS < own_ms && away_ms(earlier_ms) < own_ms => {
                self.shown(at.saturating_add_millis(earlier_ms))
            }
            Some(_) | None => at,
        }
    }
}

/// Engine time, which goes on as long as this lives.
#[derive(Debug)]
pub(crate) struct EngineTime {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

/// What both clocks show.
#[derive(Debug, Clone, Copy)]
struct Reading {
    wall: Timestamp,
    ran_ms: i64,
}

impl Reading {
    fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), ran_ms: clock.ran_ms() }
    }
}

#[derive(Debug)]
struct State {
    /// What both clocks showed when the clock was last set, as far as is known.
    anchor: Reading,
    offset_ms: i64,
    /// What the offset was before, and when that changed by the monotonic clock; the last first.
    earlier: [Option<(i64, i64)>; EARLIER_MAX],
    /// The offset that is stored, and when that was done by the monotonic clock.
    kept: Option<(i64, i64)>,
}

impl EngineTime {
    /// Goes on from how it stood; begins where it was never stored, at what the clock shows or the release, whichever is
    /// later.
    pub(crate) fn start(clock: Arc<dyn Clock>, kept: Option<Kept>) -> Self {
        let anchor = Reading::of(clock.as_ref());
        let offset_ms = starting_offset_ms(kept, anchor.wall);
        let kept = kept.filter(|kept| kept.offset_ms == offset_ms).map(|_| (offset_ms, anchor.ran_ms));
        let state = State { anchor, offset_ms, earlier: [None; EARLIER_MAX], kept };
        Self { clock, state: Mutex::new(state) }
    }

    /// The clock that is looked at.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Engine time now. Looks at both clocks, and notices where one was set.
    pub(crate) fn reckon(&self) -> Reckoning {
        let reading = Reading::of(self.clock.as_ref());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.follow(reading);
        state.reckoning(reading)
    }

    /// How engine time stands, where that is to be stored now: when it has not been for [`KEPT_EACH_MS`], or the clock was
    /// set. It counts as stored from then on.
    pub(crate) fn take_due(&self) -> Option<Kept> {
        let reading = Reading::of(self.clock.as_ref());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.follow(reading);
        let is_kept = state.kept.is_some_and(|(offset_ms, at_ms)| {
            offset_ms == state.offset_ms && reading.ran_ms.saturating_sub(at_ms) < KEPT_EACH_MS
        });
        if is_kept {
            return None;
        }
        state.kept = Some((state.offset_ms, reading.ran_ms));
        Some(Kept { wall: reading.wall, offset_ms: state.offset_ms })
    }

    /// Says that what was due may not have been stored.
    pub(crate) fn note_not_kept(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).kept = None;
    }
}

impl State {
    /// Where the clock was set, changes the offset so that engine time goes on.
    fn follow(&mut self, reading: Reading) {
        let wall_ms = reading.wall.as_millis().saturating_sub(self.anchor.wall.as_millis());
        let moved_ms = wall_ms.saturating_sub(reading.ran_ms.saturating_sub(self.anchor.ran_ms));
        if moved_ms.saturating_abs() <= JUMP_MS {
            return;
        }
        tracing::warn!(
            by_seconds = moved_ms / 1_000,
            "the clock was set; carts and answers live on as if it had not been"
        );
        self.earlier.rotate_right(1);
        self.earlier[0] = Some((self.offset_ms, reading.ran_ms));
        self.offset_ms = self.offset_ms.saturating_sub(moved_ms);
        self.anchor = reading;
    }

    fn reckoning(&self, reading: Reading) -> Reckoning {
        let earlier_ms = self.earlier.map(|earlier| {
            let (offset_ms, at_ms) = earlier?;
            (reading.ran_ms.saturating_sub(at_ms) <= EARLIER_MS).then_some(offset_ms)
        });
        Reckoning { wall: reading.wall, offset_ms: self.offset_ms, earlier_ms }
    }
}

/// The offset with which engine time goes on where the clock shows this.
fn starting_offset_ms(kept: Option<Kept>, wall: Timestamp) -> i64 {
    let Some(Kept { wall: kept_wall, offset_ms }) = kept else {
        return RELEASED_AT.as_millis().saturating_sub(wall.as_millis()).max(0);
    };
    let stopped_ms = if wall < RELEASED_AT || kept_wall < RELEASED_AT {
        0
    } else {
        wall.as_millis().saturating_sub(kept_wall.as_millis()).clamp(0, STOPPED_MS_MAX)
    };
    let went_on = kept_wall.saturating_add_millis(offset_ms).saturating_add_millis(stopped_ms);
    let started_ms = went_on.as_millis().saturating_sub(wall.as_millis());
    if JUMP_MS < started_ms.saturating_sub(offset_ms).saturating_abs() {
        let by_seconds = started_ms.saturating_sub(offset_ms) / 1_000;
        tracing::warn!(
            by_seconds,
            "the clock shows something else than it did; carts and answers live on as if it did not"
        );
    }
    started_ms
}

#[cfg(test)]
mod tests;
