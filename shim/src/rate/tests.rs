use trolley_engine::Timestamp;
use trolley_engine::domain::key::KeyDigest;

use super::RateCounters;

const KEY: Option<KeyDigest> = Some(KeyDigest([1; 32]));
const OTHER: Option<KeyDigest> = Some(KeyDigest([2; 32]));

#[track_caller]
fn check(counters: &RateCounters, caller: Option<KeyDigest>, now: i64, expected: (bool, u32, i64)) {
    let rate = counters.count(caller, 2, Timestamp::from_millis(now));
    assert_eq!((rate.is_over, rate.remaining, rate.resets_at.as_millis()), expected);
}

#[test]
fn so_many_are_let_through_in_a_minute_and_as_many_in_the_next() {
    let counters = RateCounters::default();
    check(&counters, KEY, 119_000, (false, 1, 120_000));
    check(&counters, KEY, 119_998, (false, 0, 120_000));
    check(&counters, KEY, 119_999, (true, 0, 120_000));
    check(&counters, KEY, 120_000, (false, 1, 180_000));
    check(&counters, KEY, 300_000, (false, 1, 360_000));
}

#[test]
fn each_key_has_its_own_count_and_all_who_have_none_share_one() {
    let counters = RateCounters::default();
    for caller in [KEY, OTHER, None] {
        check(&counters, caller, 0, (false, 1, 60_000));
        check(&counters, caller, 0, (false, 0, 60_000));
        check(&counters, caller, 0, (true, 0, 60_000));
    }
}

#[test]
fn a_clock_that_goes_back_a_little_lets_nobody_through_twice() {
    let counters = RateCounters::default();
    check(&counters, KEY, 60_000, (false, 1, 120_000));
    check(&counters, KEY, 59_999, (false, 0, 120_000));
    check(&counters, KEY, 0, (true, 0, 120_000));
}

#[test]
fn a_clock_that_was_ahead_keeps_nobody_out_once_it_is_right() {
    let counters = RateCounters::default();
    check(&counters, KEY, 3_600_000, (false, 1, 3_660_000));
    check(&counters, KEY, 3_600_000, (false, 0, 3_660_000));
    check(&counters, KEY, 3_539_999, (false, 1, 3_540_000));
    check(&counters, KEY, 3_540_000, (false, 1, 3_600_000));
}
