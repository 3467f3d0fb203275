//! SQLite with a row a line.

use std::hint::black_box;
use std::path::PathBuf;

use rusqlite::{Connection, TransactionBehavior};

use super::sqlite::{ReadConnection, Synchronous, open, settings};
use crate::error::PeerError;
use crate::peer::{Making, Reader, Store};
use crate::work::Add;

const TABLE: &str = "CREATE TABLE lines (
    cart INTEGER NOT NULL, line INTEGER NOT NULL, quantity INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (cart, line)
) WITHOUT ROWID";

/// A database with the lines of carts.
pub(crate) struct SqliteRows {
    connection: Connection,
    folder: PathBuf,
}

impl SqliteRows {
    /// Makes and fills it.
    pub(crate) fn open(making: Making<'_>, synchronous: Synchronous) -> Result<Self, PeerError> {
        let mut connection = open(making.folder, synchronous)?;
        connection.execute_batch(TABLE)?;
        for carts in making.chunks() {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            {
                let mut insert = transaction.prepare_cached("INSERT INTO lines VALUES (?1, ?2, 1, ?3)")?;
                for cart in carts {
                    for line in 0..making.template.lines() {
                        insert.execute((cart, line, making.template.line_bytes(line)))?;
                    }
                }
            }
            transaction.commit()?;
        }
        Ok(Self { connection, folder: making.folder.to_owned() })
    }
}

impl Store for SqliteRows {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut write = transaction
                .prepare_cached("UPDATE lines SET quantity = quantity + 1 WHERE cart = ?1 AND line = ?2")?;
            for add in adds {
                if write.execute((add.cart, add.line))? != 1 {
                    return Err(PeerError::Missing(add.cart));
                }
            }
        }
        Ok(transaction.commit()?)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        Ok(Box::new(RowReader(ReadConnection::open(&self.folder)?)))
    }

    fn settings(&self) -> Result<String, PeerError> {
        Ok(format!("{}, WITHOUT ROWID", settings(&self.connection)?))
    }
}

struct RowReader(ReadConnection);

impl Reader for RowReader {
    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        let connection = self.0.lock();
        let mut read = connection.prepare_cached("SELECT quantity, body FROM lines WHERE cart = ?1")?;
        let rows = read.query_map([cart], |row| {
            // The whole cart is read, as of whoever keeps it in one record.
            black_box(row.get::<_, Vec<u8>>(1)?);
            row.get::<_, u64>(0)
        })?;
        rows.sum::<Result<u64, _>>().map_err(PeerError::from)
    }
}
