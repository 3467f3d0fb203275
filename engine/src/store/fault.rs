//! What the storage layer says when something is wrong, in this engine's words.

use std::io;
use std::path::Path;

use redb::{CommitError, CursorError, DatabaseError, StorageError, TableError, TransactionError};

use crate::error::StoreError;

/// Why a file that begins like a store could not be opened.
pub(crate) fn opening(path: &Path, error: DatabaseError) -> StoreError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            StoreError::InUse { path }
        }
        DatabaseError::UpgradeRequired(_) => StoreError::NotAStore { path },
        DatabaseError::Storage(StorageError::Io(source)) if !is_damage(&source) => {
            StoreError::Io { path, source }
        }
        DatabaseError::Storage(StorageError::Io(_) | StorageError::Corrupted(_))
        | DatabaseError::RepairAborted => StoreError::Damaged { path, source: Box::new(error) },
        error => StoreError::Storage(Box::new(error)),
    }
}

/// Whether the operating system did what it was asked, and what it read cannot be.
fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}

macro_rules! from_storage_layer {
    ($($error:ty),+) => {$(
        impl From<$error> for StoreError {
            fn from(error: $error) -> Self {
                Self::Storage(Box::new(error))
            }
        }
    )+};
}

from_storage_layer!(CommitError, CursorError, DatabaseError, StorageError, TableError, TransactionError);
