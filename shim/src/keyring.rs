//! The keys by which callers prove themselves: found by digest, compared in constant time, never shown.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use trolley_engine::domain::key::{Key, KeyDigest};

/// All keys that are in force.
#[derive(Debug)]
pub struct Keyring {
    keys: HashMap<KeyDigest, Key>,
}

impl Keyring {
    /// A keyring of these keys.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        Self { keys: keys.into_iter().map(|key| (key.digest, key)).collect() }
    }

    /// Whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that this secret is, in this dialect and of this kind.
    #[must_use]
    pub fn find(&self, dialect: &str, kind: &str, secret: &str) -> Option<&Key> {
        let digest = digest(secret);
        let key = self.keys.get(&digest)?;
        let is_it = bool::from(key.digest.0.ct_eq(&digest.0)) && key.dialect == dialect && key.kind == kind;
        is_it.then_some(key)
    }
}

/// The digest of a secret.
#[must_use]
pub fn digest(secret: &str) -> KeyDigest {
    KeyDigest(Sha256::digest(secret.as_bytes()).into())
}
