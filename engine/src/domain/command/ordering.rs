//! Making orders of carts, paying for them, and seeing them through.

use crate::domain::id::{CartId, CustomerId, OrderId, ShippingMethodId, TransactionId};
use crate::domain::order::{Address, AddressForm, Contact, TransactionKind};
use crate::domain::value::Members;

/// Makes an order of a cart, whose lines stay as they are. As long as nothing in the cart changes, doing so again gives the
/// same order; where nothing was paid for it yet, with the contact, addresses and names of the last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// The cart. It must be there and have a line.
    pub cart: CartId,
    /// The order's identifier, should it be a new one; no other order may have it.
    pub new_order: OrderId,
    /// The customer who orders, where that is said: the caller is that one, or may speak for them. The order is reached by
    /// whoever reaches the cart all the same.
    pub customer: Option<CustomerId>,
    /// Who orders. Where no name or e-mail address is given, and it is nobody acting for an account, those of the customer
    /// who orders are taken, else those of the one to whom the cart belongs.
    pub contact: Contact,
    /// A number for people.
    pub number: Option<String>,
    /// Where there is no such number, what stands before one that counts the store's orders, of at least
    /// [`ORDER_NUMBER_DIGITS_MIN`] digits.
    pub number_prefix: Option<String>,
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
    /// How it is sent, and what comes of where it goes.
    pub delivery: CheckoutDelivery,
    /// A payment of all that it costs, at once. Where the cart has its order already and that is not paid, it is paid, unless
    /// it would be another now: then that one is left, and a new one made. A code of the cart that is used up meanwhile
    /// refuses a checkout that pays, and is taken out of the cart by one that does not.
    pub payment: Option<FullPayment>,
}

/// Fewest digits of an order's number that counts.
pub const ORDER_NUMBER_DIGITS_MIN: usize = 6;

/// How a checkout sends what is ordered, and what comes of where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutDelivery {
    /// Where the cart has among its attributes what the command does not say.
    pub kept: Option<KeptContact>,
    /// The way of shipping. What it costs is a line of the order.
    pub shipping: ShippingChoice,
    /// Whether the taxes of the zone to which the goods go are put on lines without a tax of their own.
    pub are_zone_taxes_put: bool,
}

impl CheckoutDelivery {
    /// What the command says is all there is, and sending it is none of the order's business.
    pub const NONE: Self = Self { kept: None, shipping: ShippingChoice::None, are_zone_taxes_put: false };
}

/// The names of the cart's attributes that say who orders and where the goods go.
///
/// The goods go to the address of the command, else to the cart's, else to where the command sends the bill, else to where the
/// cart does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptContact {
    /// Of an e-mail address, a text.
    pub email: &'static str,
    /// Of the address to which the bill is sent, a map.
    pub billing_address: &'static str,
    /// Of the address to which the goods are sent, a map.
    pub shipping_address: &'static str,
    /// How the addresses are written.
    pub form: AddressForm,
}

/// Which way of shipping an order has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShippingChoice {
    /// None.
    None,
    /// The cheapest that goes where the goods go; none where nothing does.
    Cheapest,
    /// This one, which must go there.
    Method(ShippingMethodId),
}

/// A payment of all that an order costs, by hand: money that somebody has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullPayment {
    /// The transaction's identifier.
    pub new_transaction: TransactionId,
    /// Through whom.
    pub gateway: String,
    /// How it is known to people; may be empty.
    pub name: String,
    /// Its name in a system of the shop's; may be empty.
    pub custom_reference: String,
}

/// What becomes of a cart of which an order was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CartAfterCheckout {
    /// It stays, and can be changed.
    Keep,
    /// It is [`Converted`](crate::domain::cart::CartStatus::Converted).
    Convert,
}

impl FullPayment {
    /// The payment of all that this order costs.
    #[must_use]
    pub(crate) fn of(&self, order: &OrderId) -> PayOrder {
        PayOrder {
            order: order.clone(),
            new_transaction: self.new_transaction.clone(),
            kind: TransactionKind::Purchase,
            minor_units: None,
            gateway: self.gateway.clone(),
            name: self.name.clone(),
            custom_reference: self.custom_reference.clone(),
        }
    }
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
