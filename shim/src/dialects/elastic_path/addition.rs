//! Something to add to a cart, as the member `data` describes it or one of its entries.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::AddLine;

use super::auth::Caller;
use super::problem::ErrorEntry;
use super::schema::{required, text};
use super::{custom_item, line_to_add};
use crate::exchange::Context;

/// Something to add.
#[derive(Debug)]
pub(super) enum Addition {
    /// Units of a product or a custom item.
    Line(Box<AddLine>),
    /// A code of a promotion.
    Code(String),
}

/// Source: elasticpath.md, 6, 6.1 to 6.3.
///
/// # Errors
///
/// The entry of what cannot be added, by its path from `data`.
pub(super) fn decode(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<Addition, ErrorEntry> {
    const SOURCE: &str = "data.type";
    match text(data, "type")?.as_deref() {
        Some("cart_item") => line_to_add::decode(data, context, caller).map(Box::new).map(Addition::Line),
        Some("custom_item") => custom_item::decode(data, context, caller).map(Box::new).map(Addition::Line),
        Some("promotion_item") => {
            text(data, "code")?.map(Addition::Code).ok_or_else(|| required("data.code"))
        }
        Some(other) => Err(ErrorEntry::new(400, "invalid_type")
            .detail(format!("Invalid type. Expected: {}, given: {other}", expected(other)))
            .source(SOURCE)),
        None => Err(required(SOURCE)),
    }
}

/// The types that are taken in the place of one that is not.
const fn expected(given: &str) -> &'static str {
    match given.as_bytes() {
        // Those are taken, but not beside others.
        b"cart_items" | b"order_items" => "cart_item, custom_item or promotion_item",
        _ => "cart_item, custom_item, promotion_item, cart_items or order_items",
    }
}
