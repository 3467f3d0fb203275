//! `PUT /api/v1/shop/cart/{productSku}`: changes a line of the caller's cart.

use serde::Serialize;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::{LineRef, UpdateLine};
use trolley_engine::domain::id::Sku;
use trolley_engine::{CartView, Command, Error};

use super::PRODUCT_SKU;
use super::body;
use super::caller::Caller;
use super::problem::{self, Asked};
use super::wire::{self, WireCart, WireLine};
use crate::exchange::{Context, Plan, Reply, Request, Response};

/// What stands beside the cart.
///
/// Source: 003_2ee86b980955149b, 3. Update item (product) to cart.
#[derive(Serialize)]
struct Beside<'a> {
    updated_item: &'a WireLine<'a>,
}

/// Source: 003_2ee86b980955149b, 3. Update item (product) to cart.
/// Reading: the quantity is absolute; what is not sent stays; a SKU that is not in the cart is 404, never added.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let fields = body::read(&request.body)?;
    let Ok(sku) = Sku::new(request.param(PRODUCT_SKU)) else { return Err(problem::line_not_found()) };
    let command = UpdateLine {
        quantity: fields.quantity,
        options: fields.options,
        checks: caller.checks(context),
        ..UpdateLine::new(caller.cart().clone(), LineRef::Sku(sku))
    };
    let call = caller.submit(context, Command::UpdateLine(command));
    Ok(Plan { call, encode: Box::new(encode) })
}

fn encode(context: &Context, reply: Result<Reply, Error>) -> Response {
    match reply {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => {
            updated(&view, outcomes.last(), context).unwrap_or_else(problem::server_error)
        }
        Ok(_) => problem::server_error(),
        Err(error) => problem::of_engine(Asked::Line, &error),
    }
}

/// The answer; none where the engine answered something else than an update.
///
/// Reading: an answer that is made again, for an idempotency key, may find the line gone by then.
fn updated(view: &CartView, outcome: Option<&Outcome>, context: &Context) -> Option<Response> {
    let Some(Outcome::Updated { line }) = outcome else { return None };
    let cart = WireCart::of(view, context);
    Some(match cart.line(view, line) {
        Some(updated_item) => wire::answer("Cart item updated successfully", &cart, Beside { updated_item }),
        None => problem::line_not_found(),
    })
}
