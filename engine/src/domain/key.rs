//! Keys by which callers prove themselves: only their digests are kept.

use crate::domain::id::CustomerId;
use crate::domain::time::Timestamp;

/// The SHA-256 digest of a key's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDigest(pub [u8; 32]);

/// What the holder of a secret may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The digest of the secret.
    pub digest: KeyDigest,
    /// The dialect it is for, by its name, such as `storekit`.
    pub dialect: String,
    /// What kind of secret it is, in the dialect's own words, such as `api_key` or `bearer_token`.
    pub kind: String,
    /// What it allows, in the dialect's own words, such as `carts:write`.
    pub scopes: Vec<String>,
    /// The customer whom it proves, where it proves one.
    pub customer: Option<CustomerId>,
    /// The beginning of the secret, for people to tell it from others; never enough to guess the rest.
    pub hint: String,
    /// What people call it; empty where they do not.
    pub name: String,
    /// When it was made; none of one that a seed or an older version brought.
    pub created_at: Option<Timestamp>,
    /// When it ends; none of one that does not.
    pub expires_at: Option<Timestamp>,
}
