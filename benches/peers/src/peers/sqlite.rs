//! What both ways of keeping carts in SQLite share: how a database is opened, and what its settings are.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::PeerError;
use crate::versions::version;

/// As the engine's, in KiB; SQLite takes it as a negative number.
const CACHE_KIBIBYTES: i64 = 64 * 1024;

/// What a commit flushes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Synchronous {
    /// The write-ahead log, at each commit.
    Full,
    /// Nothing until a checkpoint: the last commits are lost with the power.
    Normal,
}

/// Opens the database in this folder, in WAL mode.
pub(super) fn open(folder: &Path, synchronous: Synchronous) -> Result<Connection, PeerError> {
    let connection = Connection::open(path(folder))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIBIBYTES)?;
    Ok(connection)
}

/// What is in force.
pub(super) fn settings(connection: &Connection) -> Result<String, PeerError> {
    let ask = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let journal_mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let synchronous = match ask("synchronous")? {
        1 => "1 (NORMAL: NOT durable)",
        2 => "2 (FULL)",
        _ => "another",
    };
    Ok(format!(
        "SQLite {} (rusqlite {}, bundled), flags {}, journal_mode {journal_mode}, synchronous {synchronous}, cache_size {}, \
         wal_autocheckpoint {}, page_size {}, mmap_size {}, prepared statements",
        rusqlite::version(),
        version("rusqlite"),
        option_env!("LIBSQLITE3_FLAGS").unwrap_or("none (fsync, not fdatasync)"),
        ask("cache_size")?,
        ask("wal_autocheckpoint")?,
        ask("page_size")?,
        ask("mmap_size").unwrap_or(0),
    ))
}

/// A connection of its own that only reads, for one thread at a time.
pub(super) struct ReadConnection(Mutex<Connection>);

impl ReadConnection {
    /// Opens it beside the one that writes.
    pub(super) fn open(folder: &Path) -> Result<Self, PeerError> {
        Ok(Self(Mutex::new(Connection::open(path(folder))?)))
    }

    /// The connection.
    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("carts.sqlite")
}
