//! Orders: what a cart was when it was checked out, who is to get it, and what was paid for it.

use crate::domain::cart::Line;
use crate::domain::id::{
    CartId, CustomerId, OrderId, OrderLineId, ProductId, ShippingMethodId, Sku, TransactionId, VariantId,
};
use crate::domain::money::Currency;
use crate::domain::pricing::PricedCart;
use crate::domain::time::Timestamp;
use crate::domain::value::{Members, Value};

/// Most transactions that an order may have.
pub const TRANSACTIONS_MAX: usize = 100;

/// An order. What was ordered, and what it costs, never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its identifier.
    pub id: OrderId,
    /// The cart it was made of.
    pub cart: CartId,
    /// The customer whom the cart belonged to.
    pub customer: Option<CustomerId>,
    /// Who ordered.
    pub contact: Contact,
    /// A number for people.
    pub number: Option<String>,
    /// Its name in a system of the shop's.
    pub external_reference: Option<String>,
    /// Whom the bill is sent to.
    pub billing_address: Address,
    /// Whom the goods are sent to.
    pub shipping_address: Address,
    /// What callers attach to it, by name, in order.
    pub attributes: Members,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What was ordered, in the order of the cart's lines; what sending it costs is the last.
    pub lines: Vec<OrderLine>,
    /// What it costs; its lines are in the order of `lines`.
    pub priced: PricedCart,
    /// Whether it was given up.
    pub is_cancelled: bool,
    /// Whether all of it was sent.
    pub is_fulfilled: bool,
    /// What was paid and given back, the oldest first. At most [`TRANSACTIONS_MAX`].
    pub transactions: Vec<Transaction>,
    /// How it is sent, where that is a line of it.
    pub shipping: Option<OrderShipping>,
    /// Units that are held back for it: from the first transaction until it is fulfilled or cancelled.
    pub allocations: Vec<Allocation>,
    /// How often it has been changed.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Who ordered. Texts are empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Whether it is a person acting for an account, and not a customer.
    pub is_of_account: bool,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The account's identifier, where it is one's.
    pub account: String,
    /// The identifier of the account's member, where it is one's.
    pub account_member: String,
}

/// Where somebody is to be reached. Texts are empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone number.
    pub phone_number: String,
    /// Company.
    pub company_name: String,
    /// Street and number.
    pub line_1: String,
    /// What belongs to it.
    pub line_2: String,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postcode: String,
    /// County.
    pub county: String,
    /// Region, state or province.
    pub region: String,
    /// Country.
    pub country: String,
    /// A word to whoever brings it.
    pub instructions: String,
}

/// How somebody writes an address as a map: the names of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressForm {
    /// Of street and number.
    pub line_1: &'static str,
    /// Of what belongs to it.
    pub line_2: &'static str,
    /// Of the town.
    pub city: &'static str,
    /// Of the region, state or province.
    pub region: &'static str,
    /// Of the postal code.
    pub postcode: &'static str,
    /// Of the country.
    pub country: &'static str,
}

impl AddressForm {
    /// The address that a value has; what is missing or no text is empty.
    #[must_use]
    pub fn read(&self, value: &Value) -> Address {
        let text = |name: &str| match value.member(name) {
            Some(Value::Text(text)) => text.clone(),
            Some(_) | None => String::new(),
        };
        Address {
            line_1: text(self.line_1),
            line_2: text(self.line_2),
            city: text(self.city),
            region: text(self.region),
            postcode: text(self.postcode),
            country: text(self.country),
            ..Address::default()
        }
    }
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Its identifier.
    pub id: OrderLineId,
    /// The cart's line as it was. Its custom inputs are all loaded.
    pub line: Line,
    /// The stock keeping unit; of a custom item whatever it has, maybe nothing.
    pub sku: String,
    /// The name for shoppers, and the variant's where it has one.
    pub name: String,
    /// The names for shoppers of a bundle's components of which something was selected, each behind its key.
    pub component_names: Vec<(String, String)>,
}

/// How an order is sent. What that costs is a line of the order like any other, a custom item that nothing is taken off and
/// no tax is put on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderShipping {
    /// The place of its line among the order's.
    pub place: usize,
    /// The way of shipping.
    pub method: ShippingMethodId,
    /// Its name for shoppers.
    pub name: String,
    /// About how many days it takes.
    pub estimated_days: Option<u32>,
}

/// Money that was taken or is held for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Its identifier.
    pub id: TransactionId,
    /// Through whom.
    pub gateway: String,
    /// How it is known to people; may be empty.
    pub name: String,
    /// Its name in a system of the shop's; may be empty.
    pub custom_reference: String,
    /// What it was asked for as; a captured authorization stays one.
    pub kind: TransactionKind,
    /// What has become of it.
    pub state: TransactionState,
    /// Minor units, 0 or more; 0 only for an order that costs nothing.
    pub minor_units: i64,
    /// Minor units of it that were given back.
    pub refunded_minor_units: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a transaction was asked for as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionKind {
    /// The money is taken at once.
    Purchase,
    /// The money is held, to be captured later.
    Authorize,
}

/// What has become of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionState {
    /// The money is held.
    Authorized,
    /// The money was taken, and maybe part of it given back.
    Complete,
    /// All of the money was given back.
    Refunded,
}

/// Units of a stock that are held back for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The product whose stock it is.
    pub product: ProductId,
    /// The variant, where the stock is its own.
    pub variant: Option<VariantId>,
    /// How many units.
    pub units: i64,
}

/// How far an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Nothing was paid.
    Unpaid,
    /// A part of it is held.
    PartiallyAuthorized,
    /// All of it is held, some of that maybe taken.
    Authorized,
    /// A part of it was taken, and the rest is not held.
    PartiallyPaid,
    /// All of it was taken.
    Paid,
    /// All that was taken was given back.
    Refunded,
}

impl Order {
    /// What sending it costs, in minor units; none where that is no line of it.
    #[must_use]
    pub fn shipping_amount(&self) -> Option<i64> {
        let shipping = self.shipping.as_ref()?;
        self.priced.lines.get(shipping.place).map(|line| line.total)
    }

    /// Minor units that were taken, what was given back included.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.sum(|state| state != TransactionState::Authorized)
    }

    /// Minor units that are held and not taken yet.
    #[must_use]
    pub fn authorized(&self) -> i64 {
        self.sum(|state| state == TransactionState::Authorized)
    }

    /// Minor units that are neither taken nor held, 0 or more.
    #[must_use]
    pub fn balance(&self) -> i64 {
        (self.priced.total - self.paid() - self.authorized()).max(0)
    }

    /// How far it is paid.
    #[must_use]
    pub fn payment(&self) -> PaymentState {
        let all_refunded = self.transactions.iter().all(|one| one.state == TransactionState::Refunded);
        match (self.transactions.is_empty(), self.balance(), self.authorized()) {
            (true, ..) => PaymentState::Unpaid,
            _ if all_refunded => PaymentState::Refunded,
            (_, 0, 0) if !self.holds_money() => PaymentState::Paid,
            (_, 0, _) => PaymentState::Authorized,
            _ if 0 < self.paid() => PaymentState::PartiallyPaid,
            _ => PaymentState::PartiallyAuthorized,
        }
    }

    /// The transaction of this identifier.
    #[must_use]
    pub fn transaction(&self, id: &TransactionId) -> Option<&Transaction> {
        self.transactions.iter().find(|one| one.id == *id)
    }

    fn holds_money(&self) -> bool {
        self.transactions.iter().any(|one| one.state == TransactionState::Authorized)
    }

    fn sum(&self, counts: impl Fn(TransactionState) -> bool) -> i64 {
        self.transactions.iter().filter(|one| counts(one.state)).map(|one| one.minor_units).sum()
    }
}

impl OrderLine {
    /// The stock keeping unit by which the same can be added again; none of a custom item without one.
    #[must_use]
    pub fn sku(&self) -> Option<Sku> {
        Sku::new(self.sku.as_str()).ok()
    }
}

#[cfg(test)]
mod tests;
