//! What was set aside of a cart, whose cart is new since version 3. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::cart::Cart;

/// The content of a cart that was set aside. All custom inputs are in it.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Parked<'a> {
    /// Higher than that of all that was set aside before. The first, so that it can be read alone.
    pub(crate) sequence: u64,
    pub(crate) note: &'a str,
    pub(crate) parked_at_ms: i64,
    pub(crate) cart: Cart<'a>,
}
