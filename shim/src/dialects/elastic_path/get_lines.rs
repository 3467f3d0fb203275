//! `GET /v2/carts/:id/items`: the lines of a cart.

use hyper::StatusCode;

use super::answer::with_lines;
use super::auth::caller;
use super::include::{Include, include};
use super::target::cart_id;
use crate::exchange::reuse::Reuse;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 5. A cart that is not there has no lines.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let include = include(request);
    // What stands beside the cart is asked for too seldom to be kept.
    let reuse = (include == Include::default()).then_some(Reuse::PLAIN);
    Ok(Plan {
        call: Call::Read { principal: caller.principal(), cart: cart.clone(), reuse },
        encode: with_lines(StatusCode::OK, cart, include, None),
    })
}
