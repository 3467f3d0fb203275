use std::time::Duration;

use super::Tally;

fn tally(answers: &[u16], failures: &[&'static str]) -> Tally {
    let mut tally = Tally { time: Duration::from_millis(500), ..Tally::new() };
    for status in answers {
        tally.latency.add(Duration::from_millis(1));
        *tally.statuses.entry(*status).or_default() += 1;
    }
    for kind in failures {
        tally.fail(kind);
    }
    tally
}

#[test]
fn what_is_no_success_is_an_error() {
    let tally = tally(&[200, 201, 204, 301, 404, 503], &["wrong"]);
    assert_eq!((tally.answered(), tally.errors()), (6, 4));
}

#[test]
fn callers_beside_each_other_take_the_same_time_and_rounds_one_after_the_other_more() {
    let (one, other) = (tally(&[200, 200], &[]), tally(&[200, 503], &["timed out"]));
    let mut both = Tally { time: Duration::from_millis(500), ..Tally::new() };
    both.add_beside(&one);
    both.add_beside(&other);
    assert_eq!((both.answered(), both.errors(), both.per_second()), (4, 2, 8));
    both.add_behind(&one);
    assert_eq!((both.answered(), both.time, both.per_second()), (6, Duration::from_secs(1), 6));
}
