//! What is said of what was measured.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Number;

use super::machine::Machine;
use super::plan::LoadReport;
use super::target::ServerReport;
use super::{BenchError, Measured};
use crate::json::major_units;
use crate::load::tally::Tally;

/// The quantiles that are shown, of a thousand.
const P50: u64 = 500;
const P90: u64 = 900;
const P99: u64 = 990;
/// Places behind the point of a ratio.
const RATIO_PLACES: u8 = 3;

/// All that there is to say.
pub(super) struct Report {
    pub(super) machine: Machine,
    pub(super) server: ServerReport,
    pub(super) load: LoadReport,
    pub(super) tally: Tally,
    /// Whether every unit is there; none where nothing was added to carts.
    pub(super) checked: Option<Checked>,
    pub(super) limit: Option<LimitReport>,
    /// How much of a processor measuring took, where the system says it.
    pub(super) own_share_percent: Option<u64>,
    /// Whether it was ended early.
    pub(super) is_cut_short: bool,
}

/// Units in the carts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Checked {
    pub(super) units_before: u64,
    /// Adds that were answered as done.
    pub(super) added: u64,
    /// Adds of which nobody knows.
    pub(super) unknown: u64,
    pub(super) units_after: u64,
    /// Carts that could not be taken away.
    pub(super) carts_left: usize,
}

impl Checked {
    /// Whether each add that was answered as done has made a unit, and nothing else has.
    pub(super) const fn is_right(&self) -> bool {
        let least = self.units_before + self.added;
        least <= self.units_after && self.units_after <= least + self.unknown
    }
}

/// What the limit came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct LimitReport {
    pub(super) body_bytes: usize,
    pub(super) requests: u64,
    pub(super) requests_per_second: u64,
    /// The server's answers in a second to the limit's: of all rounds, and of each.
    pub(super) ratio: Number,
    pub(super) ratios: Vec<Number>,
}

impl LimitReport {
    /// What was measured of it.
    pub(super) fn of(body_bytes: usize, measured: &Measured) -> Self {
        let Measured { server, limit, rounds, .. } = measured;
        Self {
            body_bytes,
            requests: limit.answered(),
            requests_per_second: limit.per_second(),
            ratio: ratio(server.per_second(), limit.per_second()),
            ratios: rounds.iter().map(|(server, limit)| ratio(*server, *limit)).collect(),
        }
    }
}

/// One number to another, to three places.
fn ratio(one: u64, other: u64) -> Number {
    let thousandths = one.saturating_mul(1000).checked_div(other).unwrap_or_default();
    major_units(i64::try_from(thousandths).unwrap_or(i64::MAX), RATIO_PLACES)
}

/// The same as one object of JSON.
#[derive(Serialize)]
struct Body<'a> {
    machine: &'a Machine,
    server: &'a ServerReport,
    load: &'a LoadReport,
    cut_short: bool,
    milliseconds: u64,
    requests: u64,
    requests_per_second: u64,
    latency_us: Latency,
    statuses: BTreeMap<String, u64>,
    failures: &'a BTreeMap<&'static str, u64>,
    errors: u64,
    bytes_read: u64,
    bytes_sent: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<&'a Checked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<&'a LimitReport>,
    own_share_percent: Option<u64>,
}

/// How long answers took, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Latency {
    pub(super) p50: u64,
    pub(super) p90: u64,
    pub(super) p99: u64,
    pub(super) max: u64,
}

impl Latency {
    /// Of these answers.
    pub(super) fn of(tally: &Tally) -> Self {
        let micros = |took: Duration| u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let quantile = |of_thousand| micros(tally.latency.quantile(of_thousand));
        let max = micros(tally.latency.longest());
        Self { p50: quantile(P50), p90: quantile(P90), p99: quantile(P99), max }
    }
}

impl Report {
    /// One object of JSON.
    pub(super) fn json(&self) -> serde_json::Result<String> {
        let tally = &self.tally;
        let body = Body {
            machine: &self.machine,
            server: &self.server,
            load: &self.load,
            cut_short: self.is_cut_short,
            milliseconds: u64::try_from(tally.time.as_millis()).unwrap_or(u64::MAX),
            requests: tally.answered(),
            requests_per_second: tally.per_second(),
            latency_us: Latency::of(tally),
            statuses: tally.statuses.iter().map(|(status, count)| (status.to_string(), *count)).collect(),
            failures: &tally.failures,
            errors: tally.errors(),
            bytes_read: tally.bytes_read,
            bytes_sent: tally.bytes_sent,
            checked: self.checked.as_ref(),
            limit: self.limit.as_ref(),
            own_share_percent: self.own_share_percent,
        };
        Ok(serde_json::to_string_pretty(&body)? + "\n")
    }

    /// Whether it is worth anything.
    pub(super) fn verdict(&self) -> Result<(), BenchError> {
        if let Some(checked) = self.checked.filter(|checked| !checked.is_right()) {
            let least = checked.units_before + checked.added;
            let expected = match checked.unknown {
                0 => least.to_string(),
                unknown => format!("{least} to {}", least + unknown),
            };
            return Err(BenchError::Miscounted { found: checked.units_after, expected });
        }
        if self.tally.answered() + self.tally.failures.values().sum::<u64>() <= self.tally.errors() {
            return Err(BenchError::NothingDone);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
