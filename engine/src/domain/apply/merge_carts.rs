//! Moving the lines of one cart to another.

use super::add_line::{has_room, make_room};
use super::draft::{Draft, draft};
use super::line::{Sold, check_size, check_total};
use super::settle::finish;
use super::{Change, MergedLine, Outcome, SourceChange};
use crate::domain::access::may_reach;
use crate::domain::cart::{Cart, CartStatus, EnteredCode, Line};
use crate::domain::command::merging::{Mark, MergeCarts, OnBoth, OnNoSource, SourceAfter};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::domain::money::UnitPrice;
use crate::domain::promotion::CODES_PER_CART_MAX;
use crate::domain::quantity::Quantity;
use crate::domain::value::{Members, Value};
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &MergeCarts) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.target, &command.on_absent)?;
    if command.source == draft.cart.id {
        return Err(Error::MergeIntoItself { cart: command.source.clone() });
    }
    let nothing = Outcome::Merged { lines: Vec::new(), left: 0 };
    let Some(source) = source(facts, command)? else { return Ok(draft.unchanged(nothing)) };
    if source.lines.is_empty() && source.codes.is_empty() {
        let source = match command.source_after {
            SourceAfter::Keep | SourceAfter::Clear | SourceAfter::Close => SourceChange::Nothing,
            SourceAfter::Delete => SourceChange::Delete,
        };
        return Ok(Change { source, ..draft.unchanged(nothing) });
    }
    let asked = draft.cart.currency_lock().or(draft.cart.requested_currency);
    if let (Some(target), Some(origin)) = (asked, source.currency_lock())
        && target != origin
    {
        return Err(Error::MergeCurrencyMismatch { target, origin });
    }
    draft.cart.priced_currency = source.currency_lock().or(draft.cart.priced_currency);
    // A line that moves is not changed before it was added.
    draft.at = draft.at.max(source.updated_at);
    let outcome = take_lines(facts, &mut draft, command, source)?;
    take_codes(&mut draft.cart, &source.codes)?;
    check_size(&draft)?;
    let source = match command.source_after {
        SourceAfter::Keep => SourceChange::Nothing,
        SourceAfter::Clear => SourceChange::Update(Box::new(emptied(facts, source))),
        SourceAfter::Delete => SourceChange::Delete,
        SourceAfter::Close => {
            let closed = Cart { status: CartStatus::Abandoned, ..emptied(facts, source) };
            SourceChange::Update(Box::new(closed))
        }
    };
    Ok(Change { source, ..finish(facts, draft, outcome)? })
}

/// The cart that gives; none where it is not there, or may not be reached, and that is as good.
fn source<'a>(facts: &'a Facts, command: &MergeCarts) -> Result<Option<&'a Cart>, Error> {
    let is_reached = |source| may_reach(&facts.principal, &command.source, source);
    let (expired, source) = match facts.source.as_deref() {
        Some(cart) if cart.is_expired(facts.now) => (Some(cart), None),
        source => (None, source),
    };
    let not_found = || match expired {
        Some(_) if is_reached(expired) => Error::CartExpired { cart: command.source.clone() },
        Some(_) | None => Error::CartNotFound { cart: command.source.clone() },
    };
    let source =
        source.filter(|_| is_reached(source)).filter(|source| !command.on_no_source.passes_over(source));
    match (source, command.on_no_source) {
        (Some(source), _) if source.status != CartStatus::Active => {
            Err(Error::CartNotActive { cart: command.source.clone(), status: source.status })
        }
        (None, OnNoSource::Refuse) => Err(not_found()),
        (source, OnNoSource::HasNoLines | OnNoSource::OrClosedHasNoLines | OnNoSource::Refuse) => Ok(source),
    }
}

fn take_lines(
    facts: &Facts,
    draft: &mut Draft,
    command: &MergeCarts,
    source: &Cart,
) -> Result<Outcome, Error> {
    let (mut lines, mut left) = (Vec::new(), 0);
    for line in &source.lines {
        // What promotions have added stays behind: what is due is added to the target anew.
        let Some(quantity) = Quantity::new(i64::from(line.wanted_units())) else { continue };
        let mut line = Line { quantity, auto_added: Vec::new(), ..Line::clone(line) };
        line.metadata = line.metadata.filter(|_| command.metadata.is_taken);
        let (place, is_new) = match draft.cart.place_of_key(line.key()) {
            Some(place) if !combine(facts, draft, place, &line, command)? => {
                left += 1;
                continue;
            }
            Some(place) => (place, false),
            None => {
                if command.source_after == SourceAfter::Keep {
                    line.id = new_line(facts, &draft.cart).unwrap_or(line.id);
                }
                (take(draft, &line)?, true)
            }
        };
        let taken = &mut draft.cart.lines[place];
        if let Some(mark) = &command.metadata.mark {
            write_mark(&mut taken.metadata, mark, (!is_new).then_some(quantity));
        }
        lines.push(MergedLine { line: taken.id.clone(), is_new });
    }
    Ok(Outcome::Merged { lines, left })
}

/// An identifier that no line of the cart has.
fn new_line(facts: &Facts, cart: &Cart) -> Option<LineId> {
    let new = facts.new_lines.iter().find(|id| cart.line(id).is_none());
    debug_assert!(new.is_some(), "there is an identifier for each copy");
    new.cloned()
}

/// Writes the mark into a line's metadata, with the units that came where a line has taken some.
fn write_mark(metadata: &mut Option<Value>, mark: &Mark, came: Option<Quantity>) {
    let mut members = match metadata.take() {
        None => Members::new(),
        Some(Value::Map(members)) => members,
        Some(other) => {
            *metadata = Some(other);
            return;
        }
    };
    members.retain(|(name, _)| *name != mark.units_name);
    let units = came.map(|units| (mark.units_name.clone(), Value::Number(units.units().to_string())));
    for (name, value) in mark.members.iter().cloned().chain(units) {
        match members.iter_mut().find(|(present, _)| *present == name) {
            Some((_, present)) => *present = value,
            None => members.push((name, value)),
        }
    }
    *metadata = Some(Value::Map(members));
}

/// Adds a line of the source to the target's line of the same key, and says whether that makes a difference. One that is
/// nothing but a gift is not the shopper's: the source's takes its place, whatever is to be kept of both.
fn combine(
    facts: &Facts,
    draft: &mut Draft,
    place: usize,
    line: &Line,
    command: &MergeCarts,
) -> Result<bool, Error> {
    let present = &draft.cart.lines[place];
    if present.wanted_units() == 0 {
        check_total(&draft.cart, Some(place), line.unit_price, line.quantity)?;
        let (id, sequence) = (present.id.clone(), present.sequence);
        draft.cart.lines[place] = Line { id, sequence, updated_at: draft.at, ..line.clone() }.into();
        return Ok(true);
    }
    let quantity = match command.on_both {
        OnBoth::KeepTarget => return Ok(false),
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
    if command.on_both == OnBoth::KeepSource {
        (present.options, present.notes) = (None, None);
        present.metadata = present.metadata.take().filter(|_| !command.metadata.is_taken);
    }
    present.location = line.location.clone().or_else(|| present.location.take());
    present.options = line.options.clone().or_else(|| present.options.take());
    present.notes = line.notes.clone().or_else(|| present.notes.take());
    present.metadata = line.metadata.clone().or_else(|| present.metadata.take());
    Ok(true)
}

/// What one unit costs where so many are bought; none where that makes no difference to the price.
fn tier_price(facts: &Facts, cart: &Cart, line: &Line, quantity: Quantity) -> Option<UnitPrice> {
    let sold = Sold::of_line(facts, line).filter(|sold| !sold.product.tiers.is_empty())?;
    sold.list_price(facts, cart.currency_lock()?, quantity).ok()
}

/// Takes a line of the source as a new line, at the end, and says in which place that is; its identifier and the moment it
/// was added stay.
fn take(draft: &mut Draft, line: &Line) -> Result<usize, Error> {
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
    draft.cart.lines.push(Line { sequence, updated_at: draft.at, ..line.clone() }.into());
    Ok(draft.cart.lines.len() - 1)
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
    let updated_at = facts.now.not_before(source.updated_at);
    Cart {
        lines: Vec::new(),
        codes: Vec::new(),
        discounts: Vec::new(),
        revision: source.revision + 1,
        updated_at,
        counted: source.counted.touched(facts.now),
        ..source.clone()
    }
}
