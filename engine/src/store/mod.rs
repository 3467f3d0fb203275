//! The disk: one file, or memory. Knows no rule; what is changed and why is the domain's.

pub(crate) mod tables;
pub(crate) mod meta;
pub(crate) mod carts;
pub(crate) mod blobs;
pub(crate) mod catalog;
pub(crate) mod promotions;
pub(crate) mod orders;
pub(crate) mod answers;
pub(crate) mod parked;
pub(crate) mod standing;
pub(crate) mod facts;
mod codec;
pub(crate) mod record;
pub(crate) mod digest;
mod create;
mod migrate;
mod held;
mod fault;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::{FileBackend, InMemoryBackend};
use redb::{Builder, Database, ReadableDatabase as _, StorageBackend, WriteTransaction};

use self::held::HeldBackend;
use self::tables::ReadTables;
use crate::error::StoreError;
use crate::options::{Options, Profile};

/// What every redb file begins with.
const MAGIC: [u8; 9] = *b"redb\x1A\x0A\xA9\x0D\x0A";
/// Up to this many bytes a file is checked in full whenever it is opened.
const CHECKED_BYTES_MAX: u64 = 256 * 1000 * 1000;

/// An open store.
#[derive(Debug)]
pub(crate) struct Store {
    database: Database,
    profile: Profile,
}

impl Store {
    /// Opens the store in this file, and makes it where there is no file.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        if options.profile == Profile::Memory {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "the profile `memory` keeps no file");
            return Err(failed(source));
        }
        if is_absent(path).map_err(failed)? {
            create::create(path, options)?;
        }
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        let file = File::options().read(true).write(true).open(path).map_err(failed)?;
        let backend = FileBackend::new(file).map_err(|error| fault::opening(path, error))?;
        Self::open_held(backend, path, options)
    }

    /// A new store in memory.
    pub(crate) fn in_memory(options: &Options) -> Result<Self, StoreError> {
        let database =
            Builder::new().set_cache_size(options.cache_bytes).create_with_backend(InMemoryBackend::new())?;
        create::fill(&database, options)?;
        Ok(Self { database, profile: options.profile })
    }

    /// The store on this storage; a new one where the storage is empty.
    pub(crate) fn on_backend(backend: impl StorageBackend, options: &Options) -> Result<Self, StoreError> {
        let path = PathBuf::from("(storage)");
        let failed = |source| StoreError::Io { path: path.clone(), source };
        if backend.len().map_err(failed)? == 0 {
            let image = create::image(options)?;
            backend.set_len(image.len() as u64).map_err(failed)?;
            backend.write(0, &image).map_err(failed)?;
            backend.sync_data().map_err(failed)?;
        }
        Self::open_held(backend, &path, options)
    }

    fn open_held(backend: impl StorageBackend, path: &Path, options: &Options) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        if !has_magic(&backend).map_err(failed)? {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        let is_checked =
            options.profile == Profile::Durable && backend.len().map_err(failed)? <= CHECKED_BYTES_MAX;
        let held = HeldBackend::new(backend);
        let repaired = path.to_owned();
        let database = Builder::new()
            .set_cache_size(options.cache_bytes)
            .set_check_integrity_on_open(is_checked)
            .set_repair_callback(move |session| {
                let progress = session.progress();
                tracing::info!(file = %repaired.display(), progress, "checking a store that was not closed");
            })
            .create_with_backend(held.clone())
            .map_err(|error| fault::opening(path, error))?;
        match meta::find_format(&database)? {
            Some(found) if meta::FORMAT < found => {
                Err(StoreError::TooNew { path: path.to_owned(), found, known: meta::FORMAT })
            }
            Some(found @ 1..) => {
                held.release().map_err(failed)?;
                if found < meta::FORMAT {
                    migrate::to_present(&database, found, options.profile)?;
                }
                Ok(Self { database, profile: options.profile })
            }
            Some(0) | None => Err(StoreError::NotAStore { path: path.to_owned() }),
        }
    }

    /// What is committed at this moment. Not to be kept: as long as it lives, nothing in the file is freed.
    pub(crate) fn read(&self) -> Result<ReadTables, StoreError> {
        Ok(ReadTables::new(self.database.begin_read()?))
    }

    /// Begins a change; waits where another is under way, so that only one thread may ask.
    pub(crate) fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        begin(&self.database, self.profile)
    }

    /// Closes the store, so that the next one to open it need not look for damage.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        Ok(self.database.close()?)
    }
}

fn begin(database: &Database, profile: Profile) -> Result<WriteTransaction, StoreError> {
    let mut transaction = database.begin_write()?;
    transaction.set_two_phase_commit(profile == Profile::Durable);
    Ok(transaction)
}

fn is_absent(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn has_magic(backend: &impl StorageBackend) -> io::Result<bool> {
    let mut first = [0; MAGIC.len()];
    if backend.len()? < first.len() as u64 {
        return Ok(false);
    }
    backend.read(0, &mut first)?;
    Ok(first == MAGIC)
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
