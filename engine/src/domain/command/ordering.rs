//! Making orders of carts, paying for them, and seeing them through.

use crate::domain::id::{CartId, CustomerId, OrderId, TransactionId};
use crate::domain::order::{Address, Contact, TransactionKind};
use crate::domain::value::Members;

/// Makes an order of a cart, which stays as it is. As long as nothing in the cart changes, doing so again gives the same
/// order; where nothing was paid for it yet, with the contact, addresses and names of the last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// The cart. It must be there and have a line.
    pub cart: CartId,
    /// The order's identifier, should it be a new one.
    pub new_order: OrderId,
    /// The customer who orders, where that is said: the caller is that one, or may speak for them. The order is reached by
    /// whoever reaches the cart all the same.
    pub customer: Option<CustomerId>,
    /// Who orders. Where no name or e-mail address is given, and it is nobody acting for an account, those of the customer
    /// who orders are taken, else those of the one to whom the cart belongs.
    pub contact: Contact,
    /// A number for people.
    pub number: Option<String>,
    /// Its name in a system of the shop's.
    pub external_reference: Option<String>,
    /// Whom the bill is sent to.
    pub billing_address: Address,
    /// Whom the goods are sent to.
    pub shipping_address: Address,
    /// What the caller attaches to it.
    pub attributes: Members,
    /// Whether the stock must have all that is ordered.
    pub is_stock_checked: bool,
    /// What becomes of the cart.
    pub cart_after: CartAfterCheckout,
}

/// What becomes of a cart of which an order was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CartAfterCheckout {
    /// It stays, and can be changed.
    Keep,
    /// It is [`Converted`](crate::domain::cart::CartStatus::Converted).
    Convert,
}

/// Pays for an order, or a part of it, by hand: money that somebody has taken. The first payment holds back the stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayOrder {
    /// The order.
    pub order: OrderId,
    /// The transaction's identifier.
    pub new_transaction: TransactionId,
    /// Whether the money is taken or held.
    pub kind: TransactionKind,
    /// Minor units, at most what is not paid and held yet; none for all of that.
    pub minor_units: Option<i64>,
    /// Through whom.
    pub gateway: String,
    /// How it is known to people; may be empty.
    pub name: String,
    /// Its name in a system of the shop's; may be empty.
    pub custom_reference: String,
}

/// Takes the money that a transaction holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureTransaction {
    /// The order.
    pub order: OrderId,
    /// The transaction.
    pub transaction: TransactionId,
}

/// Gives back money that a transaction has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundTransaction {
    /// The order.
    pub order: OrderId,
    /// The transaction.
    pub transaction: TransactionId,
    /// Minor units, at most what was not given back yet; none for all of that.
    pub minor_units: Option<i64>,
}

/// Changes an order; what is not named stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateOrder {
    /// The order.
    pub order: OrderId,
    /// Whether all of it was sent: what was held back of the stock is gone.
    pub is_fulfilled: bool,
    /// Whether it is given up: what was held back of the stock can be sold again.
    pub is_cancelled: bool,
    /// Its name in a system of the shop's.
    pub external_reference: Option<String>,
}
