//! Ways of shipping and tax zones, first stored in version 3. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::super::v2::Rate;
use super::super::v2::promotion::Amounts;

/// The tables.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Delivery<'a> {
    pub(crate) methods: Vec<ShippingMethod<'a>>,
    pub(crate) zones: Vec<TaxZone<'a>>,
}

/// A way of shipping.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct ShippingMethod<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) amounts: Amounts<'a>,
    pub(crate) free_subtotal_min: Amounts<'a>,
    pub(crate) estimated_days: Option<u32>,
    pub(crate) countries: Vec<&'a str>,
}

/// The taxes of a country or a part of one.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct TaxZone<'a> {
    pub(crate) id: &'a str,
    pub(crate) country: &'a str,
    pub(crate) region: Option<&'a str>,
    /// Names and rates.
    pub(crate) rates: Vec<(&'a str, Rate)>,
}
