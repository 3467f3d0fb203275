//! Version 4 of the records that have changed since version 3, or are new since then. Shipped: never to be edited. A
//! change is a version of its own beside it. What has not changed is of an older version still.

pub(crate) mod cart;
pub(crate) mod clock;
pub(crate) mod key;
pub(crate) mod parked;

/// The byte that stands before a record of this version.
pub(crate) const VERSION: u8 = 4;
