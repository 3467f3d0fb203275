//! `GET /_trolley/carts/{id}`: shows a cart.

use hyper::StatusCode;
use trolley_engine::domain::id::CartId;

use super::access::operator;
use super::problem::Refusal;
use super::wire::CartBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let principal = operator(request, context).map_err(|refusal| refusal.respond())?;
    let cart = cart_id(request).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::Read { principal, cart: cart.clone(), reuse: None },
        encode: Box::new(move |_, result| match result {
            Ok(Reply::Cart(Some(view))) => Response::json(StatusCode::OK, &CartBody::of(&view)),
            Ok(Reply::Cart(None)) => Refusal::cart_not_found(cart.as_str()).respond(),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

/// The cart that the path names.
///
/// # Errors
///
/// 404 where no cart can be called so.
pub(super) fn cart_id(request: &Request) -> Result<CartId, Refusal> {
    let id = request.param("id");
    CartId::new(id).map_err(|_| Refusal::cart_not_found(id))
}
