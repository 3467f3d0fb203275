//! An order, first stored in version 2. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::super::v1::Members;
use super::Line;

/// An order with its lines, what it costs and what was paid for it.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Order<'a> {
    pub(crate) id: &'a str,
    pub(crate) cart: &'a str,
    pub(crate) customer: Option<&'a str>,
    pub(crate) contact: Contact<'a>,
    pub(crate) number: Option<&'a str>,
    pub(crate) external_reference: Option<&'a str>,
    pub(crate) billing_address: Address<'a>,
    pub(crate) shipping_address: Address<'a>,
    pub(crate) attributes: Members<'a>,
    pub(crate) currency: &'a str,
    pub(crate) lines: Vec<OrderLine<'a>>,
    pub(crate) priced: PricedCart<'a>,
    pub(crate) is_cancelled: bool,
    pub(crate) is_fulfilled: bool,
    pub(crate) transactions: Vec<Transaction<'a>>,
    pub(crate) allocations: Vec<Allocation<'a>>,
    pub(crate) revision: u64,
    pub(crate) created_at_ms: i64,
    pub(crate) updated_at_ms: i64,
}

/// Who ordered.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Contact<'a> {
    pub(crate) is_of_account: bool,
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) account: &'a str,
    pub(crate) account_member: &'a str,
}

/// Where somebody is to be reached.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Address<'a> {
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
    pub(crate) phone_number: &'a str,
    pub(crate) company_name: &'a str,
    pub(crate) line_1: &'a str,
    pub(crate) line_2: &'a str,
    pub(crate) city: &'a str,
    pub(crate) postcode: &'a str,
    pub(crate) county: &'a str,
    pub(crate) region: &'a str,
    pub(crate) country: &'a str,
    pub(crate) instructions: &'a str,
}

/// A line of an order.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct OrderLine<'a> {
    pub(crate) id: &'a str,
    pub(crate) line: Line<'a>,
    pub(crate) sku: &'a str,
    pub(crate) name: &'a str,
    pub(crate) component_names: Vec<(&'a str, &'a str)>,
}

/// What a cart costs.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct PricedCart<'a> {
    pub(crate) currency: Option<&'a str>,
    pub(crate) lines: Vec<PricedLine>,
    pub(crate) applied: Vec<Applied<'a>>,
    pub(crate) declined: Vec<Declined<'a>>,
    pub(crate) suggestions: Vec<Suggestion<'a>>,
    pub(crate) subtotal: i64,
    pub(crate) discount_total: i64,
    pub(crate) tax_total: i64,
    pub(crate) included_tax_total: i64,
    pub(crate) undiscounted_total: i64,
    pub(crate) total: i64,
}

/// What a line costs.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct PricedLine {
    pub(crate) subtotal: i64,
    pub(crate) discount_total: i64,
    pub(crate) tax_total: i64,
    pub(crate) included_tax_total: i64,
    pub(crate) undiscounted_total: i64,
    pub(crate) total: i64,
    pub(crate) unit_total: i64,
}

/// Something that takes off.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Applied<'a> {
    pub(crate) promotion: Option<&'a str>,
    pub(crate) id: &'a str,
    pub(crate) code: &'a str,
    pub(crate) name: &'a str,
    pub(crate) is_of_cart: bool,
    pub(crate) minor_units: i64,
    /// Places of lines and minor units.
    pub(crate) shares: Vec<(u32, i64)>,
}

/// A promotion that could not be applied.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Declined<'a> {
    pub(crate) promotion: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) reason: DeclineReason,
}

/// Why a promotion could not be applied.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum DeclineReason {
    CurrencyMissing,
    NotActive,
    NotQualified,
}

/// A gift that the shopper could have had.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Suggestion<'a> {
    pub(crate) promotion: &'a str,
    pub(crate) code: &'a str,
    pub(crate) name: &'a str,
    pub(crate) gifts: Vec<(&'a str, u32)>,
    pub(crate) is_added: bool,
}

/// Money that was taken or is held.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Transaction<'a> {
    pub(crate) id: &'a str,
    pub(crate) gateway: &'a str,
    pub(crate) name: &'a str,
    pub(crate) custom_reference: &'a str,
    pub(crate) kind: TransactionKind,
    pub(crate) state: TransactionState,
    pub(crate) minor_units: i64,
    pub(crate) refunded_minor_units: i64,
    pub(crate) created_at_ms: i64,
    pub(crate) updated_at_ms: i64,
}

/// What a transaction was asked for as.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum TransactionKind {
    Purchase,
    Authorize,
}

/// What has become of a transaction.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum TransactionState {
    Authorized,
    Complete,
    Refunded,
}

/// Units that are held back.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Allocation<'a> {
    pub(crate) product: &'a str,
    pub(crate) variant: Option<&'a str>,
    pub(crate) units: i64,
}
