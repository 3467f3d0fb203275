//! What a change of a line names, as the member `data` has it or one of its entries.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::cart::CustomInputs;
use trolley_engine::domain::command::Checks;

use super::custom_inputs;
use super::line_to_add::location;
use super::problem::ErrorEntry;
use super::schema::{quantity, text};
use crate::exchange::Context;

/// A change of a line.
#[derive(Debug)]
pub(super) enum Change {
    /// Takes it out.
    Remove,
    /// Changes it.
    Update {
        /// The quantity it is to have.
        quantity: Option<Quantity>,
        /// The custom inputs it is to have.
        custom_inputs: Option<Option<CustomInputs>>,
        /// The location it is to have.
        location: Option<String>,
        /// What to check of the product.
        checks: Checks,
    },
}

/// Source: elasticpath.md, 7.1: the quantity is absolute, and 0 takes the line out. Reading: custom inputs of null or
/// without members take the line's away; absent ones leave them. Of a custom item the quantity alone is read.
///
/// # Errors
///
/// The entry of what is not well-formed.
pub(super) fn decode(data: &mut Map<String, Json>, context: &Context) -> Result<Change, ErrorEntry> {
    let is_custom = check_type(data)?;
    let quantity = match quantity(data, 0)? {
        Some(0) => return Ok(Change::Remove),
        quantity => quantity.and_then(Quantity::new),
    };
    let custom_inputs = if is_custom { None } else { sent_inputs(data, context)? };
    let location = if is_custom { None } else { location(data)? };
    // What is in a cart stays there, and can be made less, when it goes off sale.
    let checks = Checks {
        stock: context.config().elastic_path.stock_check(),
        custom_inputs: custom_inputs.is_some(),
        ..Checks::NONE
    };
    Ok(Change::Update { quantity, custom_inputs, location, checks })
}

/// Whether it is said to be of a custom item. Many clients send no type.
fn check_type(data: &Map<String, Json>) -> Result<bool, ErrorEntry> {
    const SOURCE: &str = "data.type";
    match text(data, "type")?.as_deref() {
        None | Some("cart_item") => Ok(false),
        Some("custom_item") => Ok(true),
        Some("promotion_item") => Err(promotion_line().source(SOURCE)),
        Some(other) => Err(ErrorEntry::new(400, "invalid_type")
            .detail(format!("Invalid type. Expected: cart_item or custom_item, given: {other}"))
            .source(SOURCE)),
    }
}

/// The entry of the line of a promotion, which cannot be changed.
///
/// Reading: elasticpath.md, 7.1: no document has a text for it.
pub(super) fn promotion_line() -> ErrorEntry {
    ErrorEntry::new(400, "Bad Request").detail("Promotion items cannot be updated")
}

/// The custom inputs that the line is to have, where there are any.
fn sent_inputs(
    data: &mut Map<String, Json>,
    context: &Context,
) -> Result<Option<Option<CustomInputs>>, ErrorEntry> {
    let characters_max = context.config().elastic_path.custom_input_characters_max;
    data.shift_remove("custom_inputs").map(|sent| custom_inputs::decode(sent, characters_max)).transpose()
}
