//! `PUT` and `PATCH /v1/carts/:id/items/:item_id`: changes a line.

use std::collections::HashSet;

use trolley_engine::domain::command::{Checks, Command, LineRef, RemoveLine, StockCheck, UpdateLine};
use trolley_engine::domain::id::LineId;
use trolley_engine::{Error, Principal, Quantity};

use super::access::{Caller, Scope};
use super::changed_cart::{ChangedCart, Message, Part, low_stock_warnings};
use super::fields::Fields;
use super::line_to_add::{self, QUANTITY_MAX};
use super::path;
use super::problem::Refusal;
use super::remove_line::{self, of_error};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// What the body asks for.
enum Asked {
    /// To change the line; whether the quantity is among it.
    Update(UpdateLine, bool),
    /// To take it out.
    Remove(RemoveLine),
}

/// Source: stateset.md, 3.4. Reading: PATCH, which one published client sends, is the same; nothing is required, not
/// even a body; a line whose quantity is set to 0 is taken out, and the message is that of a removal.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (asked, line) = read(request, context).map_err(|refusal| refusal.respond(context))?;
    Ok(match asked {
        Asked::Update(command, is_of_quantity) => Plan {
            call: Call::Submit { principal: Principal::Server, commands: vec![Command::UpdateLine(command)] },
            encode: Box::new(move |context, result| encode(context, &line, is_of_quantity, result)),
        },
        Asked::Remove(command) => remove_line::plan(command, line),
    })
}

fn read(request: &Request, context: &Context) -> Result<(Asked, LineId), Refusal> {
    let caller = Caller::of(request, context)?;
    caller.check(Scope::Write)?;
    let mut fields = Fields::of_optional_body(&request.body)?;
    let quantity = fields.integer("quantity", 0..=QUANTITY_MAX)?;
    // No page has it here. Who lacks its scope is told so, and whoever has it gets what any unknown member gets.
    line_to_add::price_override(&mut fields, caller)?;
    let notes = line_to_add::notes(&mut fields)?;
    let metadata = fields.object("metadata")?;
    let is_checked = fields.boolean("validate_inventory", true)?;
    let (cart, line) = (path::cart(request)?, path::line(request)?);
    let reference = LineRef::Id(line.clone());
    if quantity == Some(0) {
        return Ok((Asked::Remove(RemoveLine { cart, line: reference }), line));
    }
    let command = UpdateLine {
        quantity: quantity.and_then(Quantity::new),
        notes,
        metadata,
        checks: Checks {
            stock: if is_checked { StockCheck::Cart } else { StockCheck::Skip },
            ..Checks::NONE
        },
        ..UpdateLine::new(cart, reference)
    };
    Ok((Asked::Update(command, quantity.is_some()), line))
}

/// Source: stateset.md, 3.4 and 2, Messages. Reading: where no quantity is sent the text is ours.
fn encode(context: &Context, line: &LineId, is_of_quantity: bool, result: Result<Reply, Error>) -> Response {
    let text = if is_of_quantity { "Item quantity updated" } else { "Item updated" };
    match result {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            let touched = HashSet::from([line]);
            let mut messages = vec![Message::info(text)];
            messages.extend(low_stock_warnings(context, &view, &touched));
            ChangedCart::of(&view, &touched, Part::Lines, messages).answer(context)
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(context),
        Err(error) => of_error(line, &error).respond(context),
    }
}
