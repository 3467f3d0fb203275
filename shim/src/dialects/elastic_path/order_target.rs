//! The order that a request is about, and who may see and change orders.

use trolley_engine::domain::id::{OrderId, TransactionId};

use super::auth::{Caller, caller};
use super::problem::{ErrorEntry, refuse};
use super::readings::Auth;
use super::token::Grant;
use crate::exchange::{Context, Request, Response};

/// The identifier in the path. What cannot be one is no order's.
///
/// # Errors
///
/// The answer, where it is none.
pub(super) fn order_id(request: &Request) -> Result<OrderId, Response> {
    OrderId::new(request.param("order")).map_err(|_| refuse(order_not_found()))
}

/// The transaction in the path. What cannot be an identifier is no transaction's.
///
/// # Errors
///
/// The answer, where it is none.
pub(super) fn transaction_id(request: &Request) -> Result<TransactionId, Response> {
    TransactionId::new(request.param("transaction")).map_err(|_| refuse(transaction_not_found()))
}

/// Who calls, and may look at orders.
///
/// Source: elasticpath.md, 2: an implicit token reads orders only with a customer's token beside it. Reading: so only in
/// [`Auth::Strict`]; else it reads every order whose identifier it knows and that is no customer's, because storefronts
/// cannot show an order's true state otherwise.
///
/// # Errors
///
/// The answer to one who may not.
pub(super) fn reader(request: &Request, context: &Context) -> Result<Caller, Response> {
    let caller = caller(request, context)?;
    let is_kept = is_strict(context) && caller.grant == Grant::Implicit && caller.customer.is_none();
    if is_kept {
        let detail = "Orders can be read with client credentials or a customer token only";
        return Err(refuse(ErrorEntry::new(403, "Forbidden").detail(detail)));
    }
    Ok(caller)
}

/// Who calls, and may change orders otherwise than by paying.
///
/// Source: elasticpath.md, 2. Reading: so only in [`Auth::Strict`].
///
/// # Errors
///
/// The answer to one who may not.
pub(super) fn keeper(request: &Request, context: &Context) -> Result<Caller, Response> {
    let caller = caller(request, context)?;
    if is_strict(context) && caller.grant == Grant::Implicit {
        let detail = "Orders can be changed with client credentials only";
        return Err(refuse(ErrorEntry::new(403, "Forbidden").detail(detail)));
    }
    Ok(caller)
}

/// The entry of an order that is not there, or not the caller's.
///
/// Source: elasticpath.md, 19.
pub(super) fn order_not_found() -> ErrorEntry {
    ErrorEntry::new(404, "Not Found").detail("Order not found")
}

/// The entry of a transaction that the order does not have.
pub(super) fn transaction_not_found() -> ErrorEntry {
    ErrorEntry::new(404, "Not Found").detail("Transaction not found")
}

fn is_strict(context: &Context) -> bool {
    context.config().elastic_path.auth == Auth::Strict
}
