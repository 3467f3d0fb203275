//! What a path names.

use trolley_engine::domain::id::{CartId, LineId};

use super::problem::Refusal;
use crate::exchange::Request;

/// The cart of the path.
///
/// # Errors
///
/// 404 where nothing can have this identifier.
pub(super) fn cart(request: &Request) -> Result<CartId, Refusal> {
    let cart = request.param("id");
    CartId::new(cart).map_err(|_| Refusal::not_found("cart", cart))
}

/// The line of the path.
///
/// # Errors
///
/// 404 where nothing can have this identifier.
pub(super) fn line(request: &Request) -> Result<LineId, Refusal> {
    let line = request.param("item_id");
    LineId::new(line).map_err(|_| Refusal::not_found("item", line))
}
