//! A cart, of which something is new since version 3. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use crate::store::record::v3;

/// A cart with when its life began and goes on. Its expiry is in engine time too.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Cart<'a> {
    pub(crate) cart: v3::cart::Cart<'a>,
    /// When it was made, in engine time: so many milliseconds after the moment that is shown.
    pub(crate) began_after_ms: i64,
    /// When it was last changed, in engine time: so many milliseconds after the moment that is shown.
    pub(crate) touched_after_ms: i64,
}
