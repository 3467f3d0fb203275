//! Who may reach which cart: decided here for everybody.

use crate::domain::cart::Cart;
use crate::domain::id::{CartId, CustomerId};
use crate::domain::order::Order;

/// On whose behalf something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// A server of the shop, with a key that reaches every cart.
    Server,
    /// A customer who has proved to be this one.
    Customer(CustomerId),
    /// Somebody unknown, who reaches a guest's cart by knowing its identifier.
    Guest,
    /// Somebody unknown, who reaches any cart and order by knowing its identifier, but for customers' own carts
    /// (`user_...`), whose identifiers can be guessed.
    Holder,
}

/// The identifier of the customer who alone reaches this cart, besides the shop's servers; none of a guest's cart.
#[must_use]
pub fn owner<'a>(id: &'a CartId, cart: Option<&'a Cart>) -> Option<&'a str> {
    id.reserved_for().or_else(|| cart.and_then(|cart| cart.customer.as_ref()).map(CustomerId::as_str))
}

/// Whether `principal` may look at and change the cart of this identifier.
///
/// A customer's own cart (`user_...`) and a cart that belongs to a customer are reached by that customer and by the
/// shop's servers alone, but for what a [`Principal::Holder`] reaches; any other cart by whoever knows its identifier. A
/// cart that may not be reached is answered like one that does not exist.
#[must_use]
pub fn may_reach(principal: &Principal, id: &CartId, cart: Option<&Cart>) -> bool {
    let owner = owner(id, cart);
    match (principal, owner) {
        (Principal::Server, _) | (_, None) => true,
        (Principal::Customer(customer), Some(owner)) => customer.as_str() == owner,
        (Principal::Guest, Some(_)) => false,
        (Principal::Holder, Some(_)) => id.reserved_for().is_none(),
    }
}

/// Whether `principal` may look at and change the order: a customer's by that customer and by the shop's servers alone, but
/// for what a [`Principal::Holder`] reaches; any other by whoever knows its identifier.
#[must_use]
pub fn may_reach_order(principal: &Principal, order: &Order) -> bool {
    match (principal, &order.customer) {
        (Principal::Server, _) | (_, None) => true,
        (Principal::Customer(customer), Some(owner)) => customer == owner,
        (Principal::Guest, Some(_)) => false,
        (Principal::Holder, Some(_)) => order.cart.reserved_for().is_none(),
    }
}
