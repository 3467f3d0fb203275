//! `DELETE /v2/carts/:id/items`: takes all lines out of a cart.

use trolley_engine::domain::command::{ClearCart, Command, OnAbsent};

use super::answer::with_nothing;
use super::auth::caller;
use super::target::{cart_id, new_cart};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.4: 204; the cart stays. A cart that is not there has no lines to take out.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let command = Command::ClearCart(ClearCart::new(
        cart.clone(),
        OnAbsent::Create(new_cart(&cart, &caller, &context.config().elastic_path)),
    ));
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_nothing(cart),
    })
}
