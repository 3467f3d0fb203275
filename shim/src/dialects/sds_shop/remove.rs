//! `DELETE /api/v1/shop/cart/{productSku}`: takes a product out of the caller's cart.

use trolley_engine::domain::command::{LineRef, RemoveLine};
use trolley_engine::domain::id::Sku;
use trolley_engine::{Command, Error};

use super::PRODUCT_SKU;
use super::body;
use super::caller::Caller;
use super::problem::{self, Asked};
use super::wire::{self, NothingBeside, WireCart};
use crate::exchange::{Context, Plan, Reply, Request, Response};

/// Source: 003_2ee86b980955149b, 4. Delete item (product) in cart.
/// Reading: a SKU that is not in the cart is 404. A body is ignored, or checked and not used.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    body::check(&request.body)?;
    let Ok(sku) = Sku::new(request.param(PRODUCT_SKU)) else { return Err(problem::line_not_found()) };
    let command = RemoveLine { cart: caller.cart().clone(), line: LineRef::Sku(sku) };
    let call = caller.submit(context, Command::RemoveLine(command));
    Ok(Plan { call, encode: Box::new(encode) })
}

fn encode(context: &Context, reply: Result<Reply, Error>) -> Response {
    match reply {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            wire::answer("Cart item removed successfully", &WireCart::of(&view, context), NothingBeside {})
        }
        Ok(_) => problem::server_error(),
        Err(error) => problem::of_engine(Asked::Line, &error),
    }
}
