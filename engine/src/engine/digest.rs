//! What tells whether two stores hold the same.

use std::fmt;

use super::Engine;
use crate::error::StoreError;
use crate::store::digest::ContentDigest;
use crate::store::tables::digest_all;

/// The SHA-256 digest of all rows of all tables: equal where two stores hold the same, whatever their files look like.
/// Written in 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StateDigest(pub [u8; 32]);

impl fmt::Display for StateDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl Engine {
    /// The digest of all that is committed at this moment: catalog, carts, orders, what is parked, keys, answers to
    /// idempotency keys, indexes and counters. Reads all of the store.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store cannot be read.
    pub fn digest(&self) -> Result<StateDigest, StoreError> {
        let mut digest = ContentDigest::default();
        digest_all(&self.store.read()?, &mut digest)?;
        Ok(StateDigest(digest.finish()))
    }
}
