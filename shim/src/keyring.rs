//! The keys by which callers prove themselves: found by digest, compared in constant time, never shown.

pub(crate) mod meaning;
pub(crate) mod making;

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use trolley_engine::Timestamp;
use trolley_engine::domain::key::{Key, KeyDigest, KeyState, Keys};

/// All keys as they are when a request comes: one that was made or revoked before it counts.
#[derive(Debug, Clone)]
pub struct Keyring {
    keys: Arc<Keys>,
    now: Timestamp,
}

impl Keyring {
    /// These keys at this moment.
    #[must_use]
    pub const fn new(keys: Arc<Keys>, now: Timestamp) -> Self {
        Self { keys, now }
    }

    /// All keys, whatever they are worth.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The key in force that this secret is, in this dialect and of this kind.
    #[must_use]
    pub fn find(&self, dialect: &str, kind: &str, secret: &str) -> Option<&Key> {
        self.find_digest(dialect, kind, digest(secret))
    }

    /// The key in force that the secret of this digest is, in this dialect and of this kind.
    #[must_use]
    pub fn find_digest(&self, dialect: &str, kind: &str, digest: KeyDigest) -> Option<&Key> {
        self.known(dialect, kind, digest).filter(|key| key.state(self.now) == KeyState::InForce)
    }

    /// What the key is worth that this secret is or was, in this dialect and of this kind; none where it never was one.
    #[must_use]
    pub fn worth(&self, dialect: &str, kind: &str, secret: &str) -> Option<KeyState> {
        self.known(dialect, kind, digest(secret)).map(|key| key.state(self.now))
    }

    fn known(&self, dialect: &str, kind: &str, digest: KeyDigest) -> Option<&Key> {
        let key = self.keys.find(digest)?;
        let is_it = bool::from(key.digest.0.ct_eq(&digest.0)) && key.dialect == dialect && key.kind == kind;
        is_it.then_some(key)
    }
}

/// The digest of a secret.
#[must_use]
pub fn digest(secret: &str) -> KeyDigest {
    KeyDigest(Sha256::digest(secret.as_bytes()).into())
}
