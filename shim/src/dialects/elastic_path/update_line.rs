//! `PUT /v2/carts/:id/items/:itemId`: changes a line.

use hyper::StatusCode;
use trolley_engine::domain::command::{Command, LineRef, RemoveLine, UpdateLine};

use super::answer::with_lines;
use super::auth::caller;
use super::include::include;
use super::line_change::{self, Change, promotion_line};
use super::problem::refuse;
use super::promotion_line::code_of_promotion_line;
use super::schema::data;
use super::target::{cart_id, line_id};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.1. Reading: the line of a promotion cannot be changed, by whatever type.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let mut data = data(request, context)?;
    let change = line_change::decode(&mut data, context).map_err(refuse)?;
    if code_of_promotion_line(request.param("line")).is_some() {
        return Err(refuse(promotion_line()));
    }
    let line = LineRef::Id(line_id(request)?);
    let command = match change {
        Change::Remove => Command::RemoveLine(RemoveLine { cart: cart.clone(), line }),
        Change::Update { quantity, custom_inputs, location, checks } => Command::UpdateLine(UpdateLine {
            quantity,
            custom_inputs,
            location,
            checks,
            ..UpdateLine::new(cart.clone(), line)
        }),
    };
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines(StatusCode::OK, cart, include(request), Some(request.param("line").to_owned())),
    })
}
