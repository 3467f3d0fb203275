//! Adding to a cart what another cart or an order has.

use std::ops::Deref;

use super::add_line::{add, add_product};
use super::add_lines::kept;
use super::codes::enter;
use super::draft::{Draft, draft};
use super::line::{Sold, check_size, pricing_currency};
use super::settle::finish;
use super::{AddedLine, Change, Outcome};
use crate::domain::access::{may_reach, may_reach_order};
use crate::domain::bundle::Selection;
use crate::domain::cart::{Content, EnteredCode, Line};
use crate::domain::command::merging::{CopyFrom, CopyLines};
use crate::domain::command::{AddContent, AddLine, ProductRef};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::domain::money::Currency;
use crate::domain::quantity::Quantity;
use crate::error::Error;
use crate::error::reason::LineRefusal;

pub(super) fn apply(facts: &Facts, command: &CopyLines) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    let source = find_source(facts, &draft, command)?;
    let (mut lines, mut refusals) = (Vec::new(), Vec::new());
    for (index, line) in source.lines {
        match copy(facts, &mut draft, command, source.currency, line) {
            Ok(Some((line, is_new))) => lines.push(AddedLine { index, line, is_new }),
            Ok(None) => {}
            Err(error) => refusals.push(LineRefusal { index, error }),
        }
    }
    let codes = draft.cart.codes.len();
    for entered in source.codes {
        // A code that is good no more does not come along; nobody has asked for it by name.
        let _ = enter(facts, &mut draft.cart, &entered.code);
    }
    let is_changed = !lines.is_empty() || codes < draft.cart.codes.len();
    let refusals = kept(command.on_refusal, lines.len(), refusals)?;
    check_size(&draft)?;
    if !is_changed {
        return Ok(draft.unchanged(Outcome::Copied { lines, refusals }));
    }
    finish(facts, draft, Outcome::Copied { lines, refusals })
}

/// What there is to copy.
struct Source<'a> {
    /// The lines with their places. Of an order only those of products.
    lines: Vec<(usize, &'a Line)>,
    codes: &'a [EnteredCode],
    currency: Option<Currency>,
}

fn find_source<'a>(facts: &'a Facts, draft: &Draft, command: &CopyLines) -> Result<Source<'a>, Error> {
    match &command.from {
        CopyFrom::Cart(id) => {
            if *id == draft.cart.id || *id == command.cart {
                return Err(Error::MergeIntoItself { cart: id.clone() });
            }
            let source = facts.source.as_deref().filter(|cart| !cart.is_expired(facts.now));
            if !may_reach(&facts.principal, id, source) {
                return Err(Error::CartNotFound { cart: id.clone() });
            }
            Ok(Source {
                lines: source
                    .map_or_else(Vec::new, |cart| cart.lines.iter().map(Deref::deref).enumerate().collect()),
                codes: source.map_or(&[], |cart| &cart.codes),
                currency: source.and_then(|cart| cart.priced_currency),
            })
        }
        CopyFrom::Order(id) => {
            let order = facts.order.as_ref().filter(|order| may_reach_order(&facts.principal, order));
            let order = order.ok_or_else(|| Error::OrderNotFound { order: id.clone() })?;
            let lines = order.lines.iter().map(|ordered| &ordered.line).enumerate();
            Ok(Source {
                lines: lines.filter(|(_, line)| line.custom().is_none()).collect(),
                codes: &[],
                currency: Some(order.currency),
            })
        }
    }
}

/// Adds what a shopper wanted of the line, and says to which line and whether that is new; none where nobody wanted any.
fn copy(
    facts: &Facts,
    draft: &mut Draft,
    command: &CopyLines,
    origin: Option<Currency>,
    line: &Line,
) -> Result<Option<(LineId, bool)>, Error> {
    let Some(quantity) = Quantity::new(i64::from(line.wanted_units())) else { return Ok(None) };
    let asked = command.currency.or(origin);
    let content = match &line.content {
        Content::Product { product, variant, .. } => AddContent::Product {
            product: ProductRef::Id(product.clone()),
            variant: variant.clone(),
            selection: None,
        },
        Content::Custom(custom) => AddContent::Custom { custom: custom.clone(), unit_price: line.list_price },
    };
    let copied = AddLine {
        checks: command.checks,
        custom_inputs: line.custom_inputs.clone(),
        location: line.location.clone(),
        options: line.options.as_ref().map(|options| options.chosen.clone()),
        notes: line.notes.clone(),
        metadata: line.metadata.clone(),
        ..AddLine::of(new_line(facts, draft)?, content, quantity)
    };
    match &line.content {
        Content::Product { product, variant, bundle } => {
            let sold = Sold::of_copy(facts, product, variant.as_ref(), command.checks.on_sale)?;
            let selected = bundle.as_ref().map(Selection::components);
            add_product(facts, draft, asked, sold, selected, &copied).map(Some)
        }
        Content::Custom(_) => {
            check_currency(facts, draft, asked, origin)?;
            add(facts, draft, asked, &copied).map(Some)
        }
    }
}

/// An identifier that no line of the cart has.
fn new_line(facts: &Facts, draft: &Draft) -> Result<LineId, Error> {
    let free = facts.new_lines.iter().find(|id| draft.cart.line(id).is_none());
    // There are more of them than a cart has lines.
    free.cloned().ok_or(Error::TooManyLines)
}

/// Refuses a custom item whose price is in another currency than the cart's: nobody knows what it costs in that.
fn check_currency(
    facts: &Facts,
    draft: &Draft,
    asked: Option<Currency>,
    origin: Option<Currency>,
) -> Result<(), Error> {
    let target = pricing_currency(facts, &draft.cart, asked)?;
    match origin {
        Some(origin) if origin != target => Err(Error::MergeCurrencyMismatch { target, origin }),
        Some(_) | None => Ok(()),
    }
}
