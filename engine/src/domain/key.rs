//! Keys by which callers prove themselves: only their digests are kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;

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
    /// When it ends, a date of the clock's; none of one that does not.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked. What is left of it keeps a seed from bringing it back.
    pub revoked_at: Option<Timestamp>,
}

/// Bytes of a digest that are in its key's identifier.
const ID_BYTES: usize = 8;
/// What the identifiers of keys begin with.
const ID_PREFIX: &str = "key_";

impl KeyDigest {
    /// The identifier of the key of this digest, by which people name it: `key_` and 16 hexadecimal digits. It proves
    /// nothing.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = ID_PREFIX.to_owned();
        for byte in self.0.iter().take(ID_BYTES) {
            // Writing to a text does not fail.
            let _ = write!(id, "{byte:02x}");
        }
        id
    }
}

/// What a key is worth at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It proves what it says.
    InForce,
    /// It has ended.
    Expired,
    /// It was revoked, whether or not it has ended too.
    Revoked,
}

impl Key {
    /// What the key is worth at this moment. It ends at the very moment at which it expires.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> KeyState {
        match (self.revoked_at, self.expires_at) {
            (Some(_), _) => KeyState::Revoked,
            (None, Some(expires_at)) if expires_at <= now => KeyState::Expired,
            (None, Some(_) | None) => KeyState::InForce,
        }
    }
}

/// All keys, those included that are of no worth any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    by_digest: BTreeMap<KeyDigest, Key>,
}

impl Keys {
    /// The key of this digest, whatever it is worth.
    #[must_use]
    pub fn find(&self, digest: KeyDigest) -> Option<&Key> {
        self.by_digest.get(&digest)
    }

    /// All of them, in the order of their digests.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.by_digest.values()
    }

    /// The same with this key in place of the one of its digest, where there is one.
    #[must_use]
    pub fn with(&self, key: Key) -> Self {
        let mut by_digest = self.by_digest.clone();
        by_digest.insert(key.digest, key);
        Self { by_digest }
    }
}

impl FromIterator<Key> for Keys {
    fn from_iter<T: IntoIterator<Item = Key>>(keys: T) -> Self {
        Self { by_digest: keys.into_iter().map(|key| (key.digest, key)).collect() }
    }
}
