//! A line as bodies ask for it: at the top of an add, and in the `items` of adds and creates.

use serde_json::Value as Json;
use trolley_engine::Quantity;
use trolley_engine::domain::command::{AddContent, AddLine, Checks, OnDuplicate, ProductRef, StockCheck};
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::env::IdForm;

use super::access::{Caller, Scope};
use super::fields::{Fields, required};
use super::problem::Refusal;
use crate::exchange::Context;

/// Most units that one call may name. What a line holds in all is the engine's to limit.
pub(super) const QUANTITY_MAX: i64 = 1_000_000;
/// Most characters of a note.
const NOTES_CHARACTERS_MAX: usize = 2_000;

/// Reads one line.
///
/// Source: 002_9a03df3278c5038c, Request Body; stateset.md, 3.1 and 5, 2, 5 and 11.
///
/// # Errors
///
/// 400 where a member is missing or wrong; 403 where a price is set without the scope for it, whatever the price.
pub(super) fn decode(fields: &mut Fields, caller: Caller<'_>, context: &Context) -> Result<AddLine, Refusal> {
    let product = required("product_id", fields.id("product_id")?)?;
    let variant = fields.id("variant_id")?;
    let quantity = fields.integer("quantity", 1..=QUANTITY_MAX)?.and_then(Quantity::new);
    let quantity = required("quantity", quantity)?;
    let price_override = price_override(fields, caller)?;
    let notes = notes(fields)?;
    let metadata = fields.object("metadata")?;
    let stock = if fields.boolean("validate_inventory", true)? { StockCheck::Cart } else { StockCheck::Skip };
    let replace = fields.boolean("replace_quantity", false)?;
    let content = AddContent::Product { product: ProductRef::Id(product), variant, selection: None };
    Ok(AddLine {
        on_duplicate: if replace { OnDuplicate::Replace } else { OnDuplicate::Increase },
        checks: Checks { stock, on_sale: true, ..Checks::NONE },
        price_override,
        notes,
        metadata,
        ..AddLine::of(context.new_id(IdForm::Prefixed("ci_")), content, quantity)
    })
}

/// A note on a line.
///
/// # Errors
///
/// 400 where it is something else than a text, or too long.
pub(super) fn notes(fields: &mut Fields) -> Result<Option<String>, Refusal> {
    fields.text_that("notes", format!("have at most {NOTES_CHARACTERS_MAX} characters"), |text| {
        text.chars().count() <= NOTES_CHARACTERS_MAX
    })
}

/// A price of the caller's own.
///
/// # Errors
///
/// 403 where the caller may set none, 400 where it is out of range.
pub(super) fn price_override(fields: &mut Fields, caller: Caller<'_>) -> Result<Option<i64>, Refusal> {
    const NAME: &str = "price_override";
    if fields.has(NAME) {
        caller.check(Scope::PriceOverride).map_err(|refusal| refusal.in_field(NAME))?;
    }
    fields.integer(NAME, 0..=AMOUNT_MINOR_UNITS_MAX)
}

/// Reads several lines; a refusal names the place of the line, from 0.
///
/// # Errors
///
/// Those of [`decode`], and 400 where one is not an object.
pub(super) fn decode_list(
    list: Vec<Json>,
    caller: Caller<'_>,
    context: &Context,
) -> Result<Vec<AddLine>, Refusal> {
    let decode_one = |(index, line)| {
        let decoded = match line {
            Json::Object(object) => decode(&mut Fields::new(object), caller, context),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => {
                Err(Refusal::validation_of("items", "Each of items must be an object"))
            }
        };
        decoded.map_err(|refusal| refusal.at(index))
    };
    list.into_iter().enumerate().map(decode_one).collect()
}
