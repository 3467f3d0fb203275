//! The disk: one file, or memory. Knows no rule; what is changed and why is the domain's.

pub(crate) mod tables;
pub(crate) mod at_hand;
pub(crate) mod meta;
pub(crate) mod carts;
pub(crate) mod blobs;
pub(crate) mod catalog;
mod bringing;
pub(crate) mod promotions;
pub(crate) mod orders;
pub(crate) mod answers;
pub(crate) mod parked;
pub(crate) mod standing;
pub(crate) mod facts;
mod codec;
pub(crate) mod record;
pub(crate) mod digest;
pub(crate) mod check;
pub(crate) mod copy;
pub(crate) mod unwritten;
pub(crate) mod create;
pub(crate) mod medium;
pub(crate) mod room;
mod place;
mod migrate;
mod held;
mod opened;
mod fault;
pub(crate) mod archive;
pub(crate) mod build;
pub(crate) mod salvage;
pub(crate) mod damaged;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use redb::backends::{FileBackend, InMemoryBackend};
use redb::{Database, ReadableDatabase as _, StorageBackend, WriteTransaction};

use self::at_hand::products::Products;
use self::at_hand::{PART_OF_CACHE, WriterHand};
use self::medium::{Fault, Medium};
use self::opened::{Opened, Opener};
use self::standing::Standing;
use self::tables::{ReadTables, WriteTables};
use crate::env::Clock;
use crate::env::engine_time::{EngineTime, Kept, Reckoning};
use crate::error::StoreError;
use crate::options::{Options, Profile};

/// The store: one handle of its medium at a time, which is replaced where it has failed.
#[derive(Debug)]
pub(crate) struct Store {
    opener: Opener,
    present: RwLock<Arc<Opened>>,
    time: EngineTime,
    products: Arc<Products>,
}

impl Store {
    /// Opens the store in this file, and makes it where there is no file.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        if options.profile == Profile::Memory {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "the profile `memory` keeps no file");
            return Err(failed(source));
        }
        place::check(path, options.profile).map_err(failed)?;
        if is_absent(path).map_err(failed)? {
            create::create(path, options)?;
        }
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(StoreError::NotAStore { path: path.to_owned() });
        }
        let file = File::options().read(true).write(true).open(path).map_err(failed)?;
        let rights = file.try_clone().map_err(failed)?;
        let backend = FileBackend::new(file).map_err(|error| fault::opening(path, error))?;
        let store = Self::on_medium(Medium::new(backend, path, true), options)?;
        create::check_place(&rights, path)?;
        // Only now is it known to be a store: what is another program's stays as it is.
        place::keep_to_owner(&rights, path);
        Ok(store)
    }

    /// A new store in memory.
    pub(crate) fn in_memory(options: &Options) -> Result<Self, StoreError> {
        let medium = Medium::new(InMemoryBackend::new(), Path::new("(memory)"), false);
        let opener = Opener::new(medium, options);
        let opened = opener.make(options)?;
        Self::of(opener, opened, options)
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
        Self::on_medium(Medium::new(backend, &path, false), options)
    }

    fn on_medium(medium: Medium, options: &Options) -> Result<Self, StoreError> {
        let opener = Opener::new(medium, options);
        let (opened, format) = opener.open()?;
        if let Err(source) = opened.release() {
            // What was set aside for this is given up, where there is something.
            let is_helped =
                opener.medium.take_fault() == Fault::Full && room::give_up_reserve(&opener.medium);
            if !is_helped || opened.release().is_err() {
                return Err(StoreError::Io { path: opener.medium.name().to_owned(), source });
            }
        }
        if format < meta::FORMAT {
            migrate::to_present(&opened.database, format, options.profile)?;
        }
        Self::of(opener, opened, options)
    }

    fn of(opener: Opener, opened: Opened, options: &Options) -> Result<Self, StoreError> {
        let time = time(&opened.database, options)?;
        let products = Arc::new(Products::new(options.cache_bytes / PART_OF_CACHE));
        Ok(Self { opener, present: RwLock::new(Arc::new(opened)), time, products })
    }

    /// What is committed at this moment. Not to be kept: as long as it lives, nothing in the file is freed.
    pub(crate) fn read(&self) -> Result<ReadTables, StoreError> {
        let edition = self.products.edition();
        let tables = ReadTables::new(self.opened().database.begin_read()?, self.time.reckon());
        Ok(match edition {
            Some(edition) if self.products.edition() == Some(edition) => {
                tables.with_products(&self.products, edition)
            }
            Some(_) | None => tables,
        })
    }

    /// What a writer of this store may have at hand; there may be only one.
    pub(crate) fn writer_hand(&self) -> WriterHand {
        WriterHand::new(&self.products, self.opener.cache_bytes)
    }

    /// The clock by which it counts.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.time.clock()
    }

    /// Engine time now.
    pub(crate) fn reckon(&self) -> Reckoning {
        self.time.reckon()
    }

    /// Stores with a change how engine time stands, where that is due.
    pub(crate) fn keep_time(&self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        match self.time.take_due() {
            Some(kept) => meta::keep_time(&mut WriteTables::new(transaction, Reckoning::NONE), kept),
            None => Ok(()),
        }
    }

    /// Begins a change; waits where another is under way, so that only one thread may ask.
    pub(crate) fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        begin(&self.opened().database, self.opener.profile)
    }

    /// Whether it is so large that it is looked through when it is opened only where it was neither closed nor marked.
    ///
    /// # Errors
    ///
    /// The medium's.
    pub(crate) fn is_worth_a_mark(&self) -> io::Result<bool> {
        Ok(self.opener.profile != Profile::Memory
            && self.opener.checked_bytes_max < self.opener.medium.len()?)
    }

    /// Marks it as one that need not be looked through when it is opened, until the next change. Like a change it waits for
    /// others.
    pub(crate) fn mark(&self) -> Result<(), StoreError> {
        self.opened().mark()
    }

    /// What it lies on.
    pub(crate) fn medium(&self) -> &Medium {
        &self.opener.medium
    }

    /// Gives up the present handle after a failure and takes another one, through which nothing is written yet: what is
    /// looked at is looked at there from now on, even where the medium takes nothing to be written. Until then it is
    /// looked at where it was, as far as that goes. One through which nothing is written yet is kept.
    ///
    /// What is committed by then is what was committed before the failure, and perhaps what met it.
    pub(crate) fn open_anew(&self) -> Result<Standing, StoreError> {
        let present = self.opened();
        if present.has_failed() {
            present.give_up();
            let (opened, _) = self.opener.open()?;
            *self.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened);
            self.products.resume_without_any();
        }
        Standing::load(&self.read()?)
    }

    /// The edition of the catalog that is committed, where it is known.
    #[cfg(test)]
    pub(crate) fn edition(&self) -> Option<u64> {
        self.products.edition()
    }

    /// Has nothing at hand any more, after a test has written behind the writer's back.
    #[cfg(test)]
    pub(crate) fn forget(&self) {
        self.products.resume_without_any();
    }

    /// Lets the handle through that was taken anew, and proves it by a change that alters nothing and is written all the
    /// same.
    pub(crate) fn prove(&self) -> Result<(), StoreError> {
        let opened = self.opened();
        let failed = |source| StoreError::Io { path: self.medium().name().to_owned(), source };
        if self.opener.profile == Profile::Fast && !opened.is_released() {
            // In one phase a commit whose flush has failed looks as good as any when it is read back.
            self.medium().rewrite().map_err(failed)?;
        }
        opened.release().map_err(failed)?;
        let proven = opened.prove(self.opener.profile);
        if proven.is_err() {
            opened.note_failure();
        }
        proven
    }

    /// Says that the present handle has failed.
    pub(crate) fn note_failure(&self) {
        self.time.note_not_kept();
        self.opened().note_failure();
    }

    /// Closes the store, so that the next one to open it need not look for damage.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        let Self { opener, present, time, products: _ } = self;
        let present = present.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(opened) = Arc::into_inner(present) else {
            // Whoever has begun to look ends it.
            return Ok(());
        };
        // What cannot be stored any more makes what lives live longer.
        if let Some(kept) = time.take_due()
            && let Err(error) = keep_time(&opened.database, opener.profile, kept)
        {
            tracing::warn!(%error, "how engine time stands could not be stored");
        }
        opened.close()
    }

    fn opened(&self) -> Arc<Opened> {
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn keep_time(database: &Database, profile: Profile, kept: Kept) -> Result<(), StoreError> {
    let transaction = begin(database, profile)?;
    meta::keep_time(&mut WriteTables::new(&transaction, Reckoning::NONE), kept)?;
    Ok(transaction.commit()?)
}

/// How engine time goes on from what is stored.
fn time(database: &Database, options: &Options) -> Result<EngineTime, StoreError> {
    let kept = meta::kept_time(&ReadTables::new(database.begin_read()?, Reckoning::NONE))?;
    Ok(EngineTime::start(Arc::clone(&options.clock), kept))
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

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
