use std::sync::Arc;

use proptest::prelude::*;

use super::{EngineTime, JUMP_MS, KEPT_EACH_MS, Kept, RELEASED_AT, Reckoning, STOPPED_MS_MAX};
use crate::domain::time::{Timestamp, days_ms};
use crate::env::{Clock as _, FixedClock, SystemClock};

const MINUTE_MS: i64 = 60 * 1_000;
const YEARS_50_MS: i64 = days_ms(50 * 365);
/// 2026-01-05T09:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn later(moment: Timestamp, by_ms: i64) -> Timestamp {
    moment.saturating_add_millis(by_ms)
}

fn started(at: Timestamp, kept: Option<Kept>) -> (Arc<FixedClock>, EngineTime) {
    let clock = Arc::new(FixedClock::new(at));
    let time = EngineTime::start(clock.clone(), kept);
    (clock, time)
}

/// Engine time at this moment.
fn counted(clock: &FixedClock, time: &EngineTime) -> Timestamp {
    time.reckon().counted(clock.now())
}

/// A version that has a number of its own has a date of its own, and no machine that has one is older than it.
#[test]
fn the_release_has_a_date() {
    assert_eq!((env!("CARGO_PKG_VERSION"), RELEASED_AT.as_millis()), ("0.1.0", 1_767_225_600_000));
    assert!(RELEASED_AT < SystemClock.now());
}

#[test]
fn the_monotonic_clock_does_not_go_back() {
    let before = SystemClock.ran_ms();
    assert!(0 <= before && before <= SystemClock.ran_ms());
}

#[test]
fn engine_time_is_the_clocks_as_long_as_that_is_right() {
    let (clock, time) = started(NOW, None);
    for passed_ms in [0, 1, MINUTE_MS, days_ms(400)] {
        clock.set(later(NOW, passed_ms));
        assert_eq!(counted(&clock, &time), later(NOW, passed_ms));
        assert_eq!(time.reckon().offset_ms(), 0);
    }
}

/// Where the clock jumps to when a minute has passed, what engine time is afterwards.
#[track_caller]
fn check_jump(to: Timestamp, expected: Timestamp) {
    let (clock, time) = started(NOW, None);
    clock.set(later(NOW, MINUTE_MS));
    assert_eq!(counted(&clock, &time), later(NOW, MINUTE_MS));
    clock.jump(to);
    assert_eq!(counted(&clock, &time), expected);
    clock.set(later(to, MINUTE_MS));
    assert_eq!(counted(&clock, &time), later(expected, MINUTE_MS));
}

#[test]
fn a_clock_that_is_set_does_not_move_engine_time() {
    let now = later(NOW, MINUTE_MS);
    check_jump(later(now, JUMP_MS + 1), now);
    check_jump(later(now, -JUMP_MS - 1), now);
    check_jump(later(now, YEARS_50_MS), now);
    check_jump(later(now, -YEARS_50_MS), now);
    check_jump(Timestamp::from_millis(0), now);
    // A leap second, and what a time server corrects, is followed.
    check_jump(later(now, 1_000), later(now, 1_000));
    check_jump(later(now, JUMP_MS), later(now, JUMP_MS));
    check_jump(later(now, -JUMP_MS), later(now, -JUMP_MS));
}

#[test]
fn corrections_that_add_up_to_a_jump_are_one() {
    let (clock, time) = started(NOW, None);
    for correction in 1..=100 {
        clock.jump(later(NOW, correction * JUMP_MS / 2));
        let ahead_ms = counted(&clock, &time).as_millis() - NOW.as_millis();
        assert!((0..=JUMP_MS).contains(&ahead_ms), "{ahead_ms}");
    }
}

#[test]
fn engine_time_goes_on_beside_a_clock_that_is_stuck() {
    let (clock, time) = started(NOW, None);
    for _ in 0..10 {
        clock.stick(days_ms(1));
        time.reckon();
    }
    assert_eq!(counted(&clock, &time), later(NOW, days_ms(10)));
}

#[test]
fn a_moment_of_engine_time_is_shown_as_the_clock_goes() {
    let (clock, time) = started(NOW, None);
    let ends_at = time.reckon().counted(later(NOW, days_ms(30)));
    clock.jump(later(NOW, YEARS_50_MS));
    assert_eq!(time.reckon().shown(ends_at), later(NOW, YEARS_50_MS + days_ms(30)));
    clock.jump(later(NOW, -days_ms(30)));
    assert_eq!(time.reckon().shown(ends_at), NOW);
}

#[test]
fn a_moment_that_was_read_before_the_clock_was_set_is_one_of_the_present() {
    let (clock, time) = started(Timestamp::from_millis(0), None);
    let read = later(clock.now(), 250);
    clock.jump(NOW);
    assert_eq!(time.reckon().present(read), later(NOW, 250));
    assert_eq!(time.reckon().present(later(NOW, 250)), later(NOW, 250));
    // Set twice while the request was on its way.
    clock.jump(later(NOW, YEARS_50_MS));
    assert_eq!(time.reckon().present(read), later(NOW, YEARS_50_MS + 250));
    assert_eq!(time.reckon().present(NOW), later(NOW, YEARS_50_MS));
    // Nothing takes that long: whoever names such a moment means it.
    clock.set(later(NOW, YEARS_50_MS + 2 * JUMP_MS));
    assert_eq!(time.reckon().present(read), read);
    assert_eq!(Reckoning::NONE.present(read), read);
}

/// How far engine time has got while the engine was stopped, where the clock showed this before and that after.
#[track_caller]
fn check_stop(before: Timestamp, after: Timestamp, expected_ms: i64) {
    for offset_ms in [0, 7, -YEARS_50_MS, YEARS_50_MS] {
        let (clock, time) = started(after, Some(Kept { wall: before, offset_ms }));
        let stood = later(before, offset_ms);
        assert_eq!(counted(&clock, &time), later(stood, expected_ms));
    }
}

#[test]
fn of_the_time_in_which_no_engine_ran_what_can_be_is_counted() {
    check_stop(NOW, NOW, 0);
    check_stop(NOW, later(NOW, days_ms(3)), days_ms(3));
    check_stop(NOW, later(NOW, STOPPED_MS_MAX), STOPPED_MS_MAX);
    check_stop(NOW, later(NOW, STOPPED_MS_MAX + 1), STOPPED_MS_MAX);
    check_stop(NOW, later(NOW, YEARS_50_MS), STOPPED_MS_MAX);
    check_stop(NOW, later(NOW, -1), 0);
    check_stop(NOW, Timestamp::from_millis(0), 0);
    // A clock that shows a moment before the release knows nothing, and neither did one that showed it.
    check_stop(later(RELEASED_AT, -MINUTE_MS), RELEASED_AT, 0);
    check_stop(Timestamp::from_millis(0), NOW, 0);
    check_stop(later(RELEASED_AT, -MINUTE_MS), later(RELEASED_AT, -1), 0);
    check_stop(RELEASED_AT, later(RELEASED_AT, MINUTE_MS), MINUTE_MS);
}

#[test]
fn where_it_was_never_stored_it_begins_now_or_with_the_release() {
    let (clock, time) = started(NOW, None);
    assert_eq!(counted(&clock, &time), NOW);
    let (clock, time) = started(Timestamp::from_millis(0), None);
    assert_eq!(counted(&clock, &time), RELEASED_AT);
}

#[test]
fn engine_time_is_stored_each_minute_and_when_the_clock_was_set() {
    let (clock, time) = started(NOW, None);
    assert_eq!(time.take_due(), Some(Kept { wall: NOW, offset_ms: 0 }));
    assert_eq!(time.take_due(), None);
    clock.set(later(NOW, KEPT_EACH_MS - 1));
    assert_eq!(time.take_due(), None);
    clock.set(later(NOW, KEPT_EACH_MS));
    assert_eq!(time.take_due(), Some(Kept { wall: clock.now(), offset_ms: 0 }));
    clock.jump(Timestamp::from_millis(0));
    let offset_ms = NOW.as_millis() + KEPT_EACH_MS;
    assert_eq!(time.take_due(), Some(Kept { wall: clock.now(), offset_ms }));
    assert_eq!(time.take_due(), None);
    time.note_not_kept();
    assert_eq!(time.take_due(), Some(Kept { wall: clock.now(), offset_ms }), "it may not have been stored");

    let kept = Kept { wall: clock.now(), offset_ms };
    assert_eq!(started(clock.now(), Some(kept)).1.take_due(), None, "nothing has changed");
    let set = started(NOW, Some(kept)).1.take_due();
    assert_eq!(set.map(|kept| later(kept.wall, kept.offset_ms)), Some(later(NOW, KEPT_EACH_MS)));
}

#[test]
fn no_clock_makes_engine_time_overflow() {
    let ends = [i64::MIN, -1, 0, i64::MAX].map(Timestamp::from_millis);
    for from in ends {
        for to in ends {
            let (clock, time) = started(from, Some(Kept { wall: to, offset_ms: i64::MIN }));
            clock.jump(to);
            let reckoning = time.reckon();
            reckoning.present(reckoning.shown(reckoning.counted(from)));
            clock.stick(MINUTE_MS);
            time.take_due();
        }
    }
}

/// What happens to a machine.
#[derive(Debug, Clone)]
enum Event {
    /// Time passes.
    Pass(i64),
    /// The clock is stuck for so long.
    Stick(i64),
    /// The clock is set.
    Set(Timestamp),
    /// The clock is corrected by a little.
    Correct(i64),
    /// The engine is closed and opened again after so long, while the clock goes.
    Restart(i64),
    /// The same after a kill.
    Kill(i64),
    /// Power goes, and comes back when the clock shows this.
    LosePower(Timestamp),
}

fn some_moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        Just(Timestamp::from_millis(0)),
        Just(later(NOW, YEARS_50_MS)),
        Just(later(NOW, -YEARS_50_MS)),
        (0..days_ms(400)).prop_map(|ms| later(NOW, ms - days_ms(100))),
    ]
}

fn some_event() -> impl Strategy<Value = Event> {
    let some_span = prop_oneof![1..MINUTE_MS, 1..days_ms(2)];
    prop_oneof![
        4 => some_span.prop_map(Event::Pass),
        1 => (1..days_ms(2)).prop_map(Event::Stick),
        2 => some_moment().prop_map(Event::Set),
        2 => (-MINUTE_MS..MINUTE_MS).prop_map(Event::Correct),
        1 => (0..days_ms(60)).prop_map(Event::Restart),
        1 => (0..days_ms(60)).prop_map(Event::Kill),
        1 => some_moment().prop_map(Event::LosePower),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Engine time never gets ahead of the time that has passed while it ran, but for what a start may count and what of
    /// the clock's corrections is followed; nor does it fall behind by more than that and what a kill takes of it.
    #[test]
    fn engine_time_goes_as_time_goes(events in prop::collection::vec(some_event(), 1..40)) {
        let (mut clock, mut time) = started(NOW, None);
        let mut kept = time.take_due();
        let (mut most_ms, mut least_ms) = (0, 0);
        for event in events {
            let is_killed = matches!(event, Event::Kill(_) | Event::LosePower(_));
            let restarted_at = match event {
                Event::Pass(ms) => {
                    clock.set(later(clock.now(), ms));
                    (most_ms, least_ms) = (most_ms + ms, least_ms + ms);
                    None
                }
                Event::Stick(ms) => {
                    clock.stick(ms);
                    (most_ms, least_ms) = (most_ms + ms, least_ms + ms);
                    None
                }
                Event::Set(moment) => {
                    clock.jump(moment);
                    None
                }
                Event::Correct(ms) => {
                    clock.jump(later(clock.now(), ms));
                    None
                }
                Event::Restart(ms) | Event::Kill(ms) => Some(later(clock.now(), ms)),
                Event::LosePower(moment) => Some(moment),
            };
            if !is_killed {
                kept = time.take_due().or(kept);
            }
            if let Some(moment) = restarted_at {
                let stood = kept.expect("it was stored at the start");
                let is_known = RELEASED_AT <= moment && RELEASED_AT <= stood.wall;
                let stopped_ms = moment.as_millis() - stood.wall.as_millis();
                let stopped_ms = if is_known { stopped_ms.clamp(0, STOPPED_MS_MAX) } else { 0 };
                (most_ms, least_ms) = (most_ms + stopped_ms + JUMP_MS, least_ms - JUMP_MS - KEPT_EACH_MS);
                (clock, time) = started(moment, kept);
                kept = time.take_due().or(kept);
            }
            let went_ms = counted(&clock, &time).as_millis() - NOW.as_millis();
            prop_assert!(went_ms <= most_ms + JUMP_MS, "{} is ahead of {}", went_ms, most_ms);
            prop_assert!(least_ms - JUMP_MS <= went_ms, "{} is behind {}", went_ms, least_ms);
        }
    }
}
