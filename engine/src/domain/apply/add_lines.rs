//! Adding units, and entering codes: all, or what is good.

use super::add_line::add;
use super::codes::enter;
use super::draft::{Draft, draft};
use super::line::check_size;
use super::settle::finish;
use super::{AddedLine, Change, Outcome};
use crate::domain::command::{AddLine, AddLines, OnRefusal};
use crate::domain::facts::Facts;
use crate::domain::money::Currency;
use crate::error::Error;
use crate::error::reason::LineRefusal;

pub(super) fn apply(facts: &Facts, command: &AddLines) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    let (lines, mut refusals) = add_all(facts, &mut draft, command.currency, &command.lines);
    let (mut good, mut is_changed) = (lines.len(), !lines.is_empty());
    for (index, code) in command.codes.iter().enumerate() {
        match enter(facts, &mut draft.cart, code) {
            Ok(is_new) => {
                good += 1;
                is_changed |= is_new;
            }
            Err(error) => refusals.push(LineRefusal { index: command.lines.len() + index, error }),
        }
    }
    let refusals = kept(command.on_refusal, good, refusals)?;
    check_size(&draft)?;
    if !is_changed {
        return Ok(draft.unchanged(Outcome::Added { lines, refusals }));
    }
    finish(facts, draft, Outcome::Added { lines, refusals })
}

/// The refusals, where what is good is kept beside them; else why all is refused. `good` is how much was not.
pub(super) fn kept(
    on_refusal: OnRefusal,
    good: usize,
    refusals: Vec<LineRefusal>,
) -> Result<Vec<LineRefusal>, Error> {
    let is_refused = match on_refusal {
        OnRefusal::RefuseAll => !refusals.is_empty(),
        OnRefusal::KeepGood => good == 0 && !refusals.is_empty(),
        OnRefusal::RefuseAnyway => true,
    };
    if is_refused { Err(Error::LinesRefused { refusals }) } else { Ok(refusals) }
}

/// Adds what can be added, and names the rest. What is refused leaves the draft as it was.
pub(super) fn add_all(
    facts: &Facts,
    draft: &mut Draft,
    currency: Option<Currency>,
    lines: &[AddLine],
) -> (Vec<AddedLine>, Vec<LineRefusal>) {
    let mut added = Vec::with_capacity(lines.len());
    let mut refusals = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match add(facts, draft, currency, line) {
            Ok((line, is_new)) => added.push(AddedLine { index, line, is_new }),
            Err(error) => refusals.push(LineRefusal { index, error }),
        }
    }
    (added, refusals)
}
