//! `DELETE /v2/carts/:id/items/:itemId`: takes a line out of a cart.

use hyper::StatusCode;
use trolley_engine::domain::command::{Command, LineRef, RemoveLine};

use super::answer::with_lines;
use super::auth::caller;
use super::target::{cart_id, line_id};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.3. Reading: 20 #2: 200 with the lines that are left, because storefronts read them; not 204.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let line = LineRef::Id(line_id(request)?);
    let command = Command::RemoveLine(RemoveLine { cart: cart.clone(), line });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines(StatusCode::OK, cart, Some(request.param("line").to_owned())),
    })
}
