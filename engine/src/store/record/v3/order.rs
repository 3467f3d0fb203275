//! An order, of which something is new since version 2. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::super::v2::order as v2;

/// An order with how it is sent.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Order<'a> {
    pub(crate) order: v2::Order<'a>,
    pub(crate) shipping: Option<Shipping<'a>>,
}

/// How an order is sent.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Shipping<'a> {
    /// The place of its line.
    pub(crate) place: u32,
    pub(crate) method: &'a str,
    pub(crate) name: &'a str,
    pub(crate) estimated_days: Option<u32>,
}
