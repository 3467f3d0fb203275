//! `GET /v2/carts/:id`: a cart, with its lines where they are asked for.

use hyper::StatusCode;

use super::answer::with_cart;
use super::auth::caller;
use super::target::cart_id;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 3.2 and 4. Reading: 20 #28: a cart that is not there is answered as if it were made now, but
/// kept only once something is in it.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    Ok(Plan {
        call: Call::Read { principal: caller.principal(), cart: cart.clone() },
        encode: with_cart(StatusCode::OK, cart, includes(request, "items")),
    })
}

/// Whether the parameter `include` names this, in a list by commas or in one of several parameters. Names that nobody
/// knows are left unread.
fn includes(request: &Request, name: &str) -> bool {
    let lists = request.query.iter().filter(|(key, _)| key == "include");
    lists.flat_map(|(_, list)| list.split(',')).any(|one| one.trim() == name)
}
