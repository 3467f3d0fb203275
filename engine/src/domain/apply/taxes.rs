//! Putting taxes on lines, changing them, and taking them off.

use super::add_lines::kept;
use super::draft::{Draft, draft};
use super::line::find_line;
use super::settle::finish;
use super::{AddedTax, Change, Outcome};
use crate::domain::cart::{Cart, Content, Line};
use crate::domain::command::OnAbsent;
use crate::domain::command::taxing::{AddTax, AddTaxes, ClearTaxes, LineKind, RemoveTax, UpdateTax};
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, TaxId};
use crate::domain::money::AMOUNT_MINOR_UNITS_MAX;
use crate::domain::tax::{TAXES_PER_LINE_MAX, Tax, TaxAmount};
use crate::error::Error;
use crate::error::reason::LineRefusal;

pub(super) fn add(facts: &Facts, command: &AddTaxes) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let mut taxes = Vec::with_capacity(command.taxes.len());
    let mut refusals = Vec::new();
    for (index, tax) in command.taxes.iter().enumerate() {
        match add_one(facts, &mut draft, tax) {
            Ok(line) => taxes.push(AddedTax { index, line, tax: tax.tax.id.clone() }),
            Err(error) => refusals.push(LineRefusal { index, error }),
        }
    }
    let refusals = kept(command.on_refusal, taxes.len(), refusals)?;
    if taxes.is_empty() {
        return Ok(draft.unchanged(Outcome::TaxesAdded { taxes, refusals }));
    }
    finish(facts, draft, Outcome::TaxesAdded { taxes, refusals })
}

/// Puts a tax on its line, and says which that is. A tax of an identifier that the cart has already leaves the line that
/// it was on.
fn add_one(facts: &Facts, draft: &mut Draft, add: &AddTax) -> Result<LineId, Error> {
    let place = find_line(facts, &draft.cart, &add.line)?;
    let line = &draft.cart.lines[place];
    if let Some(expected) = add.expected
        && expected != kind(line)
    {
        return Err(Error::LineKindMismatch { line: line.id.clone(), expected });
    }
    check_amount(add.tax.amount)?;
    let others = line.taxes.iter().filter(|tax| tax.id != add.tax.id).count();
    if TAXES_PER_LINE_MAX <= others {
        return Err(Error::TooManyTaxes { line: line.id.clone() });
    }
    take_off(&mut draft.cart, &add.tax.id);
    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    line.taxes.push(add.tax.clone());
    line.updated_at = at;
    Ok(line.id.clone())
}

const fn kind(line: &Line) -> LineKind {
    match &line.content {
        Content::Product { .. } => LineKind::Product,
        Content::Custom(_) => LineKind::Custom,
    }
}

fn check_amount(amount: TaxAmount) -> Result<(), Error> {
    match amount {
        TaxAmount::Rate(_) => Ok(()),
        TaxAmount::Fixed(minor_units) if (0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units) => Ok(()),
        TaxAmount::Fixed(_) => Err(Error::PriceOutOfRange),
    }
}

fn take_off(cart: &mut Cart, id: &TaxId) {
    for line in &mut cart.lines {
        line.taxes.retain(|tax| tax.id != *id);
    }
}

/// Refuses more taxes than the line may have, and amounts that are out of range.
pub(super) fn check_taxes(line: &LineId, taxes: Option<&[Tax]>) -> Result<(), Error> {
    let taxes = taxes.unwrap_or_default();
    if TAXES_PER_LINE_MAX < taxes.len() {
        return Err(Error::TooManyTaxes { line: line.clone() });
    }
    taxes.iter().try_for_each(|tax| check_amount(tax.amount))
}

/// Puts these taxes in place of the line's. Of several of one identifier in the cart the last that came stays.
pub(super) fn replace_taxes(cart: &mut Cart, place: usize, taxes: &[Tax]) {
    cart.lines[place].taxes.clear();
    for tax in taxes {
        take_off(cart, &tax.id);
        cart.lines[place].taxes.push(tax.clone());
    }
}

pub(super) fn update(facts: &Facts, command: &UpdateTax) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let place = find_line(facts, &draft.cart, &command.line)?;
    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    let tax = line.taxes.iter_mut().find(|tax| tax.id == command.tax);
    let tax = tax.ok_or_else(|| Error::TaxNotFound { tax: command.tax.clone() })?;
    if let Some(amount) = command.amount {
        check_amount(amount)?;
        tax.amount = amount;
    }
    if let Some(name) = &command.name {
        tax.name.clone_from(name);
    }
    if let Some(jurisdiction) = &command.jurisdiction {
        tax.jurisdiction.clone_from(jurisdiction);
    }
    if let Some(code) = &command.code {
        tax.code.clone_from(code);
    }
    line.updated_at = at;
    let line = line.id.clone();
    finish(facts, draft, Outcome::TaxUpdated { line })
}

pub(super) fn remove(facts: &Facts, command: &RemoveTax) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let place = find_line(facts, &draft.cart, &command.line)?;
    let at = draft.at;
    let line = &mut draft.cart.lines[place];
    let Some(tax) = line.taxes.iter().position(|tax| tax.id == command.tax) else {
        return Err(Error::TaxNotFound { tax: command.tax.clone() });
    };
    line.taxes.remove(tax);
    line.updated_at = at;
    finish(facts, draft, Outcome::TaxRemoved)
}

pub(super) fn clear(facts: &Facts, command: &ClearTaxes) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let at = draft.at;
    let mut taxes = 0;
    for line in draft.cart.lines.iter_mut().filter(|line| !line.taxes.is_empty()) {
        taxes += line.taxes.len();
        line.taxes.clear();
        line.updated_at = at;
    }
    if taxes == 0 {
        return Ok(draft.unchanged(Outcome::TaxesCleared { taxes }));
    }
    finish(facts, draft, Outcome::TaxesCleared { taxes })
}
