//! LMDB, by heed, with a record a cart.

use heed::byteorder::BigEndian;
use heed::types::{Bytes, U64};
use heed::{Database, Env, EnvOpenOptions};

use crate::error::PeerError;
use crate::peer::{Making, Reader, Store};
use crate::record::Template;
use crate::versions::version;
use crate::work::Add;

/// How large the file may become; only address space until it is.
const MAP_BYTES: usize = 16 << 30;

type Carts = Database<U64<BigEndian>, Bytes>;

/// A database with carts.
pub(crate) struct Lmdb {
    env: Env,
    carts: Carts,
    template: Template,
}

impl Lmdb {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>) -> Result<Self, PeerError> {
        let mut options = EnvOpenOptions::new();
        options.map_size(MAP_BYTES);
        #[expect(unsafe_code, reason = "nobody else has the folder, which was made for this")]
        // SAFETY: the file is mapped, and nothing else writes to it while it is.
        let env = unsafe { options.open(making.folder)? };
        let mut transaction = env.write_txn()?;
        let carts: Carts = env.create_database(&mut transaction, None)?;
        transaction.commit()?;
        let store = Self { env, carts, template: making.template.clone() };
        for chunk in making.chunks() {
            let mut transaction = store.env.write_txn()?;
            for cart in chunk {
                store.carts.put(&mut transaction, &cart, store.template.bytes())?;
            }
            transaction.commit()?;
        }
        Ok(store)
    }
}

impl Store for Lmdb {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        let mut transaction = self.env.write_txn()?;
        for add in adds {
            let found = self.carts.get(&transaction, &add.cart)?;
            let mut record = found.ok_or(PeerError::Missing(add.cart))?.to_vec();
            self.template.increase(&mut record, add.line);
            self.carts.put(&mut transaction, &add.cart, &record)?;
        }
        Ok(transaction.commit()?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        let (env, carts, template) = (self.env.clone(), self.carts, self.template.clone());
        Ok(Box::new(LmdbReader { env, carts, template }))
    }

    fn settings(&self) -> Result<String, PeerError> {
        let flags = self.env.flags()?.map_or_else(|| "unknown".to_owned(), |flags| format!("{flags:?}"));
        Ok(format!(
            "{} (heed {}), flags {flags} (fdatasync, then an O_DSYNC write of the root), map {MAP_BYTES} B, \
             key u64 big-endian",
            heed::lmdb_version().string,
            version("heed"),
        ))
    }
}

struct LmdbReader {
    env: Env,
    carts: Carts,
    template: Template,
}

impl Reader for LmdbReader {
    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let transaction = self.env.read_txn()?;
        let record = self.carts.get(&transaction, &cart)?.ok_or(PeerError::Missing(cart))?;
        Ok(self.template.units(record))
    }
}
