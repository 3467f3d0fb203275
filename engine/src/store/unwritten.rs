//! A store that is looked at without a byte of its file being written: to check it, or to copy what is in it.
//!
//! Opening a redb database writes to it, and so does repairing one that was not closed. All of that stays in memory here,
//! and an older format is brought to the present one there too.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use redb::backends::FileBackend;
use redb::{Builder, Database, ReadableDatabase as _, StorageBackend};

use super::held::HeldBackend;
use super::opened::{check_magic, known_format};
use super::tables::ReadTables;
use super::{create, fault, meta, migrate};
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::Profile;

/// Most bytes of the file to keep in memory.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// A store whose file is locked, checked in full, and not written to.
#[derive(Debug)]
pub(crate) struct UnwrittenStore {
    database: Database,
    file: File,
    /// The format of the file.
    pub(crate) format: u32,
}

impl UnwrittenStore {
    /// Opens the store in this file, which stays locked until the value goes.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::open`](crate::Engine::open). [`StoreError::Damaged`] where a page of the file is not as it was
    /// written.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        match File::options().read(true).write(true).open(path) {
            Ok(file) => {
                let written = file.try_clone().map_err(failed)?;
                let backend = FileBackend::new(written).map_err(|error| fault::opening(path, error))?;
                Self::on_backend(backend, file, path)
            }
            Err(error) if is_read_only(&error) => {
                let file = File::open(path).map_err(failed)?;
                match file.try_lock_shared() {
                    Ok(()) => {
                        let read = file.try_clone().map_err(failed)?;
                        Self::on_backend(ReadOnly(Mutex::new(read)), file, path)
                    }
                    Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_owned() }),
                    Err(TryLockError::Error(error)) => Err(failed(error)),
                }
            }
            Err(error) => Err(failed(error)),
        }
    }

    fn on_backend(backend: impl StorageBackend, file: File, path: &Path) -> Result<Self, StoreError> {
        check_magic(&backend, path)?;
        let database = Builder::new()
            .set_cache_size(CACHE_BYTES)
            .set_check_integrity_on_open(true)
            .create_with_backend(HeldBackend::new(backend))
            .map_err(|error| fault::opening(path, error))?;
        let format = known_format(&database, path)?;
        if format < meta::FORMAT {
            migrate::to_present(&database, format, Profile::Memory)?;
        }
        let store = Self { database, file, format };
        store.check_place(path)?;
        Ok(store)
    }

    /// Makes sure that the file, which is locked, still stands there.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another process has put another file there before it was locked.
    pub(crate) fn check_place(&self, path: &Path) -> Result<(), StoreError> {
        create::check_place(&self.file, path)
    }

    /// What is in it.
    pub(crate) fn read(&self) -> Result<ReadTables, StoreError> {
        Ok(ReadTables::new(self.database.begin_read()?, Reckoning::NONE))
    }
}

/// Whether the file may be read alone.
fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// A file that may be read alone. Nothing that is written to it comes here.
#[derive(Debug)]
struct ReadOnly(Mutex<File>);

impl StorageBackend for ReadOnly {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(out)
    }

    fn set_len(&self, _len: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    fn sync_data(&self) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    fn write(&self, _offset: u64, _data: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}
