//! Moving the lines of one cart to another.

use super::add_line::{has_room, make_room};
use super::line::{Sold, check_size, check_total};
use super::settle::finish;
use super::{Change, Draft, Outcome, SourceChange, draft};
use crate::domain::access::may_reach;
use crate::domain::cart::{Cart, CartStatus, EnteredCode, Line};
use crate::domain::command::merging::{MergeCarts, OnBoth, SourceAfter};
use crate::domain::facts::Facts;
use crate::domain::money::UnitPrice;
use crate::domain::promotion::CODES_PER_CART_MAX;
use crate::domain::quantity::Quantity;
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
    let Some(source) = source.filter(|source| !command.on_absent.takes_over(source)) else {
        return Ok(draft.unchanged(Outcome::Merged { moved: 0, combined: 0 }));
    };
    if source.status != CartStatus::Active {
        return Err(Error::CartNotActive { cart: command.source.clone(), status: source.status });
    }
    if source.lines.is_empty() && source.codes.is_empty() {
        let source = match command.source_after {
            SourceAfter::Clear | SourceAfter::Close => SourceChange::Nothing,
            SourceAfter::Delete => SourceChange::Delete,
        };
        return Ok(Change { source, ..draft.unchanged(Outcome::Merged { moved: 0, combined: 0 }) });
    }
    if let (Some(target), Some(origin)) = (draft.cart.currency_lock(), source.currency_lock())
        && target != origin
    {
        return Err(Error::MergeCurrencyMismatch { target, origin });
    }
    draft.cart.priced_currency = source.currency_lock().or(draft.cart.priced_currency);
    // A line that moves is not changed before it was added.
    draft.at = draft.at.max(source.updated_at);
    let (mut moved, mut combined) = (0, 0);
    for line in &source.lines {
        // What promotions have added stays behind: what is due is added to the target anew.
        let Some(quantity) = Quantity::new(i64::from(line.wanted_units())) else { continue };
        let line = &Line { quantity, auto_added: Vec::new(), ..line.clone() };
        match draft.cart.place_of_key(line.key()) {
            Some(place) => {
                combine(facts, &mut draft, place, line, command.on_both)?;
                combined += 1;
            }
            None => {
                take(&mut draft, line)?;
                moved += 1;
            }
        }
    }
    take_codes(&mut draft.cart, &source.codes)?;
    check_size(&draft)?;
    let source = match command.source_after {
        SourceAfter::Clear => SourceChange::Update(Box::new(emptied(facts, source))),
        SourceAfter::Delete => SourceChange::Delete,
        SourceAfter::Close => {
            let closed = Cart { status: CartStatus::Abandoned, ..emptied(facts, source) };
            SourceChange::Update(Box::new(closed))
        }
    };
    Ok(Change { source, ..finish(facts, draft, Outcome::Merged { moved, combined })? })
}

/// Adds a line of the source to the target's line of the same key. One that is nothing but a gift is not the shopper's:
/// the source's takes its place, whatever is to be kept of both.
fn combine(
    facts: &Facts,
    draft: &mut Draft,
    place: usize,
    line: &Line,
    on_both: OnBoth,
) -> Result<(), Error> {
    let present = &draft.cart.lines[place];
    if present.wanted_units() == 0 {
        check_total(&draft.cart, Some(place), line.unit_price, line.quantity)?;
        let (id, sequence) = (present.id.clone(), present.sequence);
        draft.cart.lines[place] = Line { id, sequence, updated_at: draft.at, ..line.clone() };
        return Ok(());
    }
    let quantity = match on_both {
        OnBoth::KeepTarget => return Ok(()),
        OnBoth::KeepSource => line.quantity,
        OnBoth::Combine => {
            let wanted = i64::from(present.wanted_units()) + i64::from(line.quantity.units());
            Quantity::new(wanted).ok_or(Error::QuantityOutOfRange)?
        }
    };
    let tier = tier_price(facts, &draft.cart, present, quantity);
    let unit_price = tier.filter(|_| !present.price_overridden).unwrap_or(present.unit_price);
    check_total(&draft.cart, Some(place), unit_price, quantity)?;
    let at = draft.at;
    let present = &mut draft.cart.lines[place];
    present.quantity = quantity;
    (present.unit_price, present.list_price) = (unit_price, tier.unwrap_or(present.list_price));
    // What is due is added anew.
    present.auto_added.clear();
    present.updated_at = at;
    if on_both == OnBoth::KeepSource {
        (present.options, present.notes, present.metadata) = (None, None, None);
    }
    present.location = line.location.clone().or_else(|| present.location.take());
    present.options = line.options.clone().or_else(|| present.options.take());
    present.notes = line.notes.clone().or_else(|| present.notes.take());
    present.metadata = line.metadata.clone().or_else(|| present.metadata.take());
    Ok(())
}

/// What one unit costs where so many are bought; none where that makes no difference to the price.
fn tier_price(facts: &Facts, cart: &Cart, line: &Line, quantity: Quantity) -> Option<UnitPrice> {
    let sold = Sold::of_line(facts, line).filter(|sold| !sold.product.tiers.is_empty())?;
    sold.list_price(facts, cart.currency_lock()?, quantity).ok()
}

/// Takes a line of the source as a new line, at the end; its identifier and the moment it was added stay.
fn take(draft: &mut Draft, line: &Line) -> Result<(), Error> {
    if !has_room(&draft.cart) {
        return Err(Error::TooManyLines);
    }
    if draft.cart.line(&line.id).is_some() {
        return Err(Error::LineIdTaken { line: line.id.clone() });
    }
    check_total(&draft.cart, None, line.unit_price, line.quantity)?;
    make_room(&mut draft.cart);
    draft.cart.line_sequence += 1;
    let sequence = draft.cart.line_sequence;
    draft.cart.lines.push(Line { sequence, updated_at: draft.at, ..line.clone() });
    Ok(())
}

/// Takes the codes of the source, behind those that are there. Whether they are still good was for whoever entered them
/// to see.
fn take_codes(cart: &mut Cart, codes: &[EnteredCode]) -> Result<(), Error> {
    for entered in codes {
        if cart.codes.iter().any(|present| present.code == entered.code) {
            continue;
        }
        if CODES_PER_CART_MAX <= cart.codes.len() {
            return Err(Error::TooManyCodes);
        }
        cart.codes.push(entered.clone());
    }
    Ok(())
}

/// The source without its lines and codes.
fn emptied(facts: &Facts, source: &Cart) -> Cart {
    let updated_at = facts.now.max(source.updated_at);
    Cart {
        lines: Vec::new(),
        codes: Vec::new(),
        discounts: Vec::new(),
        revision: source.revision + 1,
        updated_at,
        ..source.clone()
    }
}
