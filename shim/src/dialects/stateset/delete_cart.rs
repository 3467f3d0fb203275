//! `DELETE /v1/carts/:id`: gives a cart up.

use hyper::StatusCode;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::changing::AbandonCart;
use trolley_engine::domain::command::{Command, DeleteCart, OnLastCart};
use trolley_engine::domain::id::CartId;
use trolley_engine::{CartView, Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::{CartBody, Show};
use super::path;
use super::problem::Refusal;
use super::readings::CartDelete;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.11. Reading: `cart_delete`; see [`super::Readings`].
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let cart = read(request, context).map_err(|refusal| refusal.respond(context))?;
    let command = match context.config().stateset.cart_delete {
        CartDelete::Abandon => Command::AbandonCart(AbandonCart { cart: cart.clone() }),
        CartDelete::Delete => {
            Command::DeleteCart(DeleteCart { cart: cart.clone(), on_last: OnLastCart::Delete })
        }
    };
    Ok(Plan {
        call: Call::Submit { principal: Principal::Server, commands: vec![command] },
        encode: Box::new(move |context, result| encode(context, &cart, result)),
    })
}

fn read(request: &Request, context: &Context) -> Result<CartId, Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    path::cart(request)
}

fn encode(context: &Context, cart: &CartId, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { cart: Some(view), .. }) => return shown(context, &view),
        Ok(Reply::Done { cart: None, outcomes, .. }) => match outcomes.last() {
            Some(Outcome::Deleted { was_there: true }) => {
                let response = Response::empty(StatusCode::NO_CONTENT);
                return request_id::answer(response, &request_id::name(context));
            }
            Some(_) | None => Refusal::not_found("cart", cart.as_str()),
        },
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

fn shown(context: &Context, view: &CartView) -> Response {
    let body = CartBody::of(context, view, Show { customer: false, tax_breakdown: false, shipping: false });
    request_id::answer(Response::json(StatusCode::OK, &body), &request_id::name(context))
}
