//! Setting aside what is in a cart, taking it up again, and deleting it.

use super::draft::draft;
use super::line::check_size;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::access::Principal;
use crate::domain::cart::Line;
use crate::domain::command::OnAbsent;
use crate::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use crate::domain::facts::Facts;
use crate::domain::id::ParkedId;
use crate::domain::parked::{PARKED_MAX, Parked};
use crate::error::Error;

/// What becomes of what is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParkedChange {
    /// Nothing.
    Nothing,
    /// It is new. Nothing else may have its identifier.
    Create(Box<Parked>),
    /// It is deleted.
    Delete(ParkedId),
}

impl Outcome {
    /// What was set aside, where that is what came of the command.
    #[must_use]
    pub fn parked(&self) -> Option<&Parked> {
        let Self::Parked { parked } = self else { return None };
        Some(parked)
    }
}

pub(super) fn park(facts: &Facts, command: &ParkCart) -> Result<Change, Error> {
    if facts.principal != Principal::Server {
        return Err(Error::CartNotFound { cart: command.cart.clone() });
    }
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    if draft.cart.lines.is_empty() {
        return Err(Error::CartEmpty { cart: command.cart.clone() });
    }
    if PARKED_MAX <= facts.parked_count {
        return Err(Error::TooManyParked);
    }
    let parked = Parked {
        id: command.parked.clone(),
        note: command.note.clone(),
        parked_at: draft.at,
        cart: draft.cart.clone(),
    };
    draft.cart.lines.clear();
    draft.cart.discounts.clear();
    draft.cart.codes.clear();
    let outcome = Outcome::Parked { parked: Box::new(parked.clone()) };
    Ok(Change { parked: ParkedChange::Create(Box::new(parked)), ..finish(facts, draft, outcome)? })
}

pub(super) fn resume(facts: &Facts, command: &ResumeCart) -> Result<Change, Error> {
    let parked = parked(facts, &command.parked)?;
    let on_absent = command.on_absent(parked, facts.now);
    let mut draft = draft(facts, command.target(parked), &on_absent)?;
    let cart = &mut draft.cart;
    if !cart.lines.is_empty() || !cart.codes.is_empty() || !cart.discounts.is_empty() {
        return Err(Error::CartNotEmpty { cart: cart.id.clone() });
    }
    let sale = &parked.cart;
    for line in &sale.lines {
        // A sequence is never used again, so that they come in their order and not in their places.
        cart.line_sequence += 1;
        cart.lines.push(Line { sequence: cart.line_sequence, ..Line::clone(line) }.into());
    }
    cart.codes.clone_from(&sale.codes);
    cart.discounts.clone_from(&sale.discounts);
    cart.priced_currency = sale.priced_currency;
    cart.is_stock_deferred = sale.is_stock_deferred;
    cart.separates_locations = sale.separates_locations;
    cart.preview_at = sale.preview_at;
    // A line was not changed after its cart.
    draft.at = draft.at.max(sale.updated_at);
    check_size(&draft)?;
    let change = finish(facts, draft, Outcome::Resumed)?;
    Ok(Change { parked: ParkedChange::Delete(command.parked.clone()), ..change })
}

pub(super) fn delete(facts: &Facts, command: &DeleteParked) -> Result<Change, Error> {
    parked(facts, &command.parked)?;
    let parked = ParkedChange::Delete(command.parked.clone());
    Ok(Change { parked, ..Change::nothing(Outcome::ParkedDeleted) })
}

/// What was set aside under this identifier.
fn parked<'a>(facts: &'a Facts, id: &ParkedId) -> Result<&'a Parked, Error> {
    let reached = facts.parked.as_ref().filter(|_| facts.principal == Principal::Server);
    reached.ok_or_else(|| Error::ParkedNotFound { parked: id.clone() })
}
