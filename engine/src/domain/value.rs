//! Free-form values that callers attach to things: kept as sent, and compared so but for the order of members.

use sha2::{Digest as _, Sha256};

/// A value of any shape, as it was sent. The order of members is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, in the spelling it was sent in. Never calculated with.
    Number(String),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Self>),
    /// Named values in order; names are unique.
    Map(Members),
}

/// Named values in order; names are unique.
pub type Members = Vec<(String, Value)>;

impl Value {
    /// The member of this name, where this is a map that has one.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// Whether there is nothing in it: null, a text of white space, an empty list, an empty map.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(_) | Self::Number(_) => false,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(values) => values.is_empty(),
            Self::Map(members) => members.is_empty(),
        }
    }

    /// A digest that two values share if, and for practical purposes only if, they differ at most in the order of
    /// members. Numbers of other spelling, such as 1 and 1.0, are others.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Sha256::new();
        self.feed(&mut hasher);
        Fingerprint(hasher.finalize().into())
    }

    /// Feeds an unambiguous form: a tag, a length where there is one, the contents.
    fn feed(&self, hasher: &mut Sha256) {
        let mut text = |tag: u8, text: &str| {
            hasher.update([tag]);
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        match self {
            Self::Null => hasher.update([0]),
            Self::Bool(value) => hasher.update([1, u8::from(*value)]),
            Self::Number(number) => text(2, number),
            Self::Text(value) => text(3, value),
            Self::List(values) => {
                hasher.update([4]);
                hasher.update((values.len() as u64).to_le_bytes());
                for value in values {
                    value.feed(hasher);
                }
            }
            Self::Map(members) => {
                let mut sorted: Vec<&(String, Self)> = members.iter().collect();
                sorted.sort_by(|one, other| one.0.cmp(&other.0));
                hasher.update([5]);
                hasher.update((sorted.len() as u64).to_le_bytes());
                for (name, value) in sorted {
                    hasher.update((name.len() as u64).to_le_bytes());
                    hasher.update(name.as_bytes());
                    value.feed(hasher);
                }
            }
        }
    }

    /// About how many bytes the value takes, for limits.
    #[must_use]
    pub fn bytes_estimated(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) => 5,
            Self::Number(text) | Self::Text(text) => text.len() + 2,
            Self::List(values) => 2 + values.iter().map(|value| value.bytes_estimated() + 1).sum::<usize>(),
            Self::Map(members) => {
                2 + members
                    .iter()
                    .map(|(name, value)| name.len() + value.bytes_estimated() + 4)
                    .sum::<usize>()
            }
        }
    }
}

/// The digest of a [`Value`], see [`Value::fingerprint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

#[cfg(test)]
mod tests;
