//! `DELETE /v2/carts/:id`: deletes a cart.

use hyper::StatusCode;
use trolley_engine::domain::command::{Command, DeleteCart};

use super::auth::caller;
use super::problem::{refuse_error, respond};
use super::target::cart_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: elasticpath.md, 3.4: 204. Reading: so has a cart that is not there. A customer's only cart is deleted like any
/// other, where the hosted API answers "Last cart".
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let command = Command::DeleteCart(DeleteCart { cart });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: Box::new(|context, result| match result {
            Ok(Reply::Done { .. }) => Response::empty(StatusCode::NO_CONTENT),
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}
