//! Making and revoking keys.

use crate::domain::key::{Key, KeyDigest};

/// Makes a key. Its secret is the caller's matter, who alone knows it.
///
/// Who may ask is the caller's matter too, as with an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateKey {
    /// The key. Nothing is or was known by its digest; its customer must be known where any customers are. It is made when
    /// the command is given, whatever stands in it.
    pub key: Key,
}

/// Revokes a key: it proves nothing any more, and no seed brings it back. One that is revoked already stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokeKey {
    /// The key's digest.
    pub key: KeyDigest,
}
