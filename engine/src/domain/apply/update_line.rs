//! Changing a line: what is named takes the place of what was there, the rest stays.

use super::draft::{Draft, draft};
use super::line::{Sold, check_size, check_total, find_line, priced_units, want_quantity};
use super::settle::finish;
use super::stock::{Units, check_stock};
use super::{Change, Outcome};
use crate::domain::cart::{Line, Options};
use crate::domain::command::checking::RequiredOptions;
use crate::domain::command::{OnAbsent, UpdateLine};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::domain::value::Members;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &UpdateLine) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let line = update(facts, &mut draft, command)?;
    check_size(&draft)?;
    finish(facts, draft, Outcome::Updated { line })
}

/// Changes the line, and says which it was. What is refused leaves the draft as it was.
pub(super) fn update(facts: &Facts, draft: &mut Draft, command: &UpdateLine) -> Result<LineId, Error> {
    let cart = &draft.cart;
    let place = find_line(facts, cart, &command.line)?;
    let line = &cart.lines[place];
    let quantity = command.quantity.unwrap_or(line.quantity);
    let sold = Sold::of_line(facts, line);
    if let Some(sold) = sold {
        match (&command.options, command.checks.required_options) {
            (Some(options), _) => sold.check_options(command.checks, options)?,
            (None, RequiredOptions::Bar) => sold.check_options(command.checks, &Members::new())?,
            (None, RequiredOptions::Skip | RequiredOptions::Check) => {}
        }
        if let Some(inputs) = &command.custom_inputs {
            sold.check_custom_inputs(command.checks, inputs.as_ref())?;
        }
        let (before, after) = (i64::from(line.quantity.units()), i64::from(quantity.units()));
        if before < after {
            let units = Units { before, after, asked: after };
            check_stock(facts, cart, Some(place), sold, command.checks.stock, units)?;
        }
    }
    // A product that has no price any more, or is no longer there, leaves the line's prices as they are.
    let list_price = sold
        .zip(cart.currency_lock())
        .and_then(|(sold, currency)| sold.list_price(facts, currency, priced_units(line, quantity)).ok())
        .unwrap_or(line.list_price);
    let tax_rate = sold.map_or(line.tax_rate, |sold| sold.product.tax_rate);
    let unit_price = if line.price_overridden { line.unit_price } else { list_price };
    check_total(cart, Some(place), unit_price, quantity)?;

    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    want_quantity(line, quantity);
    line.updated_at = at;
    (line.unit_price, line.list_price, line.tax_rate) = (unit_price, list_price, tax_rate);
    change(line, command);
    Ok(line.id.clone())
}

fn change(line: &mut Line, command: &UpdateLine) {
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
