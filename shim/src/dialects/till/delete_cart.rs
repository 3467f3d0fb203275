//! `DELETE /_trolley/carts/{id}`: deletes a cart with all that is in it. What is parked of it stays parked.

use hyper::StatusCode;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::{Command, DeleteCart, OnLastCart};

use super::access::operator;
use super::get_cart::cart_id;
use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let principal = operator(request, context).map_err(|refusal| refusal.respond())?;
    let cart = cart_id(request).map_err(|refusal| refusal.respond())?;
    let delete = DeleteCart { cart: cart.clone(), on_last: OnLastCart::Delete };
    Ok(Plan {
        call: Call::Submit { principal, commands: vec![Command::DeleteCart(delete)] },
        encode: Box::new(move |_, result| match result {
            Ok(Reply::Done { outcomes, .. }) => match outcomes.as_slice() {
                [Outcome::Deleted { was_there: true }] => Response::empty(StatusCode::NO_CONTENT),
                [Outcome::Deleted { was_there: false }] => Refusal::cart_not_found(cart.as_str()).respond(),
                _ => Refusal::of_problem(&Problem::Internal).respond(),
            },
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}
