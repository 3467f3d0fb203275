//! One handle of a medium: an open database, and what of it has been let through.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use redb::{Builder, Database, StorageBackend};

use super::held::HeldBackend;
use super::medium::{Handle, Medium};
use super::tables::WriteTables;
use super::{begin, create, fault, meta};
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::{Options, Profile};

/// What every redb file begins with.
const MAGIC: [u8; 9] = *b"redb\x1A\x0A\xA9\x0D\x0A";

/// How a medium is opened.
#[derive(Debug)]
pub(super) struct Opener {
    pub(super) medium: Medium,
    pub(super) profile: Profile,
    pub(super) cache_bytes: usize,
    /// Up to so many bytes it is checked in full whenever it is opened.
    pub(super) checked_bytes_max: u64,
}

/// An open database.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) database: Database,
    backend: HeldBackend<Handle>,
    has_failed: AtomicBool,
}

impl Opener {
    /// The way in which these options open the medium.
    pub(super) const fn new(medium: Medium, options: &Options) -> Self {
        let &Options { profile, cache_bytes, checked_bytes_max, .. } = options;
        Self { medium, profile, cache_bytes, checked_bytes_max }
    }

    /// Opens the medium, without anything being written to it yet; also the format it is in.
    pub(super) fn open(&self) -> Result<(Opened, u32), StoreError> {
        let path = self.medium.name();
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        let handle = self.medium.handle();
        check_magic(&handle, path)?;
        let is_checked =
            self.profile == Profile::Durable && handle.len().map_err(failed)? <= self.checked_bytes_max;
        let backend = HeldBackend::new(handle);
        let repaired = path.to_owned();
        let database = Builder::new()
            .set_cache_size(self.cache_bytes)
            .set_check_integrity_on_open(is_checked)
            .set_repair_callback(move |session| {
                let progress = session.progress();
                tracing::info!(file = %repaired.display(), progress, "checking a store that was not closed");
            })
            .create_with_backend(backend.clone())
            .map_err(|error| fault::opening(path, error))?;
        let format = known_format(&database, path)?;
        Ok((Opened { database, backend, has_failed: AtomicBool::new(false) }, format))
    }

    /// Makes a store where there is nothing, for memory: a power cut on the way would leave neither that nor a store.
    pub(super) fn make(&self, options: &Options) -> Result<Opened, StoreError> {
        let backend = HeldBackend::new(self.medium.handle());
        let failed = |source| StoreError::Io { path: self.medium.name().to_owned(), source };
        backend.release().map_err(failed)?;
        let database =
            Builder::new().set_cache_size(self.cache_bytes).create_with_backend(backend.clone())?;
        create::fill(&database, options)?;
        Ok(Opened { database, backend, has_failed: AtomicBool::new(false) })
    }
}

impl Opened {
    /// Lets through what was held back. Where that fails, it can be asked for again.
    pub(super) fn release(&self) -> io::Result<()> {
        self.backend.release()
    }

    /// Whether it was let through.
    pub(super) fn is_released(&self) -> bool {
        self.backend.is_released()
    }

    /// Makes a change that alters nothing and is written all the same.
    pub(super) fn prove(&self, profile: Profile) -> Result<(), StoreError> {
        let transaction = begin(&self.database, profile)?;
        let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
        meta::write_format(&mut tables)?;
        drop(tables);
        Ok(transaction.commit()?)
    }

    /// Stores, by a change of nothing, which of its pages are free, so that whoever opens it need not find that out by
    /// looking through all of them. The next change takes that back together with what it changes.
    pub(super) fn mark(&self) -> Result<(), StoreError> {
        let mut transaction = self.database.begin_write()?;
        // It takes two phases in any profile.
        transaction.set_quick_repair(true);
        Ok(transaction.commit()?)
    }

    /// Lets nothing more through to be written.
    pub(super) fn give_up(&self) {
        self.backend.inner().give_up();
    }

    /// Says that it has failed, and another one must be taken.
    pub(super) fn note_failure(&self) {
        self.has_failed.store(true, Ordering::Release);
    }

    /// Whether another one must be taken.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Acquire)
    }

    /// Closes it, so that the next one to open the medium need not look for damage.
    pub(super) fn close(self) -> Result<(), StoreError> {
        let is_whole = self.backend.is_released() && !self.has_failed();
        if !is_whole {
            self.give_up();
        }
        self.database.close()?;
        if is_whole { Ok(()) } else { Err(StoreError::Storage("the store had failed".into())) }
    }
}

/// Makes sure that it begins like a store, before anything else is done with it.
pub(super) fn check_magic(backend: &impl StorageBackend, path: &Path) -> Result<(), StoreError> {
    match has_magic(backend) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::NotAStore { path: path.to_owned() }),
        Err(source) => Err(StoreError::Io { path: path.to_owned(), source }),
    }
}

/// The format of a database, where it is a store of ours and not too new.
pub(super) fn known_format(database: &Database, path: &Path) -> Result<u32, StoreError> {
    match meta::find_format(database)? {
        Some(found) if meta::FORMAT < found => {
            Err(StoreError::TooNew { path: path.to_owned(), found, known: meta::FORMAT })
        }
        Some(found @ 1..) => Ok(found),
        Some(0) | None => Err(StoreError::NotAStore { path: path.to_owned() }),
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
