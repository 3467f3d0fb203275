//! How long answers took: counted by length, so that an hour of them takes no more room than a second.

use std::time::Duration;

/// How many steps there are from one power of two to the next: a step is at most so much of what it stands for.
const STEPS: u64 = 128;
/// As many steps as have numbers of their own at the beginning, and those of each power of two behind them.
const PLACES: usize = 128 * 58;

/// How many answers took how long, to 1/128 of it; the longest exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    count: u64,
    longest_ns: u64,
}

impl Histogram {
    /// Of nothing yet.
    pub(crate) fn new() -> Self {
        Self { counts: vec![0; PLACES], count: 0, longest_ns: 0 }
    }

    /// Counts one that took so long.
    pub(crate) fn add(&mut self, took: Duration) {
        let took_ns = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        if let Some(count) = self.counts.get_mut(place(took_ns)) {
            *count += 1;
        }
        self.count += 1;
        self.longest_ns = self.longest_ns.max(took_ns);
    }

    /// Counts all of another one too.
    pub(crate) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.count += other.count;
        self.longest_ns = self.longest_ns.max(other.longest_ns);
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> u64 {
        self.count
    }

    /// How long the longest took.
    pub(crate) const fn longest(&self) -> Duration {
        Duration::from_nanos(self.longest_ns)
    }

    /// What so many of a thousand took at most, to 1/128 of it above; nothing of nothing.
    pub(crate) fn quantile(&self, of_thousand: u64) -> Duration {
        let wanted = (u128::from(self.count) * u128::from(of_thousand)).div_ceil(1000).max(1);
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += u128::from(*count);
            if wanted <= seen {
                return Duration::from_nanos(longest_of(place).min(self.longest_ns));
            }
        }
        self.longest()
    }
}

/// The step that a number belongs to: the first have a number each, the others a part of a power of two.
fn place(number: u64) -> usize {
    let power = (number | 1).ilog2().saturating_sub(STEPS.ilog2());
    let step = (number >> power) + u64::from(power) * STEPS;
    usize::try_from(step).unwrap_or(usize::MAX)
}

/// The greatest number that belongs to a step.
fn longest_of(place: usize) -> u64 {
    let place = place as u64;
    let power = (place / STEPS).saturating_sub(1);
    let step = place - power * STEPS;
    ((step + 1) << power) - 1
}

#[cfg(test)]
mod tests;
