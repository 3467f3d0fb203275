//! Everything that is stored, given out and taken in.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::Engine;
use crate::archive::{Entry, Mark, Salvaged};
use crate::error::StoreError;
use crate::error::archive::LoadError;
use crate::options::Options;
use crate::store::salvage::image::FileImage;
use crate::store::salvage::salvage;
use crate::store::{archive, build};

impl Engine {
    /// Gives all that is committed at this moment to `each`, one by one, until that fails. As long as it takes, nothing in
    /// the file is freed.
    ///
    /// # Errors
    ///
    /// What `each` fails with, and [`StoreError`] where the store cannot be read.
    pub fn entries<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        archive::read(&self.store.read()?, &mut each)
    }

    /// How many entries there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store cannot be read.
    pub fn entry_count(&self) -> Result<u64, StoreError> {
        archive::count(&self.store.read()?)
    }

    /// Makes a file of these entries, in any order, where there is none yet: of all of them, or no file; how many there were.
    ///
    /// Settings that are not among them are those of a new store; counters that are not are as high as what they count.
    ///
    /// # Errors
    ///
    /// The entries' own, and [`LoadError`]: after a refusal no further entry is asked for.
    pub fn load<E: From<LoadError>>(
        path: &Path,
        options: &Options,
        entries: impl Iterator<Item = Result<Entry, E>>,
    ) -> Result<u64, E> {
        build::build(path, options, entries)
    }

    /// Gives all that can be read of a damaged file to `each`, one by one, until that fails. The file is never written to.
    /// Only what its own checksum confirms is given out. Where settings, counters or uses of codes cannot be read, those are
    /// not among it or as high as what they count. `progress` is told how many bytes were looked through.
    ///
    /// # Errors
    ///
    /// What `each` fails with; [`StoreError::InUse`] where another process has the file open, and [`StoreError::Io`] where
    /// the operating system refuses.
    pub fn salvage<E: From<StoreError>>(
        path: &Path,
        mut each: impl FnMut(Entry, Mark) -> Result<(), E>,
        mut progress: impl FnMut(u64),
    ) -> Result<Salvaged, E> {
        let failed = |source| StoreError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock_shared() {
            return Err(StoreError::InUse { path: path.to_owned() }.into());
        }
        let image = FileImage::new(file).map_err(failed)?;
        salvage(&image, &mut each, &mut progress)
    }
}
