use std::time::Duration;

use super::{Histogram, PLACES, longest_of, place};

fn of(all_ns: impl IntoIterator<Item = u64>) -> Histogram {
    let mut histogram = Histogram::new();
    for took in all_ns {
        histogram.add(Duration::from_nanos(took));
    }
    histogram
}

#[test]
fn every_number_belongs_to_a_step_that_is_hardly_longer() {
    let powers = (0..63).flat_map(|power| [(1u64 << power) - 1, 1 << power, (1 << power) + 1]);
    for number in powers.chain(0..100_000).chain([u64::MAX >> 1]) {
        let longest = longest_of(place(number));
        assert!(number <= longest && longest - number <= number / 128, "{number} {longest}");
    }
    assert!(place(u64::MAX) < PLACES);
    assert_eq!(place(longest_of(place(1_000_000)) + 1), place(1_000_000) + 1);
}

#[test]
fn quantiles_are_what_so_many_took_at_most() {
    let histogram = of(1..=100);
    assert_eq!(histogram.count(), 100);
    assert_eq!(histogram.quantile(500), Duration::from_nanos(50));
    assert_eq!(histogram.quantile(990), Duration::from_nanos(99));
    assert_eq!(histogram.quantile(1000), Duration::from_nanos(100));
    assert_eq!(histogram.longest(), Duration::from_nanos(100));
}

#[test]
fn the_longest_is_exact_and_no_quantile_is_longer() {
    let histogram = of([5, 1_000_003]);
    assert_eq!(histogram.longest(), Duration::from_nanos(1_000_003));
    assert_eq!(histogram.quantile(990), Duration::from_nanos(1_000_003));
}

#[test]
fn two_together_are_as_one_of_all() {
    let mut both = of([1, 500, 70_000]);
    both.add_all(&of([3, 1 << 40]));
    assert_eq!(both, of([1, 3, 500, 70_000, 1 << 40]));
}

#[test]
fn of_nothing_nothing_is_said() {
    assert_eq!(Histogram::new().quantile(500), Duration::ZERO);
}
