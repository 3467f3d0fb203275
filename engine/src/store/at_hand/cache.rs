//! Values by their keys, up to so many bytes of them.

use std::hash::Hash;

use quick_cache::Weighter;

/// About how many bytes a value takes that is ordinary: it sets how many are remembered that had to go.
const BYTES_ORDINARY: usize = 8 * 1024;

/// A cache whose values say how many bytes they take: of more than there is room for, those go that are asked for least.
pub(super) type Cache<K, V> = quick_cache::unsync::Cache<K, Weighed<V>, ByBytes>;

/// A value, and about how many bytes it takes.
#[derive(Debug, Clone)]
pub(super) struct Weighed<V> {
    pub(super) value: V,
    pub(super) bytes: usize,
}

/// Weighs a value by its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByBytes;

impl<K, V> Weighter<K, Weighed<V>> for ByBytes {
    fn weight(&self, _: &K, weighed: &Weighed<V>) -> u64 {
        // What weighs nothing would never go.
        weighed.bytes.max(1) as u64
    }
}

/// An empty one with room for about so many bytes.
pub(super) fn with_room<K: Eq + Hash, V>(bytes_max: usize) -> Cache<K, V> {
    Cache::with_weighter(bytes_max / BYTES_ORDINARY, bytes_max as u64, ByBytes)
}
