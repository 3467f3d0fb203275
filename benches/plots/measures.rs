//! How much is measured.

use std::time::Duration;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measures {
    /// By how many lines carts are measured.
    pub(crate) lines: &'static [usize],
    /// How long each point is measured in each round.
    pub(crate) point: Duration,
    /// How many rounds there are, in each of which every point is measured.
    pub(crate) rounds: usize,
    /// How many callers there are at once.
    pub(crate) callers: &'static [usize],
    /// How many carts a store has.
    pub(crate) carts: &'static [usize],
    /// How many lines all carts of a file together have whose size is looked at.
    pub(crate) lines_of_size: usize,
    /// How often a file is opened again after each way of ending.
    pub(crate) openings: usize,
}

impl Measures {
    /// All that is shown.
    pub(crate) const FULL: Self = Self {
        lines: &[1, 2, 5, 10, 20, 50, 100],
        point: Duration::from_millis(200),
        rounds: 5,
        callers: &[1, 2, 4, 8, 16, 32, 64, 128, 256],
        carts: &[1_000, 10_000, 100_000, 1_000_000],
        lines_of_size: 200_000,
        openings: 3,
    };
    /// As much as shows that it works.
    pub(crate) const QUICK: Self = Self {
        lines: &[1, 10, 100],
        point: Duration::from_millis(20),
        rounds: 1,
        callers: &[1, 8, 64],
        carts: &[100, 1_000],
        lines_of_size: 5_000,
        openings: 1,
    };
}

/// The middle one of these.
pub(crate) fn median<T: Ord + Copy + Default>(all: &mut [T]) -> T {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Microseconds of a time.
pub(crate) fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
