//! Medians, percentiles and ratios.

use std::time::Duration;

/// How one peer did in one round.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Round {
    /// Adds acknowledged in a second.
    pub(crate) adds_per_second: f64,
    /// The median of how long an add took until it was acknowledged, in microseconds.
    pub(crate) p50_us: f64,
    /// 99 of 100 adds took at most so many microseconds.
    pub(crate) p99_us: f64,
}

/// The medians of several rounds, each figure by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figures {
    /// As in [`Round`].
    pub(crate) adds_per_second: f64,
    /// As in [`Round`].
    pub(crate) p50_us: f64,
    /// As in [`Round`].
    pub(crate) p99_us: f64,
    /// The median over the rounds of 99th percentile against median.
    pub(crate) p99_to_p50: f64,
}

impl Round {
    /// From how long each add took, in nanoseconds, and all of them together. Puts them in order.
    pub(crate) fn new(latencies_ns: &mut [u64], elapsed: Duration) -> Self {
        latencies_ns.sort_unstable();
        let adds = latencies_ns.len() as f64;
        Self {
            adds_per_second: adds / elapsed.as_secs_f64(),
            p50_us: percentile(latencies_ns, 50) as f64 / 1e3,
            p99_us: percentile(latencies_ns, 99) as f64 / 1e3,
        }
    }
}

impl Figures {
    /// The medians of these rounds; all 0 where there is none.
    pub(crate) fn of(rounds: &[Round]) -> Self {
        let over = |figure: fn(&Round) -> f64| median(&mut rounds.iter().map(figure).collect::<Vec<_>>());
        Self {
            adds_per_second: over(|round| round.adds_per_second),
            p50_us: over(|round| round.p50_us),
            p99_us: over(|round| round.p99_us),
            p99_to_p50: over(|round| round.p99_us / round.p50_us),
        }
    }
}

/// The value that so many of a hundred are not above; 0 where there is none. They must be in order.
pub(crate) const fn percentile(sorted: &[u64], hundredths: usize) -> u64 {
    match sorted.len() {
        0 => 0,
        count => sorted[(count * hundredths).div_ceil(100).saturating_sub(1)],
    }
}

/// The middle value, or the mean of the two in the middle; 0 where there is none.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests;
