//! `DELETE /v2/carts/:id`: deletes a cart.

use hyper::StatusCode;
use trolley_engine::domain::command::{Command, DeleteCart, OnLastCart};

use super::auth::caller;
use super::problem::{refuse_error, respond};
use super::target::cart_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: elasticpath.md, 3.4: 204. 19: a customer's only cart stays. Reading: a cart that is not there is 204 too.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let command = Command::DeleteCart(DeleteCart { cart, on_last: OnLastCart::Refuse });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: Box::new(|context, result| match result {
            Ok(Reply::Done { .. }) => Response::empty(StatusCode::NO_CONTENT),
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}
