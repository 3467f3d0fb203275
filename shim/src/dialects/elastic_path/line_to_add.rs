//! One product to add, as the member `data` describes it or one of its entries.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::command::{AddLine, Checks, ProductRef};
use trolley_engine::domain::id::{ProductId, Sku};
use trolley_engine::env::IdForm;

use super::auth::Caller;
use super::custom_inputs;
use super::problem::{ErrorEntry, Meta, product_not_found};
use super::readings::Auth;
use super::schema::{invalid_type, quantity, required, text};
use super::token::Grant;
use crate::exchange::Context;

/// Source: elasticpath.md, 6.1. Reading: where both `id` and `sku` are given, `id` counts. `location` is left unread:
/// without `separate_items_by_location` it makes no line of its own.
///
/// # Errors
///
/// The entry of what cannot be added, by its path from `data`.
pub(super) fn decode(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<AddLine, ErrorEntry> {
    check_type(data)?;
    check_tax(data, context, caller)?;
    check_bundle(data)?;
    line(data, context)
}

/// Only products are added.
fn check_type(data: &Map<String, Json>) -> Result<(), ErrorEntry> {
    const SOURCE: &str = "data.type";
    match text(data, "type")?.as_deref() {
        Some("cart_item") => Ok(()),
        Some(other) => Err(ErrorEntry::new(400, "invalid_type")
            .detail(format!("Invalid type. Expected: cart_item, given: {other}"))
            .source(SOURCE)),
        None => Err(required(SOURCE)),
    }
}

/// Taxes are not taken; from an implicit token, in [`Auth::Strict`], by the hosted API's own rule. No taxes are what
/// every line has.
fn check_tax(data: &Map<String, Json>, context: &Context, caller: &Caller) -> Result<(), ErrorEntry> {
    const SOURCE: &str = "data.tax";
    match data.get("tax") {
        None | Some(Json::Null) => return Ok(()),
        Some(Json::Array(taxes)) if taxes.is_empty() => return Ok(()),
        Some(Json::Array(_)) => {}
        Some(other) => return Err(invalid_type(SOURCE, "array", other)),
    }
    if context.config().elastic_path.auth == Auth::Strict && caller.grant == Grant::Implicit {
        let detail = "Taxes can be added with client credentials only";
        return Err(ErrorEntry::new(403, "Forbidden").detail(detail).source(SOURCE));
    }
    Err(ErrorEntry::new(400, "Bad Request").detail("Taxes cannot be added with a product").source(SOURCE))
}

/// Source: elasticpath.md, 10: products without components take no selection. Reading: no product has components here, so
/// that the product need not be looked for first.
fn check_bundle(data: &Map<String, Json>) -> Result<(), ErrorEntry> {
    match data.get("bundle_configuration") {
        None | Some(Json::Null) => Ok(()),
        Some(_) => Err(ErrorEntry::new(400, "Invalid bundle configuration")
            .detail("This product has no components to select options of")
            .source("data.bundle_configuration")),
    }
}

fn line(data: &mut Map<String, Json>, context: &Context) -> Result<AddLine, ErrorEntry> {
    let readings = &context.config().elastic_path;
    let product = product(data)?;
    let quantity = quantity(data, 1)?.and_then(Quantity::new).ok_or_else(|| required("data.quantity"))?;
    let sent = data.shift_remove("custom_inputs").unwrap_or(Json::Null);
    let custom_inputs = custom_inputs::decode(sent, readings.custom_input_characters_max)?;
    let checks = Checks { stock: readings.stock_check(), required_options: false, ..Checks::ALL };
    Ok(AddLine { checks, custom_inputs, ..AddLine::new(context.new_id(IdForm::Uuid), product, quantity) })
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
