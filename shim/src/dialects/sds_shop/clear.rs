//! `DELETE /api/v1/shop/cart`: takes everything out of the caller's cart.

use trolley_engine::domain::command::ClearCart;
use trolley_engine::{Command, Error};

use super::body;
use super::caller::Caller;
use super::problem::{self, Asked};
use super::wire::{self, NothingBeside, WireCart};
use crate::exchange::{Context, Plan, Reply, Request, Response};

/// Source: 003_2ee86b980955149b, 5. Delete all items in cart (Clear cart).
/// Reading: the cart keeps its id; an empty one, and one that is not there, can be cleared. A body is ignored, or
/// checked and not used.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    body::check(&request.body)?;
    let command = ClearCart::new(caller.cart().clone(), caller.on_absent(context));
    let call = caller.submit(context, Command::ClearCart(command));
    Ok(Plan { call, encode: Box::new(encode) })
}

fn encode(context: &Context, reply: Result<Reply, Error>) -> Response {
    match reply {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            wire::answer("Cart cleared successfully", &WireCart::of(&view, context), NothingBeside {})
        }
        Ok(_) => problem::server_error(),
        Err(error) => problem::of_engine(Asked::Cart, &error),
    }
}
