//! Values by their keys, up to so many bytes: of more, those go that were not asked for lately.

use std::collections::HashMap;
use std::hash::Hash;

/// Values in two halves: new ones go to the young half, and once that is full it is the old one, and what the old one was
/// goes.
#[derive(Debug)]
pub(super) struct Halves<K, V> {
    young: HashMap<K, (V, usize)>,
    old: HashMap<K, (V, usize)>,
    young_bytes: usize,
    half_bytes_max: usize,
}

impl<K: Eq + Hash + Clone, V> Halves<K, V> {
    /// None, and at most about so many bytes of them.
    pub(super) fn new(bytes_max: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), young_bytes: 0, half_bytes_max: bytes_max / 2 }
    }

    /// The value of this key, which is young again from now on.
    pub(super) fn find(&mut self, key: &K) -> Option<&V> {
        if !self.young.contains_key(key) {
            let (key, (value, bytes)) = self.old.remove_entry(key)?;
            self.insert(key, value, bytes);
        }
        self.young.get(key).map(|(value, _)| value)
    }

    /// The same without its being young again.
    pub(super) fn peek(&self, key: &K) -> Option<&V> {
        self.young.get(key).or_else(|| self.old.get(key)).map(|(value, _)| value)
    }

    /// Puts a value of about so many bytes under this key. One that is too large for a half is not kept.
    pub(super) fn insert(&mut self, key: K, value: V, bytes: usize) {
        self.old.remove(&key);
        if self.half_bytes_max < bytes {
            self.remove(&key);
            return;
        }
        if self.half_bytes_max < self.young_bytes + bytes {
            self.remove(&key);
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        let before = self.young.insert(key, (value, bytes)).map_or(0, |(_, before)| before);
        self.young_bytes = self.young_bytes + bytes - before;
    }

    /// Removes the value of this key.
    pub(super) fn remove(&mut self, key: &K) {
        self.old.remove(key);
        if let Some((_, bytes)) = self.young.remove(key) {
            self.young_bytes -= bytes;
        }
    }

    /// Removes all.
    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.young_bytes = 0;
    }
}

#[cfg(test)]
mod tests;
