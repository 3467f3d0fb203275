//! Why entries were not made a store of.

use std::path::PathBuf;

use redb::StorageError;

use crate::error::StoreError;

/// Why entries were not made a store of. There is no file then, and one that was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Something is in the file's place already.
    #[error("{} is there already: name a file that is not", path.display())]
    FileThere {
        /// The place.
        path: PathBuf,
    },
    /// Another process is making a store in this place.
    #[error("{} is being made by another process", path.display())]
    InUse {
        /// The place.
        path: PathBuf,
    },
    /// An entry, or a name that it takes, is there already.
    #[error("{name} stands there twice")]
    Taken {
        /// What it is, as a name.
        name: String,
    },
    /// An entry is not one that can be stored.
    #[error("{reason}")]
    Invalid {
        /// Why.
        reason: String,
    },
    /// The counters are behind what was given out.
    #[error("the counters are behind the keys of carts or orders, or behind what is parked")]
    CountersBehind,
    /// The store failed.
    #[error("the file cannot be written")]
    Store(#[source] StoreError),
}

impl From<StoreError> for LoadError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Record { table: _, reason } => Self::Invalid { reason },
            error @ (StoreError::InUse { .. }
            | StoreError::NotAStore { .. }
            | StoreError::TooNew { .. }
            | StoreError::Damaged { .. }
            | StoreError::Io { .. }
            | StoreError::Storage(_)) => Self::Store(error),
        }
    }
}

impl From<StorageError> for LoadError {
    fn from(error: StorageError) -> Self {
        Self::Store(error.into())
    }
}

/// Fails where a name is taken.
pub(crate) fn free(is_taken: bool, name: impl FnOnce() -> String) -> Result<(), LoadError> {
    if is_taken { Err(LoadError::Taken { name: name() }) } else { Ok(()) }
}
