//! A digest of all that is stored, whatever file it is in and however that came about.

use redb::{Key, ReadableTable, Value};
use sha2::{Digest as _, Sha256};

use super::meta;
use crate::error::StoreError;

/// The digest of rows, made one by one.
#[derive(Default)]
pub(crate) struct ContentDigest(Sha256);

impl ContentDigest {
    /// Adds all rows of a table in the order of their keys.
    pub(crate) fn table<K: Key + 'static, V: Value + 'static>(
        &mut self,
        name: &str,
        table: &impl ReadableTable<K, V>,
    ) -> Result<(), StoreError> {
        self.part(name.as_bytes());
        let mut rows: u64 = 0;
        for row in table.iter()? {
            let (key, value) = row?;
            // How the clock goes is nothing that is stored for anybody.
            if name == "meta" && K::as_bytes(&key.value()).as_ref() == meta::CLOCK_KEY.as_bytes() {
                continue;
            }
            rows += 1;
            self.part(K::as_bytes(&key.value()).as_ref());
            self.part(V::as_bytes(&value.value()).as_ref());
        }
        self.0.update(rows.to_le_bytes());
        Ok(())
    }

    /// The digest of what was added.
    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    /// Adds bytes with their length, so that none of them can be taken for another part's.
    fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}
