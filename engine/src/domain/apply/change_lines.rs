//! Changing several lines: all, or what is good.

use super::add_lines::kept;
use super::draft::{Draft, draft};
use super::line::check_size;
use super::remove_line::remove;
use super::settle::finish;
use super::update_line::update;
use super::{Change, Outcome};
use crate::domain::command::changing::{ChangeLines, LineChange};
use crate::domain::command::{OnAbsent, UpdateLine};
use crate::domain::facts::Facts;
use crate::domain::id::CartId;
use crate::error::Error;
use crate::error::reason::LineRefusal;

pub(super) fn apply(facts: &Facts, command: &ChangeLines) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let mut refusals = Vec::new();
    for (index, change) in command.changes.iter().enumerate() {
        if let Err(error) = change_one(facts, &mut draft, &command.cart, change) {
            refusals.push(LineRefusal { index, error });
        }
    }
    let good = command.changes.len() - refusals.len();
    let refusals = kept(command.on_refusal, good, refusals)?;
    check_size(&draft)?;
    if good == 0 {
        return Ok(draft.unchanged(Outcome::LinesChanged { refusals }));
    }
    finish(facts, draft, Outcome::LinesChanged { refusals })
}

fn change_one(facts: &Facts, draft: &mut Draft, cart: &CartId, change: &LineChange) -> Result<(), Error> {
    match change {
        LineChange::Update { line, quantity, custom_inputs, location, checks } => {
            let command = UpdateLine {
                quantity: *quantity,
                custom_inputs: custom_inputs.clone(),
                location: location.clone(),
                checks: *checks,
                ..UpdateLine::new(cart.clone(), line.clone())
            };
            update(facts, draft, &command).map(drop)
        }
        LineChange::Remove { line } => remove(facts, draft, line).map(drop),
    }
}
