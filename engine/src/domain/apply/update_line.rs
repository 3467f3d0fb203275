//! Changing a line: what is named takes the place of what was there, the rest stays.

use super::line::{Sold, check_size, check_total, find_lines, units_elsewhere};
use super::{Change, Outcome, draft};
use crate::domain::cart::{Line, Options};
use crate::domain::command::{OnAbsent, UpdateLine};
use crate::domain::facts::Facts;
use crate::domain::money::UnitPrice;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &UpdateLine) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let cart = &draft.cart;
    let places = find_lines(facts, cart, &command.line);
    // Of several lines of one SKU, the one that a plain add would raise.
    let plain = places.iter().find(|place| cart.lines[**place].is_plain());
    let place = *plain.or(places.first()).ok_or(Error::LineNotFound)?;
    let line = &cart.lines[place];
    let quantity = command.quantity.unwrap_or(line.quantity);
    let sold = Sold::of_line(facts, line);
    if let Some(sold) = sold {
        if let Some(options) = &command.options {
            sold.check_options(command.checks, options)?;
        }
        if let Some(inputs) = &command.custom_inputs {
            sold.check_custom_inputs(command.checks, inputs.as_ref())?;
        }
        let (before, after) = (i64::from(line.quantity.units()), i64::from(quantity.units()));
        if before < after {
            let elsewhere = units_elsewhere(cart, sold, Some(place));
            sold.check_stock(command.checks.stock, elsewhere, before, after, after)?;
        }
    }
    // A product that has no price any more, or is no longer there, leaves the line's prices as they are.
    let list_price = sold
        .zip(cart.currency_lock())
        .and_then(|(sold, currency)| sold.list_price(currency, quantity).ok())
        .unwrap_or(line.list_price);
    let unit_price = if line.price_overridden { line.unit_price } else { list_price };
    check_total(cart, Some(place), unit_price, quantity)?;

    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    line.quantity = quantity;
    line.updated_at = at;
    change(line, command, unit_price, list_price);
    let id = line.id.clone();
    check_size(&draft)?;
    Ok(draft.changed(Outcome::Updated { line: id }))
}

fn change(line: &mut Line, command: &UpdateLine, unit_price: UnitPrice, list_price: UnitPrice) {
    (line.unit_price, line.list_price) = (unit_price, list_price);
    if let Some(inputs) = &command.custom_inputs {
        line.custom_inputs.clone_from(inputs);
    }
    if let Some(location) = &command.location {
        line.location = Some(location.clone());
    }
    if let Some(chosen) = &command.options {
        line.options = Some(Options { chosen: chosen.clone(), replaced: true });
    }
    if let Some(notes) = &command.notes {
        line.notes = Some(notes.clone());
    }
    if let Some(metadata) = &command.metadata {
        line.metadata = Some(metadata.clone());
    }
}
