use super::{Axis, written};

#[test]
fn ticks_are_written_as_people_do() {
    let check = |tick: f64, expected: &str| assert_eq!(written(tick), expected);
    check(0.05, "0.05");
    check(0.2, "0.2");
    check(1.0, "1");
    check(500.0, "500");
    check(1_000.0, "1,000");
    check(20_000.0, "20,000");
    check(500_000.0, "500,000");
    check(1_000_000.0, "1 million");
}

#[test]
fn a_short_axis_has_ticks_between_the_powers_of_ten_and_a_long_one_has_not() {
    let ticks = |low: f64, high: f64| Axis::new("x").range([low, high].into_iter()).2;
    assert_eq!(ticks(2.0, 30.0), [2.0, 5.0, 10.0, 20.0]);
    assert_eq!(ticks(1.0, 100_000.0), [1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0]);
}

#[test]
fn what_lies_close_together_is_shown_on_ten_times_its_beginning() {
    let (low, high, ticks) = Axis::new("y").range([300.0, 650.0].into_iter());
    assert!((high / low - 10.0).abs() < 1e-9);
    assert_eq!(ticks, [200.0, 500.0, 1_000.0]);
}

#[test]
fn an_axis_shows_all_of_its_own_ticks_and_what_lies_beyond() {
    let (low, high, ticks) = Axis::of("callers", &[1, 8, 64]).range([2.0, 100.0].into_iter());
    assert!(low < 1.0 && 100.0 < high);
    assert_eq!(ticks, [1.0, 8.0, 64.0]);
}
