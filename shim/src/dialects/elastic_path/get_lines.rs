//! `GET /v2/carts/:id/items`: the lines of a cart.

use hyper::StatusCode;

use super::answer::with_lines;
use super::auth::caller;
use super::include::include;
use super::target::cart_id;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 5. A cart that is not there has no lines.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    Ok(Plan {
        call: Call::Read { principal: caller.principal(), cart: cart.clone() },
        encode: with_lines(StatusCode::OK, cart, include(request), None),
    })
}
