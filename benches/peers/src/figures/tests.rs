use std::time::Duration;

use super::{Figures, Round, median, percentile};

#[test]
fn a_percentile_is_one_of_the_values() {
    let hundred: Vec<u64> = (1..=100).collect();
    assert_eq!(percentile(&hundred, 50), 50);
    assert_eq!(percentile(&hundred, 99), 99);
    assert_eq!(percentile(&hundred, 100), 100);
    assert_eq!(percentile(&[7], 99), 7);
    assert_eq!(percentile(&[1, 2, 3], 50), 2);
    assert_eq!(percentile(&[], 50), 0);
}

#[test]
fn a_median_stands_in_the_middle() {
    assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
    assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), 2.5);
    assert_eq!(median(&mut []), 0.0);
}

#[test]
fn a_round_counts_adds_and_orders_latencies() {
    let mut latencies = [3_000, 1_000, 2_000];
    let round = Round::new(&mut latencies, Duration::from_millis(500));
    assert_eq!(round, Round { adds_per_second: 6.0, p50_us: 2.0, p99_us: 3.0 });
}

#[test]
fn figures_are_medians_of_each_figure_by_itself() {
    let round = |adds_per_second, p50_us, p99_us| Round { adds_per_second, p50_us, p99_us };
    let figures = Figures::of(&[round(10.0, 1.0, 4.0), round(30.0, 2.0, 4.0), round(20.0, 4.0, 12.0)]);
    assert_eq!(figures, Figures { adds_per_second: 20.0, p50_us: 2.0, p99_us: 4.0, p99_to_p50: 3.0 });
}
