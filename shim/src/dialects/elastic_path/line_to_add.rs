//! One product to add.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::command::checking::RequiredOptions;
use trolley_engine::domain::command::{AddContent, AddLine, Checks, ProductRef};
use trolley_engine::domain::id::{ProductId, Sku};
use trolley_engine::env::IdForm;

use super::auth::Caller;
use super::problem::{ErrorEntry, Meta};
use super::refusal::product_not_found;
use super::schema::{bounded_text, quantity, required, text};
use super::{custom_inputs, selection, taxes_sent};
use crate::exchange::Context;

/// Most characters of a location.
const LOCATION_CHARACTERS_MAX: usize = 255;

/// Source: 004_dda9b2f8eeb71665, "POST Add Product to Cart"; elasticpath.md, 6.1. Reading: where both `id` and `sku` are
/// given, `id` counts.
///
/// # Errors
///
/// The entry of what cannot be added, by its path from `data`.
pub(super) fn decode(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<AddLine, ErrorEntry> {
    let taxes = taxes_sent::check(data, context, caller)?;
    let selection = selection::decode(data)?;
    let readings = &context.config().elastic_path;
    let product = product(data)?;
    let quantity = quantity(data, 1)?.and_then(Quantity::new).ok_or_else(|| required("data.quantity"))?;
    let sent = data.shift_remove("custom_inputs").unwrap_or(Json::Null);
    let custom_inputs = custom_inputs::decode(sent, readings.custom_input_characters_max)?;
    let location = location(data)?;
    let checks =
        Checks { stock: readings.stock_check(), required_options: RequiredOptions::Skip, ..Checks::ALL };
    let content = AddContent::Product { product, variant: None, selection };
    let line = AddLine::of(context.new_id(IdForm::Uuid), content, quantity);
    Ok(AddLine { checks, custom_inputs, location, taxes: taxes_sent::decode(taxes, context)?, ..line })
}

/// Where the units are to come from, where that is said.
///
/// Source: elasticpath.md, 6.1, `location`. Reading: no document bounds it; it has at most 255 characters.
pub(super) fn location(data: &Map<String, Json>) -> Result<Option<String>, ErrorEntry> {
    bounded_text(data, "data", "location", LOCATION_CHARACTERS_MAX)
}

fn product(data: &Map<String, Json>) -> Result<ProductRef, ErrorEntry> {
    // What cannot be an identifier is none of a product.
    match (text(data, "id")?, text(data, "sku")?) {
        (Some(id), _) => {
            ProductId::new(id.as_str()).map(ProductRef::Id).map_err(|_| product_not_found(Meta::id(&id)))
        }
        (None, Some(sku)) => {
            Sku::new(sku.as_str()).map(ProductRef::Sku).map_err(|_| product_not_found(Meta::sku(&sku)))
        }
        (None, None) => Err(ErrorEntry::new(400, "required").detail("id or sku is required").source("data")),
    }
}
