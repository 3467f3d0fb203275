//! `PUT /v2/orders/:id`: an order is sent or cancelled, or gets a name in another system.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::UpdateOrder;
use trolley_engine::domain::id::OrderId;

use super::checkout::EXTERNAL_REF_CHARACTERS_MAX;
use super::include::include;
use super::order_answer::with_order;
use super::order_target::{keeper, order_id};
use super::problem::{ErrorEntry, refuse};
use super::schema::{bounded_text, data, text};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.3.
///
/// Reading: an order is sent once all of it is paid or held, and cancelled as long as no money is taken for it and it is not
/// sent. Which states are wrong no document says.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = keeper(request, context)?;
    let order = order_id(request)?;
    let data = data(request, context)?;
    let command = read(&data, order).map_err(refuse)?;
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![Command::UpdateOrder(command)] },
        encode: with_order(StatusCode::OK, include(request)),
    })
}

fn read(data: &Map<String, Json>, order: OrderId) -> Result<UpdateOrder, ErrorEntry> {
    let is = |name: &str, expected: &str| match text(data, name)?.as_deref() {
        None => Ok(false),
        Some(given) if given == expected => Ok(true),
        Some(given) => Err(ErrorEntry::new(400, "Bad Request")
            .detail(format!("{name} can be set to {expected} only, given: {given}"))
            .source(format!("data.{name}"))),
    };
    Ok(UpdateOrder {
        order,
        is_fulfilled: is("shipping", "fulfilled")?,
        is_cancelled: is("status", "cancelled")?,
        external_reference: bounded_text(data, "data", "external_ref", EXTERNAL_REF_CHARACTERS_MAX)?,
    })
}
