//! Something to add that is in no catalog.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::cart::CustomItem;
use trolley_engine::domain::command::{AddContent, AddLine};
use trolley_engine::domain::id::ID_BYTES_MAX;
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, UnitPrice};
use trolley_engine::env::IdForm;

use super::auth::Caller;
use super::problem::{ErrorEntry, Meta};
use super::schema::{bounded_text, flag, integer, invalid_type, quantity, required, text, too_long};
use super::{custom_inputs, taxes_sent};
use crate::exchange::Context;

/// Most characters of a name.
const NAME_CHARACTERS_MAX: usize = 255;
/// Most characters of a description.
const DESCRIPTION_CHARACTERS_MAX: usize = 16_384;

/// Source: elasticpath.md, 6.2. Reading: an absent quantity is 1. No document bounds the texts: a name has at most 255
/// characters, as a cart's has, a SKU as many bytes as a product's, and a description 16384 characters.
///
/// # Errors
///
/// The entry of one that cannot be added, by its path from `data`.
pub(super) fn decode(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<AddLine, ErrorEntry> {
    let taxes = taxes_sent::check(data, context, caller)?;
    let custom = CustomItem {
        name: bounded_text(data, "data", "name", NAME_CHARACTERS_MAX)?
            .ok_or_else(|| required("data.name"))?,
        sku: sku(data)?,
        description: bounded_text(data, "data", "description", DESCRIPTION_CHARACTERS_MAX)?
            .unwrap_or_default(),
    };
    let unit_price = unit_price(data)?;
    let quantity = quantity(data, 1)?.and_then(Quantity::new).unwrap_or(Quantity::ONE);
    let sent = data.shift_remove("custom_inputs").unwrap_or(Json::Null);
    let characters_max = context.config().elastic_path.custom_input_characters_max;
    let custom_inputs = custom_inputs::decode(sent, characters_max)?;
    let content = AddContent::Custom { custom, unit_price };
    let line = AddLine::of(context.new_id(IdForm::Uuid), content, quantity);
    Ok(AddLine { custom_inputs, taxes: taxes_sent::decode(taxes, context)?, ..line })
}

/// Source: elasticpath.md, 6.2 and 19: the amount is 0 or more, and tax is in it unless it is said that it is not.
fn unit_price(data: &Map<String, Json>) -> Result<UnitPrice, ErrorEntry> {
    const SOURCE: &str = "data.price";
    let price = match data.get("price") {
        None | Some(Json::Null) => return Err(required(SOURCE)),
        Some(Json::Object(price)) => price,
        Some(other) => return Err(invalid_type(SOURCE, "object", other)),
    };
    let amount = match price.get("amount") {
        None | Some(Json::Null) => return Err(required("data.price.amount")),
        Some(amount) => integer("data.price.amount", amount, 0..=AMOUNT_MINOR_UNITS_MAX)?,
    };
    let includes_tax = flag(price, "data.price", "includes_tax")?.unwrap_or(true);
    Ok(UnitPrice { minor_units: amount, includes_tax })
}

fn sku(data: &Map<String, Json>) -> Result<String, ErrorEntry> {
    let sku = text(data, "sku")?.unwrap_or_default();
    if ID_BYTES_MAX < sku.len() {
        return Err(too_long("data.sku", ID_BYTES_MAX).meta(Meta::value(sku.len())));
    }
    Ok(sku)
}
