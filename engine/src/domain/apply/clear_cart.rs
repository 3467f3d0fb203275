//! Taking everything out of a cart.

use super::attributes::put;
use super::draft::draft;
use super::line::check_size;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::command::ClearCart;
use crate::domain::command::changing::ClearingNote;
use crate::domain::facts::Facts;
use crate::domain::value::{Members, Value};
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &ClearCart) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    let lines = draft.cart.lines.len();
    let has_codes = !draft.cart.discounts.is_empty() || !draft.cart.codes.is_empty();
    let note = command.note.as_ref().filter(|_| draft.is_stored);
    if lines == 0 && (command.keeps_codes || !has_codes) && note.is_none() {
        return Ok(draft.unchanged(Outcome::Cleared { lines }));
    }
    draft.cart.lines.clear();
    if !command.keeps_codes {
        draft.cart.discounts.clear();
        draft.cart.codes.clear();
    }
    if let Some(note) = note {
        write(&mut draft.cart.attributes, note, lines);
        check_size(&draft)?;
    }
    finish(facts, draft, Outcome::Cleared { lines })
}

/// Writes into the attribute how many lines there were, and what else is to be noted.
fn write(attributes: &mut Members, note: &ClearingNote, lines: usize) {
    let present = attributes.iter().find(|(name, _)| *name == note.attribute).map(|(_, value)| value);
    let mut members = match present {
        Some(Value::Map(members)) => members.clone(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_)) | None => {
            Members::new()
        }
    };
    for (name, value) in &note.members {
        put(&mut members, name, value.as_ref());
    }
    put(&mut members, &note.count_as, Some(&Value::Number(lines.to_string())));
    put(attributes, &note.attribute, Some(&Value::Map(members)));
}
