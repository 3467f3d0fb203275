//! SQLite with a record a cart.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::sqlite::{ReadConnection, Synchronous, open, settings};
use crate::error::PeerError;
use crate::peer::{Making, Reader, Store};
use crate::record::Template;
use crate::work::Add;

const READ: &str = "SELECT body FROM carts WHERE id = ?1";

/// A database with carts.
pub(crate) struct SqliteBlobs {
    connection: Connection,
    template: Template,
    folder: PathBuf,
}

impl SqliteBlobs {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>, synchronous: Synchronous) -> Result<Self, PeerError> {
        let mut connection = open(making.folder, synchronous)?;
        connection.execute_batch("CREATE TABLE carts (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
        for carts in making.chunks() {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            {
                let mut insert = transaction.prepare_cached("INSERT INTO carts VALUES (?1, ?2)")?;
                for cart in carts {
                    insert.execute((cart, making.template.bytes()))?;
                }
            }
            transaction.commit()?;
        }
        Ok(Self { connection, template: making.template.clone(), folder: making.folder.to_owned() })
    }
}

impl Store for SqliteBlobs {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut read = transaction.prepare_cached(READ)?;
            let mut write = transaction.prepare_cached("UPDATE carts SET body = ?2 WHERE id = ?1")?;
            for add in adds {
                let found = read.query_row([add.cart], |row| row.get::<_, Vec<u8>>(0)).optional()?;
                let mut record = found.ok_or(PeerError::Missing(add.cart))?;
                self.template.increase(&mut record, add.line);
                write.execute((add.cart, record))?;
            }
        }
        Ok(transaction.commit()?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        let connection = ReadConnection::open(&self.folder)?;
        Ok(Box::new(BlobReader { connection, template: self.template.clone() }))
    }

    fn settings(&self) -> Result<String, PeerError> {
        settings(&self.connection)
    }
}

struct BlobReader {
    connection: ReadConnection,
    template: Template,
}

impl Reader for BlobReader {
    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let connection = self.connection.lock();
        let mut read = connection.prepare_cached(READ)?;
        let found = read.query_row([cart], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(self.template.units(&found.ok_or(PeerError::Missing(cart))?))
    }
}
