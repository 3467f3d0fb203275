//! redb by itself: one table of records by number, the least that the engine could do with it.

use std::sync::Arc;

use redb::backends::InMemoryBackend;
use redb::{Builder, Database, ReadableDatabase as _, ReadableTable as _, TableDefinition, WriteTransaction};

use crate::error::PeerError;
use crate::peer::{Making, Reader, Store};
use crate::record::Template;
use crate::versions::version;
use crate::work::Add;

const CARTS: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("carts");
/// As the engine's for a file and for memory.
const CACHE_BYTES: [usize; 2] = [64 * 1024 * 1024, 16 * 1024 * 1024];

/// Where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// In a file.
    File,
    /// In memory.
    Memory,
}

/// How it commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phases {
    /// With one flush, as the engine's profile `fast`.
    One,
    /// With two, as the engine's profile `durable`.
    Two,
}

/// A database with carts.
pub(crate) struct RawRedb {
    database: Arc<Database>,
    template: Template,
    medium: Medium,
    phases: Phases,
}

impl RawRedb {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>, medium: Medium, phases: Phases) -> Result<Self, PeerError> {
        let mut builder = Builder::new();
        let database = match medium {
            Medium::File => {
                builder.set_cache_size(CACHE_BYTES[0]).create(making.folder.join("carts.redb"))?
            }
            Medium::Memory => {
                builder.set_cache_size(CACHE_BYTES[1]).create_with_backend(InMemoryBackend::new())?
            }
        };
        let template = making.template.clone();
        let store = Self { database: Arc::new(database), template, medium, phases };
        for carts in making.chunks() {
            let transaction = store.begin()?;
            {
                let mut table = transaction.open_table(CARTS)?;
                for cart in carts {
                    table.insert(cart, store.template.bytes())?;
                }
            }
            transaction.commit()?;
        }
        Ok(store)
    }

    fn begin(&self) -> Result<WriteTransaction, PeerError> {
        let mut transaction = self.database.begin_write()?;
        transaction.set_two_phase_commit(self.phases == Phases::Two);
        Ok(transaction)
    }
}

impl Store for RawRedb {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        let transaction = self.begin()?;
        {
            let mut table = transaction.open_table(CARTS)?;
            for add in adds {
                let mut record = table.get(add.cart)?.ok_or(PeerError::Missing(add.cart))?.value().to_vec();
                self.template.increase(&mut record, add.line);
                table.insert(add.cart, record.as_slice())?;
            }
        }
        Ok(transaction.commit()?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        Ok(Box::new(RedbReader { database: Arc::clone(&self.database), template: self.template.clone() }))
    }

    fn settings(&self) -> Result<String, PeerError> {
        let (medium, cache_bytes) = match self.medium {
            Medium::File => ("file", CACHE_BYTES[0]),
            Medium::Memory => ("memory", CACHE_BYTES[1]),
        };
        let phases = match self.phases {
            Phases::One => "one-phase",
            Phases::Two => "two-phase",
        };
        Ok(format!(
            "redb {}, {medium}, Durability::Immediate, {phases}, cache {cache_bytes} B, key u64",
            version("redb")
        ))
    }
}

struct RedbReader {
    database: Arc<Database>,
    template: Template,
}

impl Reader for RedbReader {
    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let table = self.database.begin_read()?.open_table(CARTS)?;
        let record = table.get(cart)?.ok_or(PeerError::Missing(cart))?;
        Ok(self.template.units(record.value()))
    }
}
