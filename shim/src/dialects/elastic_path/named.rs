//! Objects whose names come from data.

use serde::{Serialize, Serializer};

/// An object of these members, in this order.
#[derive(Debug)]
pub(super) struct Named<'a, T>(pub(super) Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
