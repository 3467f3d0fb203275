//! Version 3 of the records that have changed since version 2, or are new since then. Shipped: never to be edited. A
//! change is a version of its own beside it. What has not changed is version 1 or 2 still, as a part of these too.

pub(crate) mod cart;
pub(crate) mod answer;
pub(crate) mod parked;
pub(crate) mod delivery;
pub(crate) mod order;

/// The byte that stands before a record of this version.
pub(crate) const VERSION: u8 = 3;
