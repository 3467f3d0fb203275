//! `DELETE /v2/carts/:id/discounts/:code`: takes a code away.

use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::entering::RemoveCode;

use super::answer::with_nothing;
use super::auth::caller;
use super::target::cart_id;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// What the codes of automatic promotions begin with.
const AUTOMATIC_PREFIX: &str = "auto_";

/// Source: elasticpath.md, 7.5: 204. Reading: codes of automatic promotions are left as they are; one that the cart does
/// not have is 404.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let (code, principal) = (request.param("code").to_owned(), caller.principal());
    let call = if is_automatic(&code) {
        Call::Read { principal, cart: cart.clone(), reuse: None }
    } else {
        let command = Command::RemoveCode(RemoveCode::new(cart.clone(), code));
        Call::Submit { principal, commands: vec![command] }
    };
    Ok(Plan { call, encode: with_nothing(cart) })
}

/// Whether a code is that of an automatic promotion, which no shopper enters.
pub(super) fn is_automatic(code: &str) -> bool {
    code.starts_with(AUTOMATIC_PREFIX)
}
