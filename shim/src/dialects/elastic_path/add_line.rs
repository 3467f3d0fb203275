//! `POST /v2/carts/:id/items`: adds a product to a cart.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::command::{AddLine, AddLines, Checks, Command, OnAbsent, OnRefusal, ProductRef};
use trolley_engine::domain::id::{ProductId, Sku};
use trolley_engine::domain::money::Currency;
use trolley_engine::env::IdForm;

use super::answer::with_lines;
use super::auth::{Caller, caller};
use super::custom_inputs;
use super::problem::{ErrorEntry, Meta, product_not_found, refuse};
use super::readings::Auth;
use super::schema::{data, invalid_type, quantity, required, text};
use super::target::{cart_id, new_cart};
use super::token::Grant;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: 004_dda9b2f8eeb71665, "POST Add Product to Cart"; elasticpath.md, 6 and 6.1.
///
/// Reading: 20 #1: 201. 20 #15: the currency header has no effect while the cart has lines. Where both `id` and `sku` are
/// given, `id` counts. `location` is left unread: without `separate_items_by_location` it makes no line of its own.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let mut data = data(request, context)?;
    check_type(&data).map_err(refuse)?;
    check_tax(&data, context, &caller).map_err(refuse)?;
    check_bundle(&data).map_err(refuse)?;
    let line = line(&mut data, context).map_err(refuse)?;
    let command = Command::AddLines(AddLines {
        on_absent: OnAbsent::Create(new_cart(&cart, &caller, &context.config().elastic_path)),
        currency: currency(request),
        lines: vec![line],
        on_refusal: OnRefusal::RefuseAll,
        cart: cart.clone(),
    });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines(StatusCode::CREATED, cart, None),
    })
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

/// The currency that the header names; none where it is absent or empty. What is no code is a currency in which no store
/// sells, so that it is refused where it would have an effect, and only there.
fn currency(request: &Request) -> Option<Currency> {
    /// ISO 4217's code where no currency is meant.
    const NO_CURRENCY: &str = "XXX";
    let code = request.header("x-moltin-currency")?;
    Currency::new(code).or_else(|| Currency::new(NO_CURRENCY))
}
