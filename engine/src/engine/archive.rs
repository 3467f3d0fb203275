//! Everything that is stored, given out and taken in.

use std::path::Path;

use super::Engine;
use crate::archive::Entry;
use crate::error::StoreError;
use crate::error::archive::LoadError;
use crate::options::Options;
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
}
