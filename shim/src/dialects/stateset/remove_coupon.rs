//! `DELETE /v1/carts/:id/coupons/:code`: takes a coupon's code away.

use std::collections::HashSet;

use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::entering::{RemoveCode, Spelling};
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::changed_cart::{ChangedCart, Message, Part};
use super::path;
use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.11. Reading: what `applied_coupons` lists can be taken away, a discount that somebody gave by
/// hand too; the message is ours.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let command = read(request, context).map_err(|refusal| refusal.respond(context))?;
    let code = command.code.clone();
    Ok(Plan {
        call: Call::Submit { principal: Principal::Server, commands: vec![Command::RemoveCode(command)] },
        encode: Box::new(move |context, result| encode(context, &code, result)),
    })
}

fn read(request: &Request, context: &Context) -> Result<RemoveCode, Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    let code = request.param("code").to_owned();
    let cart = path::cart(request)?;
    Ok(RemoveCode { spelling: Spelling::AnyCase, takes_discounts: true, ..RemoveCode::new(cart, code) })
}

fn encode(context: &Context, code: &str, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            let messages = vec![Message::info("Coupon removed from cart")];
            return ChangedCart::of(&view, &HashSet::new(), Part::Coupons, messages).answer(context);
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(Error::CodeNotFound { .. }) => Refusal::not_found("coupon", code),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}
