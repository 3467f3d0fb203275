//! The table of goals, each a ratio measured in one run.

pub(crate) mod rows;
mod side_by_side;
mod slow;
mod import;
mod size;
mod opening;
mod instructions;

pub(crate) use self::instructions::{Counted, count};
pub(crate) use self::opening::cut;
pub(crate) use self::slow::part as slow_part;

use self::rows::{Group, Measure, ROWS, Row};
use crate::cli::Common;
use crate::error::PeerError;
use crate::session::Bench;
use crate::table::Table;

/// What came of a goal.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// It was measured: the ratio, and what was divided.
    Measured(f64, String),
    /// It could not be measured here, and why.
    Skipped(String),
    /// It went wrong, and how.
    Failed(String),
}

/// Goals with what came of them.
pub(crate) type Outcomes = Vec<(&'static Row, Outcome)>;

/// Measures all rows that are wanted, and prints the table; whether nothing went wrong.
pub(crate) fn run(bench: &Bench, common: &Common, rows: &[&'static Row]) -> bool {
    let mut table = Goals { bench, outcomes: Outcomes::new() };
    for group in [Group::Peers, Group::Lone, Group::Lines, Group::Carts] {
        table.several(&of_group(rows, group), |rows| side_by_side::measure(bench, common.quick, rows));
    }
    table.several(&of_group(rows, Group::SlowDisk), |rows| slow::measure(bench, common, rows));
    for row in rows {
        table.several(&[*row], |_| {
            let outcome = match row.measure {
                Measure::SideBySide(..) | Measure::Spread(..) => return Ok(Outcomes::new()),
                Measure::OpenMilliseconds | Measure::OpenRatio => return Ok(Outcomes::new()),
                Measure::Instructions(ours, theirs, batch) => {
                    instructions::measure(bench, common.quick, ours, theirs, batch)?
                }
                Measure::Import { is_sorted } => import::measure(bench, common.quick, is_sorted)?,
                Measure::DiskBytes => size::measure(bench, common.quick)?,
            };
            Ok(vec![(*row, outcome)])
        });
    }
    let opening: Vec<&Row> = rows.iter().copied().filter(|row| is_opening(row)).collect();
    table.several(&opening, |rows| opening::measure(bench, common.quick, rows));
    print(&table.outcomes);
    !table.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Failed(_)))
}

/// The goals so far.
struct Goals<'b> {
    bench: &'b Bench,
    outcomes: Outcomes,
}

impl Goals<'_> {
    /// Measures these rows. Where that fails, the others are measured all the same.
    fn several(
        &mut self,
        rows: &[&'static Row],
        measure: impl FnOnce(&[&'static Row]) -> Result<Outcomes, PeerError>,
    ) {
        if rows.is_empty() {
            return;
        }
        let measured = measure(rows).unwrap_or_else(|error| {
            let failed = Outcome::Failed(error.to_string());
            rows.iter().map(|row| (*row, failed.clone())).collect()
        });
        for (row, outcome) in &measured {
            self.bench.say(&format!("{}: {outcome:?}", row.name));
        }
        self.outcomes.extend(measured);
    }
}

/// The rows whose names contain one of these; all where there is none. Only those that count instructions, where that is
/// asked for.
pub(crate) fn chosen(only: &[String], is_only_instructions: bool) -> Vec<&'static Row> {
    let is_named = |row: &&Row| only.is_empty() || only.iter().any(|name| row.name.contains(name.as_str()));
    let is_kind = |row: &&Row| !is_only_instructions || matches!(row.measure, Measure::Instructions(..));
    ROWS.iter().filter(is_named).filter(is_kind).collect()
}

/// Names all rows.
pub(crate) fn list() -> String {
    let mut table = Table::new(&["row", "bar", "goal"]);
    for row in ROWS {
        table.row(vec![row.name.to_owned(), row.bar.text(), row.goal.to_owned()]);
    }
    table.text()
}

fn of_group(rows: &[&'static Row], wanted: Group) -> Vec<&'static Row> {
    let is_of = |row: &&Row| match row.measure {
        Measure::SideBySide(group, ..) | Measure::Spread(group, _) => group == wanted,
        _ => false,
    };
    rows.iter().copied().filter(|row| is_of(row)).collect()
}

const fn is_opening(row: &Row) -> bool {
    matches!(row.measure, Measure::OpenMilliseconds | Measure::OpenRatio)
}

/// Prints the rows in the order of the page that sets them.
fn print(outcomes: &Outcomes) {
    let mut table = Table::new(&["row", "goal", "bar", "measured", "met", "what was divided"]);
    for row in ROWS {
        let Some((_, outcome)) = outcomes.iter().find(|(measured, _)| measured.name == row.name) else {
            continue;
        };
        let (measured, met, detail) = match outcome {
            Outcome::Measured(ratio, detail) => {
                let met = if row.bar.is_met(*ratio) { "yes" } else { "NO" };
                (format!("{ratio:.2}"), met, detail)
            }
            Outcome::Skipped(reason) => ("-".to_owned(), "skipped", reason),
            Outcome::Failed(reason) => ("-".to_owned(), "FAILED", reason),
        };
        let (name, goal) = (row.name.to_owned(), row.goal.to_owned());
        table.row(vec![name, goal, row.bar.text(), measured, met.to_owned(), detail.clone()]);
    }
    println!("\n{}", table.text());
}
