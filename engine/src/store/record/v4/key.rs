//! A key as it is stored since version 4. Shipped: never to be edited.

use bincode::{BorrowDecode, Encode};

use crate::store::record::v1;

/// A key, without its digest, which is what it stands under.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Key<'a> {
    pub(crate) key: v1::Key<'a>,
    /// What people call it; empty where they do not.
    pub(crate) name: &'a str,
    pub(crate) created_at_ms: Option<i64>,
    pub(crate) expires_at_ms: Option<i64>,
    pub(crate) revoked_at_ms: Option<i64>,
}
