//! `GET /api/v1/shop/cart`: the caller's cart.

use serde::Serialize;
use trolley_engine::Error;
use trolley_engine::domain::cart::CartStatus;

use super::body;
use super::caller::Caller;
use super::problem::{self, Asked};
use super::readings::IsNewCart;
use super::wire::{self, WireCart};
use crate::exchange::reuse::Reuse;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// What stands beside the cart.
///
/// Source: 003_2ee86b980955149b, 1. Cart content.
/// Reading: true where this very answer hands out the id, which is when a client must remember it; or as long as nothing is
/// stored under the id; or never. Both printed answers have false, with empty carts.
#[derive(Serialize)]
struct Beside {
    is_new_cart: bool,
}

/// Source: 003_2ee86b980955149b, 1. Cart content.
/// Reading: a cart that is not there, or was given up or checked out through another API, is shown as empty, and nothing
/// is stored. A body is ignored, or checked and not used.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    body::check(&request.body)?;
    let principal = caller.principal();
    let call = match (caller.merge(context), &caller) {
        (Some(merge), _) => Call::Submit { principal, commands: vec![merge] },
        (None, Caller::NewGuest(_)) => Call::Nothing,
        (None, Caller::User { cart, .. } | Caller::Guest(cart)) => {
            Call::Read { principal, cart: cart.clone(), reuse: Some(Reuse::PLAIN) }
        }
    };
    Ok(Plan { call, encode: Box::new(move |context, reply| encode(&caller, context, reply)) })
}

fn encode(caller: &Caller, context: &Context, reply: Result<Reply, Error>) -> Response {
    let cart = match reply {
        Ok(Reply::Cart(cart) | Reply::Done { cart, .. }) => cart,
        Ok(_) => None,
        // A cart that may not be reached is as if it were not there; a guest's that was to be merged is not this one.
        Err(Error::CartNotFound { cart }) if cart == *caller.cart() => None,
        Err(error) => return problem::of_engine(Asked::Cart, &error),
    };
    match cart.filter(|view| view.cart.status == CartStatus::Active) {
        // A merge of nothing shows a cart that is not there as it would begin.
        Some(view) => {
            retrieved(&WireCart::of(&view, context), is_new_cart(context, false, 0 < view.cart.revision))
        }
        None => {
            let (id, is_handed_out) = caller.shown_as(context);
            retrieved(&WireCart::empty(&id, context), is_new_cart(context, is_handed_out, false))
        }
    }
}

fn is_new_cart(context: &Context, is_handed_out: bool, is_stored: bool) -> bool {
    match context.config().sds_shop.is_new_cart {
        IsNewCart::HandedOut => is_handed_out,
        IsNewCart::NotStored => !is_stored,
        IsNewCart::Never => false,
    }
}

fn retrieved(cart: &WireCart<'_>, is_new_cart: bool) -> Response {
    wire::answer("Cart retrieved successfully", cart, Beside { is_new_cart })
}
