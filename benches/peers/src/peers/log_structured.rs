//! fjall, a log-structured store, with a record a cart.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use crate::error::PeerError;
use crate::peer::{Making, Reader, Store};
use crate::record::Template;
use crate::versions::version;
use crate::work::Add;

/// As the engine's.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// A database with carts.
pub(crate) struct LogStructured {
    database: Database,
    carts: Keyspace,
    template: Template,
}

impl LogStructured {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>) -> Result<Self, PeerError> {
        let database = Database::builder(making.folder.join("fjall")).cache_size(CACHE_BYTES).open()?;
        let carts = database.keyspace("carts", KeyspaceCreateOptions::default)?;
        let store = Self { database, carts, template: making.template.clone() };
        for chunk in making.chunks() {
            let mut batch = store.database.batch().durability(None);
            for cart in chunk {
                batch.insert(&store.carts, cart.to_be_bytes(), store.template.bytes());
            }
            batch.commit()?;
        }
        store.database.persist(PersistMode::SyncAll)?;
        Ok(store)
    }
}

impl Store for LogStructured {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        // What is in a batch cannot be read from it, so that a cart that comes twice is kept at hand.
        let mut changed: HashMap<u64, Vec<u8>> = HashMap::with_capacity(adds.len());
        for add in adds {
            let record = match changed.entry(add.cart) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let found = self.carts.get(add.cart.to_be_bytes())?;
                    entry.insert(found.ok_or(PeerError::Missing(add.cart))?.to_vec())
                }
            };
            self.template.increase(record, add.line);
        }
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncData));
        for (cart, record) in changed {
            batch.insert(&self.carts, cart.to_be_bytes(), record);
        }
        Ok(batch.commit()?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        Ok(Box::new(FjallReader { carts: self.carts.clone(), template: self.template.clone() }))
    }

    fn settings(&self) -> Result<String, PeerError> {
        let cache_bytes = self.database.cache_capacity();
        Ok(format!(
            "fjall {}, PersistMode::SyncData, cache {cache_bytes} B, LZ4, key u64 big-endian",
            version("fjall")
        ))
    }
}

struct FjallReader {
    carts: Keyspace,
    template: Template,
}

impl Reader for FjallReader {
    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let record = self.carts.get(cart.to_be_bytes())?.ok_or(PeerError::Missing(cart))?;
        Ok(self.template.units(&record))
    }
}
