//! `PUT /v2/carts/:id/items/:itemId`: changes a line.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::cart::CustomInputs;
use trolley_engine::domain::command::{Checks, Command, LineRef, RemoveLine, UpdateLine};

use super::answer::with_lines;
use super::auth::caller;
use super::custom_inputs;
use super::problem::{ErrorEntry, refuse};
use super::schema::{data, quantity, text};
use super::target::{cart_id, line_id};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.1: the quantity is absolute, and 0 takes the line out. Reading: custom inputs of null or
/// without members take the line's away; absent ones leave them.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let mut data = data(request, context)?;
    check_type(&data).map_err(refuse)?;
    let line = LineRef::Id(line_id(request)?);
    let quantity = quantity(&data, 0).map_err(refuse)?;
    let custom_inputs = sent_inputs(&mut data, context).map_err(refuse)?;
    let command = match quantity {
        Some(0) => Command::RemoveLine(RemoveLine { cart: cart.clone(), line }),
        quantity => Command::UpdateLine(UpdateLine {
            quantity: quantity.and_then(Quantity::new),
            // What is in a cart stays there, and can be made less, when it goes off sale.
            checks: Checks {
                stock: context.config().elastic_path.stock_check(),
                custom_inputs: custom_inputs.is_some(),
                ..Checks::NONE
            },
            custom_inputs,
            ..UpdateLine::new(cart.clone(), line)
        }),
    };
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines(StatusCode::OK, cart, Some(request.param("line").to_owned())),
    })
}

/// Many clients send no type.
fn check_type(data: &Map<String, Json>) -> Result<(), ErrorEntry> {
    match text(data, "type")?.as_deref() {
        None | Some("cart_item") => Ok(()),
        Some(other) => Err(ErrorEntry::new(400, "invalid_type")
            .detail(format!("Invalid type. Expected: cart_item, given: {other}"))
            .source("data.type")),
    }
}

/// The custom inputs that the line is to have, where the body has any.
fn sent_inputs(
    data: &mut Map<String, Json>,
    context: &Context,
) -> Result<Option<Option<CustomInputs>>, ErrorEntry> {
    let characters_max = context.config().elastic_path.custom_input_characters_max;
    data.shift_remove("custom_inputs").map(|sent| custom_inputs::decode(sent, characters_max)).transpose()
}
