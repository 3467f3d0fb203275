//! Why a store cannot be used.

use std::io;
use std::path::PathBuf;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the file open.
    #[error("{} is in use by another process", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file is not a store of this engine.
    #[error("{} is not a Trolley store", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// A newer version of the engine wrote the file.
    #[error("{} has format {found}; this version reads up to {known}: use a newer Trolley", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The file is damaged.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A record cannot be read.
    #[error("a record of {table} cannot be read: {reason}")]
    Record {
        /// The table it is in.
        table: &'static str,
        /// Why.
        reason: String,
    },
    /// The operating system refused.
    #[error("{} cannot be used", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The operating system's word.
        #[source]
        source: io::Error,
    },
    /// The storage layer failed.
    #[error("the storage layer failed")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}
