//! How engine time stands, first stored in version 4. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

/// What the clock showed at a moment, and what engine time was then.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Clock {
    pub(crate) wall_ms: i64,
    /// Engine time, as so many milliseconds more than the clock showed.
    pub(crate) offset_ms: i64,
}
