//! Taking a line out.

use super::line::find_lines;
use super::{Change, Outcome, draft};
use crate::domain::command::{LineRef, OnAbsent, RemoveLine};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &RemoveLine) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse).map_err(|error| match error {
        Error::CartNotFound { .. } => elsewhere(facts, command).unwrap_or(error),
        error => error,
    })?;
    let places = find_lines(facts, &draft.cart, &command.line);
    if places.is_empty() {
        return Err(elsewhere(facts, command).unwrap_or(Error::LineNotFound));
    }
    let removed: Vec<LineId> = places.iter().map(|place| draft.cart.lines[*place].id.clone()).collect();
    draft.cart.lines.retain(|line| !removed.contains(&line.id));
    Ok(draft.changed(Outcome::Removed { lines: removed }))
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
