//! Moving the lines of one cart to another.

use super::line::{check_size, check_total};
use super::{Change, Draft, Outcome, SourceChange, draft};
use crate::domain::access::may_reach;
use crate::domain::cart::{Cart, CartStatus, LINES_MAX, Line};
use crate::domain::command::merging::{MergeCarts, OnBoth, SourceAfter};
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &MergeCarts) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.target, &command.on_absent)?;
    if command.source == draft.cart.id {
        return Err(Error::MergeIntoItself { cart: command.source.clone() });
    }
    let source = facts.source.as_ref().filter(|cart| !cart.is_expired(facts.now));
    if !may_reach(&facts.principal, &command.source, source) {
        return Err(Error::CartNotFound { cart: command.source.clone() });
    }
    let Some(source) = source else {
        return Ok(draft.unchanged(Outcome::Merged { moved: 0, combined: 0 }));
    };
    if source.status != CartStatus::Active {
        return Err(Error::CartNotActive { cart: command.source.clone(), status: source.status });
    }
    if source.lines.is_empty() {
        let source = match command.source_after {
            SourceAfter::Clear => SourceChange::Nothing,
            SourceAfter::Delete => SourceChange::Delete,
        };
        return Ok(Change { source, ..draft.unchanged(Outcome::Merged { moved: 0, combined: 0 }) });
    }
    if let (Some(target), Some(origin)) = (draft.cart.currency_lock(), source.currency_lock())
        && target != origin
    {
        return Err(Error::MergeCurrencyMismatch { target, origin });
    }
    draft.cart.priced_currency = source.priced_currency;
    // A line that moves is not changed before it was added.
    draft.at = draft.at.max(source.updated_at);
    let (mut moved, mut combined) = (0, 0);
    for line in &source.lines {
        match draft.cart.lines.iter().position(|present| present.key() == line.key()) {
            Some(place) => {
                combine(&mut draft, place, line, command.on_both)?;
                combined += 1;
            }
            None => {
                take(&mut draft, line)?;
                moved += 1;
            }
        }
    }
    check_size(&draft)?;
    let source = match command.source_after {
        SourceAfter::Clear => SourceChange::Update(Box::new(emptied(facts, source))),
        SourceAfter::Delete => SourceChange::Delete,
    };
    Ok(Change { source, ..draft.changed(Outcome::Merged { moved, combined }) })
}

/// Adds a line of the source to the target's line of the same key.
fn combine(draft: &mut Draft, place: usize, line: &Line, on_both: OnBoth) -> Result<(), Error> {
    let present = &draft.cart.lines[place];
    let quantity = match on_both {
        OnBoth::KeepTarget => return Ok(()),
        OnBoth::KeepSource => line.quantity,
        OnBoth::Combine => present.quantity.checked_add(line.quantity).ok_or(Error::QuantityOutOfRange)?,
    };
    check_total(&draft.cart, Some(place), present.unit_price, quantity)?;
    let at = draft.at;
    let present = &mut draft.cart.lines[place];
    present.quantity = quantity;
    present.updated_at = at;
    if on_both == OnBoth::KeepSource {
        (present.options, present.notes, present.metadata) = (None, None, None);
    }
    present.options = line.options.clone().or_else(|| present.options.take());
    present.notes = line.notes.clone().or_else(|| present.notes.take());
    present.metadata = line.metadata.clone().or_else(|| present.metadata.take());
    Ok(())
}

/// Takes a line of the source as a new line, at the end; its identifier and the moment it was added stay.
fn take(draft: &mut Draft, line: &Line) -> Result<(), Error> {
    if LINES_MAX <= draft.cart.lines.len() {
        return Err(Error::TooManyLines);
    }
    if draft.cart.line(&line.id).is_some() {
        return Err(Error::LineIdTaken { line: line.id.clone() });
    }
    check_total(&draft.cart, None, line.unit_price, line.quantity)?;
    draft.cart.line_sequence += 1;
    let sequence = draft.cart.line_sequence;
    draft.cart.lines.push(Line { sequence, updated_at: draft.at, ..line.clone() });
    Ok(())
}

/// The source without its lines.
fn emptied(facts: &Facts, source: &Cart) -> Cart {
    let updated_at = facts.now.max(source.updated_at);
    Cart {
        lines: Vec::new(),
        discounts: Vec::new(),
        revision: source.revision + 1,
        updated_at,
        ..source.clone()
    }
}
