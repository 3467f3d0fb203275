//! The keys by which callers prove themselves: found by digest, compared in constant time, never shown.

pub(crate) mod meaning;
pub(crate) mod making;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use trolley_engine::Timestamp;
use trolley_engine::domain::key::{Key, KeyDigest, KeyState, Keys};

/// The secret that a connection has shown last, with its digest: callers show the same one with each request, and working
/// the digest out takes longer than all else that is done to let them in.
#[derive(Default)]
pub struct Shown(Mutex<Option<(String, KeyDigest)>>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(..)")
    }
}

impl Shown {
    /// The digest of a secret, which is compared with the last one in constant time: a connection may be several callers'.
    fn digest(&self, secret: &str) -> KeyDigest {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*shown {
            Some((last, digest)) if bool::from(last.as_bytes().ct_eq(secret.as_bytes())) => *digest,
            _ => {
                let digest = digest(secret);
                *shown = Some((secret.to_owned(), digest));
                digest
            }
        }
    }
}

/// All keys as they are when a request comes: one that was made or revoked before it counts.
#[derive(Debug, Clone)]
pub struct Keyring {
    keys: Arc<Keys>,
    now: Timestamp,
    shown: Arc<Shown>,
}

impl Keyring {
    /// These keys at this moment, for a connection that has shown this so far.
    #[must_use]
    pub const fn new(keys: Arc<Keys>, now: Timestamp, shown: Arc<Shown>) -> Self {
        Self { keys, now, shown }
    }

    /// All keys, whatever they are worth.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The key in force that this secret is, in this dialect and of this kind.
    #[must_use]
    pub fn find(&self, dialect: &str, kind: &str, secret: &str) -> Option<&Key> {
        self.find_digest(dialect, kind, self.shown.digest(secret))
    }

    /// The key in force that the secret of this digest is, in this dialect and of this kind.
    #[must_use]
    pub fn find_digest(&self, dialect: &str, kind: &str, digest: KeyDigest) -> Option<&Key> {
        self.known(dialect, kind, digest).filter(|key| key.state(self.now) == KeyState::InForce)
    }

    /// What the key is worth that this secret is or was, in this dialect and of this kind; none where it never was one.
    #[must_use]
    pub fn worth(&self, dialect: &str, kind: &str, secret: &str) -> Option<KeyState> {
        self.known(dialect, kind, self.shown.digest(secret)).map(|key| key.state(self.now))
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

#[cfg(test)]
mod tests;
