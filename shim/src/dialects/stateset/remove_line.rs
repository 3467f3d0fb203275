//! `DELETE /v1/carts/:id/items/:item_id`: takes a line out.

use std::collections::HashSet;

use trolley_engine::domain::command::{Command, LineRef, RemoveLine};
use trolley_engine::domain::id::LineId;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::changed_cart::{ChangedCart, Message, Part};
use super::path;
use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.5 and 4.3, 11: 200 with the cart. Reading: a second time, and a line of another cart, is 404.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (command, line) = read(request, context).map_err(|refusal| refusal.respond(context))?;
    Ok(plan(command, line))
}

fn read(request: &Request, context: &Context) -> Result<(RemoveLine, LineId), Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    let (cart, line) = (path::cart(request)?, path::line(request)?);
    Ok((RemoveLine { cart, line: LineRef::Id(line.clone()) }, line))
}

/// Takes the line out.
pub(super) fn plan(command: RemoveLine, line: LineId) -> Plan {
    Plan {
        call: Call::Submit { principal: Principal::Server, commands: vec![Command::RemoveLine(command)] },
        encode: Box::new(move |context, result| encode(context, &line, result)),
    }
}

fn encode(context: &Context, line: &LineId, result: Result<Reply, Error>) -> Response {
    match result {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            let messages = vec![Message::info("Item removed from cart")];
            ChangedCart::of(&view, &HashSet::new(), Part::Lines, messages).answer(context)
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(context),
        Err(error) => of_error(line, &error).respond(context),
    }
}

/// What is answered where the engine refused to change this line or failed.
pub(super) fn of_error(line: &LineId, error: &Error) -> Refusal {
    match error.reason() {
        Error::LineNotFound => Refusal::not_found("item", line.as_str()),
        error => Refusal::of_error(error),
    }
}
