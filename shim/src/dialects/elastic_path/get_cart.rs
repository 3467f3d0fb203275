//! `GET /v2/carts/:id`: a cart, with its lines and more where they are asked for.

use hyper::StatusCode;

use super::answer::with_cart;
use super::auth::caller;
use super::include::{Include, include};
use super::target::cart_id;
use crate::exchange::reuse::Reuse;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 3.2 and 4. Reading: 20 #28: a cart that is not there is answered as if it were made now, but
/// kept only once something is in it.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let include = include(request);
    // What stands beside the cart is asked for too seldom to be kept.
    let reuse = (include == Include::default()).then_some(Reuse::PLAIN);
    Ok(Plan {
        call: Call::Read { principal: caller.principal(), cart: cart.clone(), reuse },
        encode: with_cart(StatusCode::OK, cart, include),
    })
}
