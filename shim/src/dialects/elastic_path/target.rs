//! The cart that a request is about, and how it begins.

use trolley_engine::domain::command::NewCart;
use trolley_engine::domain::id::{CartId, CustomerId, ID_BYTES_MAX, LineId};

use super::auth::Caller;
use super::problem::{ErrorEntry, refuse};
use super::readings::{Auth, Readings};
use super::refusal::line_not_found;
use super::token::Grant;
use crate::exchange::{Context, Request, Response};

/// The name of a cart that nobody named.
///
/// Source: elasticpath.md, 3.2.
pub(super) const CART_NAME: &str = "Cart";

/// Fewest characters of a cart identifier that is not easily guessed.
const UNGUESSABLE_CHARACTERS_MIN: usize = 16;

/// The identifier in the path.
///
/// Source: elasticpath.md, 1 ("Identifiers") and 3.2: letters, digits, `-` and `_`; else 400.
/// Reading: with [`Auth::Strict`] an implicit token reaches no cart whose identifier could be guessed.
///
/// # Errors
///
/// The answer, where it is none.
pub(super) fn cart_id(request: &Request, context: &Context, caller: &Caller) -> Result<CartId, Response> {
    check_cart_id(request.param("cart"), context, caller).map_err(refuse)
}

/// The same of an identifier that does not stand in the path.
///
/// # Errors
///
/// The entry of one that is not valid.
pub(super) fn check_cart_id(text: &str, context: &Context, caller: &Caller) -> Result<CartId, ErrorEntry> {
    let bad = |detail: String| ErrorEntry::new(400, "Bad Request").detail(detail);
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Err(bad("A cart id consists of the characters A-Z, a-z, 0-9, - and _".to_owned()));
    }
    let strict = context.config().elastic_path.auth == Auth::Strict && caller.grant == Grant::Implicit;
    if strict && text.len() < UNGUESSABLE_CHARACTERS_MIN {
        return Err(bad(format!("A cart id has at least {UNGUESSABLE_CHARACTERS_MIN} characters")));
    }
    CartId::new(text).map_err(|_| bad(format!("A cart id has 1 to {ID_BYTES_MAX} characters")))
}

/// The line in the path. What cannot be an identifier is no line's.
///
/// # Errors
///
/// The answer, where it is none.
pub(super) fn line_id(request: &Request) -> Result<LineId, Response> {
    let text = request.param("line");
    LineId::new(text).map_err(|_| refuse(line_not_found(Some(text))))
}

/// How the cart begins, should it not be there: as the customer's who owns the identifier or has signed in.
pub(super) fn new_cart(cart: &CartId, caller: &Caller, readings: &Readings) -> NewCart {
    let reserved_for = cart.reserved_for().and_then(|customer| CustomerId::new(customer).ok());
    NewCart {
        customer: reserved_for.or_else(|| caller.customer.clone()),
        name: CART_NAME.to_owned(),
        description: String::new(),
        attributes: Vec::new(),
        currency: None,
        is_stock_deferred: false,
        separates_locations: false,
        preview_at: None,
        expiry: readings.expiry(),
        takes_over: false,
    }
}
