//! What can go wrong with a peer.

use stateset_embedded::CommerceError;
use trolley_engine::domain::id::InvalidId;
use trolley_engine::{Error as EngineError, StoreError};

/// Why a measurement could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PeerError {
    /// The engine refused or failed.
    #[error("the engine: {0}")]
    Engine(#[from] EngineError),
    /// The engine's store could not be opened or closed.
    #[error("the engine's store: {0}")]
    Store(#[from] StoreError),
    /// An identifier is not one, which is a bug.
    #[error("an identifier: {0}")]
    Id(#[from] InvalidId),
    /// redb failed.
    #[error("redb: {0}")]
    Redb(#[from] redb::Error),
    /// SQLite failed.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// LMDB failed.
    #[error("LMDB: {0}")]
    Lmdb(#[from] heed::Error),
    /// fjall failed.
    #[error("fjall: {0}")]
    Fjall(#[from] fjall::Error),
    /// stateset-embedded refused or failed.
    #[error("stateset-embedded: {0}")]
    Stateset(#[from] CommerceError),
    /// The operating system refused.
    #[error("the operating system: {0}")]
    Io(#[from] std::io::Error),
    /// A cart is not there that was put there.
    #[error("cart {0} is missing")]
    Missing(u64),
    /// The peer does not hold what it acknowledged.
    #[error("{peer} holds {found} units, and {expected} were acknowledged")]
    Wrong {
        /// The peer.
        peer: String,
        /// The sum of all quantities.
        found: u64,
        /// What that must be.
        expected: u64,
    },
    /// The peer has stopped after a failure of which somebody else was told.
    #[error("the peer has stopped")]
    Stopped,
    /// Another program that was started did not do what it should.
    #[error("{0}")]
    Program(String),
}

/// Errors of redb that are all one of its own.
macro_rules! redb_errors {
    ($($error:ident),+ $(,)?) => {$(
        impl From<redb::$error> for PeerError {
            fn from(error: redb::$error) -> Self {
                Self::Redb(error.into())
            }
        }
    )+};
}
redb_errors!(CommitError, CursorError, DatabaseError, StorageError, TableError, TransactionError);
