//! Ratios of what peers do side by side.

use super::rows::{At, Figure, Measure, Row};
use super::{Outcome, Outcomes};
use crate::error::PeerError;
use crate::figures::Figures;
use crate::peers::contender;
use crate::session::{Bench, Cell};
use crate::table::number;
use crate::work::Work;

/// How many carts at most there are where it is only tried, and how many where the goal speaks of a million.
const QUICK_CARTS: [u64; 2] = [500, 10_000];

/// Measures these rows, all at the same time.
pub(super) fn measure(bench: &Bench, is_quick: bool, rows: &[&'static Row]) -> Result<Outcomes, PeerError> {
    let mut wanted: Vec<At> = Vec::new();
    for at in rows.iter().flat_map(|row| row.sides()) {
        if !wanted.contains(&at) {
            wanted.push(at);
        }
    }
    let cells = wanted.iter().map(|at| at.cell(is_quick)).collect::<Result<Vec<Cell>, _>>()?;
    let session = bench.measure(&cells)?;
    println!();
    for peer in &session.taking {
        let Work { carts, lines } = peer.work;
        println!("- {} ({carts} carts of {lines} lines): {}", peer.contender.name, peer.settings);
    }
    let measured: Vec<(At, Figures)> = wanted.into_iter().zip(session.figures).collect();
    Ok(rows.iter().filter_map(|row| Some((*row, outcome(row, &measured)?))).collect())
}

impl Row {
    /// What must be measured for it.
    fn sides(&self) -> Vec<At> {
        match self.measure {
            Measure::SideBySide(_, _, ours, theirs) => vec![ours, theirs],
            Measure::Spread(_, at) => vec![at],
            _ => Vec::new(),
        }
    }
}

impl At {
    fn cell(self, is_quick: bool) -> Result<Cell, PeerError> {
        let carts = match (is_quick, self.carts) {
            (false, carts) => carts,
            (true, 1_000_000..) => QUICK_CARTS[1],
            (true, carts) => carts.min(QUICK_CARTS[0]),
        };
        let work = Work { carts, lines: self.lines };
        Ok(Cell { contender: contender(self.name)?, work, callers: self.callers })
    }
}

fn outcome(row: &Row, measured: &[(At, Figures)]) -> Option<Outcome> {
    let of = |wanted: At| measured.iter().find(|(at, _)| *at == wanted).map(|(_, figures)| figures);
    Some(match row.measure {
        Measure::SideBySide(_, figure, ours, theirs) => {
            let (ours, theirs) = (of(ours)?, of(theirs)?);
            let (ours, theirs, unit) = match figure {
                Figure::AddsPerSecond => (ours.adds_per_second, theirs.adds_per_second, "adds/s"),
                Figure::P50 => (ours.p50_us, theirs.p50_us, "us"),
            };
            let detail = format!("{} / {} {unit}", number(ours), number(theirs));
            Outcome::Measured(ours / theirs, detail)
        }
        Measure::Spread(_, at) => {
            let figures = of(at)?;
            let detail = format!("{} / {} us", number(figures.p99_us), number(figures.p50_us));
            Outcome::Measured(figures.p99_to_p50, detail)
        }
        _ => return None,
    })
}
