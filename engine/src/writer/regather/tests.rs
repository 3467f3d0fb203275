use super::{Gathering, wait_us};
use crate::options::Regather;

#[test]
fn over_http_callers_are_waited_for_only_where_the_disk_is_slow() {
    for (commit_us, expected) in
        [(0, 0), (1_999, 0), (2_000, 1_000), (5_000, 2_500), (8_000, 4_000), (1_000_000, 4_000)]
    {
        assert_eq!(wait_us(Regather::WhenSlow, commit_us), expected);
        assert_eq!(wait_us(Regather::Never, commit_us), 0);
        assert_eq!(wait_us(Regather::Micros(150), commit_us), 150);
    }
}

#[test]
fn one_slow_commit_among_many_does_not_make_a_slow_disk() {
    let mut gathering = Gathering::new(Regather::WhenSlow);
    for _ in 0..20 {
        gathering.answered(8, Some(300));
    }
    gathering.answered(8, Some(6_000));
    assert!(gathering.commit_us < 2_000);
    for _ in 0..20 {
        gathering.answered(8, Some(6_000));
    }
    assert!(5_900 < gathering.commit_us && gathering.commit_us <= 6_000);
}

#[test]
fn what_is_only_refused_says_nothing_of_the_disk() {
    let mut gathering = Gathering::new(Regather::WhenSlow);
    for _ in 0..20 {
        gathering.answered(8, Some(6_000));
    }
    let slow = gathering.commit_us;
    for _ in 0..20 {
        gathering.answered(5, None);
    }
    assert_eq!((gathering.commit_us, gathering.expected()), (slow, 5));
}

#[test]
fn nobody_is_waited_for_after_one_alone_or_after_a_failure() {
    let mut gathering = Gathering::new(Regather::Micros(u64::MAX));
    assert_eq!(gathering.expected(), 1);
    gathering.answered(64, Some(300));
    assert_eq!(gathering.expected(), 64);
    gathering.answered(1, Some(300));
    assert_eq!(gathering.expected(), 1);
    gathering.answered(64, Some(300));
    gathering.failed();
    assert_eq!(gathering.expected(), 1);
}
