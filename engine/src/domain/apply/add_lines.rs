//! Adding units: to a line where there is one of the same key, else as a new line.

use super::line::{Sold, check_size, check_total, pricing_currency, units_elsewhere};
use super::{AddedLine, Change, Draft, Outcome, draft};
use crate::domain::cart::{Content, ContentKey, LINES_MAX, Line, LineKey, Options};
use crate::domain::command::{AddContent, AddLine, AddLines, OnDuplicate, OnRefusal};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::error::{Error, LineRefusal};

pub(super) fn apply(facts: &Facts, command: &AddLines) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    let (lines, refusals) = add_all(facts, &mut draft, command.currency, &command.lines);
    let is_refused = match command.on_refusal {
        OnRefusal::RefuseAll => !refusals.is_empty(),
        OnRefusal::KeepGood => lines.is_empty() && !refusals.is_empty(),
        OnRefusal::RefuseAnyway => true,
    };
    if is_refused {
        return Err(Error::LinesRefused { refusals });
    }
    check_size(&draft)?;
    if lines.is_empty() {
        return Ok(draft.unchanged(Outcome::Added { lines, refusals }));
    }
    Ok(draft.changed(Outcome::Added { lines, refusals }))
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

/// Adds one, and says to which line and whether that is new.
fn add(
    facts: &Facts,
    draft: &mut Draft,
    asked: Option<Currency>,
    add: &AddLine,
) -> Result<(LineId, bool), Error> {
    let cart = &draft.cart;
    let AddContent::Product { product, variant, selection: _ } = &add.content else { unimplemented!() };
    let sold = Sold::find(facts, product, variant.as_ref(), add.checks.on_sale)?;
    let currency = pricing_currency(facts, cart, asked)?;
    let list_price = sold.list_price(currency, add.quantity)?;
    sold.check_options(add.checks, add.options.as_ref().unwrap_or(&Vec::new()))?;
    sold.check_custom_inputs(add.checks, add.custom_inputs.as_ref())?;
    let key = LineKey {
        content: ContentKey::Product {
            product: &sold.product.id,
            variant: sold.variant.map(|variant| &variant.id),
            bundle: None,
        },
        custom_inputs: add.custom_inputs.as_ref().map(|inputs| inputs.fingerprint),
        location: add.location.as_deref(),
    };
    let place = cart.lines.iter().position(|line| line.key() == key);
    let present = place.map(|place| &cart.lines[place]);
    let quantity = match (present, add.on_duplicate) {
        (None, _) => add.quantity,
        (Some(line), OnDuplicate::Refuse) => return Err(Error::DuplicateLine { line: line.id.clone() }),
        (Some(_), OnDuplicate::Replace) => add.quantity,
        (Some(line), OnDuplicate::Increase) => {
            line.quantity.checked_add(add.quantity).ok_or(Error::QuantityOutOfRange)?
        }
    };
    if present.is_none() {
        if cart.line(&add.new_line).is_some() {
            return Err(Error::LineIdTaken { line: add.new_line.clone() });
        }
        if LINES_MAX <= cart.lines.len() {
            return Err(Error::TooManyLines);
        }
    }
    let before = present.map_or(0, |line| i64::from(line.quantity.units()));
    let elsewhere = units_elsewhere(cart, sold, place);
    let units = |quantity: Quantity| i64::from(quantity.units());
    sold.check_stock(add.checks.stock, elsewhere, before, units(quantity), units(add.quantity))?;
    let (unit_price, price_overridden) = unit_price(list_price, present, add.price_override)?;
    check_total(cart, place, unit_price, quantity)?;

    draft.cart.priced_currency = Some(currency);
    let is_new = place.is_none();
    let place = place.unwrap_or_else(|| push(draft, sold, add, list_price));
    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    line.quantity = quantity;
    (line.list_price, line.unit_price, line.price_overridden) = (list_price, unit_price, price_overridden);
    line.updated_at = at;
    annotate(line, add);
    Ok((line.id.clone(), is_new))
}

/// What one unit costs on the line: the price that the caller sets; else the one that a caller set before; else the
/// catalog's.
fn unit_price(list: UnitPrice, present: Option<&Line>, set: Option<i64>) -> Result<(UnitPrice, bool), Error> {
    match (set, present) {
        (Some(minor_units), _) if !(0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units) => {
            Err(Error::PriceOutOfRange)
        }
        (Some(minor_units), _) => Ok((UnitPrice { minor_units, includes_tax: list.includes_tax }, true)),
        (None, Some(line)) if line.price_overridden => Ok((line.unit_price, true)),
        (None, _) => Ok((list, false)),
    }
}

/// Puts a new line at the end, and says in which place it is.
fn push(draft: &mut Draft, sold: Sold<'_>, add: &AddLine, list_price: UnitPrice) -> usize {
    draft.cart.line_sequence += 1;
    draft.cart.lines.push(Line {
        id: add.new_line.clone(),
        sequence: draft.cart.line_sequence,
        content: Content::Product {
            product: sold.product.id.clone(),
            variant: sold.variant.map(|variant| variant.id.clone()),
            bundle: None,
        },
        quantity: add.quantity,
        auto_added: Vec::new(),
        unit_price: list_price,
        list_price,
        price_overridden: false,
        tax_rate: crate::domain::tax::Rate::ZERO,
        taxes: Vec::new(),
        custom_inputs: add.custom_inputs.clone(),
        location: add.location.clone(),
        options: None,
        notes: None,
        metadata: None,
        added_at: draft.at,
        updated_at: draft.at,
    });
    draft.cart.lines.len() - 1
}

/// Puts what came with the units in place of what the line has of the kind.
fn annotate(line: &mut Line, add: &AddLine) {
    if let Some(chosen) = &add.options {
        line.options = Some(Options { chosen: chosen.clone(), replaced: false });
    }
    if let Some(notes) = &add.notes {
        line.notes = Some(notes.clone());
    }
    if let Some(metadata) = &add.metadata {
        line.metadata = Some(metadata.clone());
    }
}
