//! The texts of identifiers.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use arrayvec::ArrayString;

/// Most bytes of a text that stands in place: as many as a UUID has. A cart of many lines has two identifiers for each,
/// and room for each text by itself would be most of what is asked of the allocator.
const IN_PLACE_BYTES_MAX: usize = 36;

/// A text that is not changed: a short one in place, a longer one shared by all its clones.
pub(super) enum Text {
    /// One of at most [`IN_PLACE_BYTES_MAX`] bytes.
    Short(ArrayString<IN_PLACE_BYTES_MAX>),
    /// One of more.
    Long(Arc<str>),
}

impl Clone for Text {
    // In so many places are identifiers cloned that it had better stand in one.
    #[inline(never)]
    fn clone(&self) -> Self {
        match self {
            Self::Short(text) => Self::Short(*text),
            Self::Long(text) => Self::Long(Arc::clone(text)),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        ArrayString::from(text).map_or_else(|_| Self::Long(Arc::from(text)), Self::Short)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Short(text) => text,
            Self::Long(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests;
