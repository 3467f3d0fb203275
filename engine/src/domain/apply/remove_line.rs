//! Taking a line out.

use super::draft::{Draft, draft};
use super::line::find_lines;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::command::{LineRef, OnAbsent, RemoveLine};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &RemoveLine) -> Result<Change, Error> {
    let lead_elsewhere = |error| match error {
        Error::CartNotFound { .. } | Error::CartExpired { .. } | Error::LineNotFound => {
            elsewhere(facts, command).unwrap_or(error)
        }
        error => error,
    };
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse).map_err(lead_elsewhere)?;
    let lines = remove(facts, &mut draft, &command.line).map_err(lead_elsewhere)?;
    finish(facts, draft, Outcome::Removed { lines })
}

/// Takes out the lines that the reference means, with all their units, and says which they were; at least one.
pub(super) fn remove(facts: &Facts, draft: &mut Draft, line: &LineRef) -> Result<Vec<LineId>, Error> {
    let places = find_lines(facts, &draft.cart, line);
    if places.is_empty() {
        return Err(Error::LineNotFound);
    }
    let removed: Vec<LineId> = places.iter().map(|place| draft.cart.lines[*place].id.clone()).collect();
    draft.cart.lines.retain(|line| !removed.contains(&line.id));
    Ok(removed)
}

/// The refusal where the line is in another cart.
fn elsewhere(facts: &Facts, command: &RemoveLine) -> Option<Error> {
    match &command.line {
        LineRef::Id(line) if facts.line_elsewhere.is_some() => {
            Some(Error::LineElsewhere { line: line.clone() })
        }
        LineRef::Id(_) | LineRef::Sku(_) => None,
    }
}
