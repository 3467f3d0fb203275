//! A cart, of which something is new since version 2. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use super::super::v2;

/// A cart with when its codes were entered.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Cart<'a> {
    pub(crate) cart: v2::Cart<'a>,
    /// As many as it has codes, in their order; none of a code that was entered before this was stored.
    pub(crate) entered_at_ms: Vec<Option<i64>>,
}
