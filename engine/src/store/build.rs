//! Making a file of entries: beside its place, in one transaction, and into its place when it is whole and flushed.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use redb::backends::FileBackend;
use redb::{Builder, Database};

use super::archive::load::Loading;
use super::create::{Claim, beside, claim, sync_folder};
use super::tables::WriteTables;
use super::{fault, is_absent, meta};
use crate::archive::Entry;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::error::archive::LoadError;
use crate::options::Options;

/// Makes a store of these entries at `path`, where there must be nothing; how many there were.
pub(crate) fn build<E: From<LoadError>>(
    path: &Path,
    options: &Options,
    entries: impl Iterator<Item = Result<Entry, E>>,
) -> Result<u64, E> {
    let new = beside(path);
    let failed = |source| LoadError::from(StoreError::Io { path: new.clone(), source });
    if !is_absent(path).map_err(failed)? {
        return Err(LoadError::FileThere { path: path.to_owned() }.into());
    }
    let Some(claim) = claim(&new).map_err(failed)? else {
        return Err(LoadError::InUse { path: path.to_owned() }.into());
    };
    let done = fill_file(&claim.file, &new, options, entries)
        .and_then(|count| into_place(&claim, &new, path).map(|()| count).map_err(E::from));
    if done.is_err() {
        claim.remove();
    }
    done
}

fn fill_file<E: From<LoadError>>(
    file: &File,
    new: &Path,
    options: &Options,
    entries: impl Iterator<Item = Result<Entry, E>>,
) -> Result<u64, E> {
    let failed = |source| LoadError::from(StoreError::Io { path: new.to_owned(), source });
    // One lock for both: they are one open file.
    let backend = FileBackend::new(file.try_clone().map_err(failed)?)
        .map_err(|error| LoadError::from(fault::opening(new, error)))?;
    let database = Builder::new()
        .set_cache_size(options.cache_bytes)
        .create_with_backend(backend)
        .map_err(|error| LoadError::from(fault::opening(new, error)))?;
    let count = fill(&database, options, entries)?;
    database.close().map_err(|error| LoadError::from(StoreError::from(error)))?;
    Ok(count)
}

/// Puts all entries into an empty database, in one transaction; how many there were.
fn fill<E: From<LoadError>>(
    database: &Database,
    options: &Options,
    entries: impl Iterator<Item = Result<Entry, E>>,
) -> Result<u64, E> {
    let transaction = database.begin_write().map_err(|error| LoadError::from(StoreError::from(error)))?;
    // What is counted in engine time is told in it.
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.make_all().map_err(LoadError::from)?;
    let mut loading = Loading::default();
    let mut count = 0;
    for entry in entries {
        loading.put(&mut tables, entry?)?;
        count += 1;
    }
    loading.finish(&mut tables, &meta::made_now(options.clock.now()))?;
    drop(tables);
    transaction.commit().map_err(|error| LoadError::from(StoreError::from(error)))?;
    Ok(count)
}

fn into_place(claim: &Claim, new: &Path, path: &Path) -> Result<(), LoadError> {
    let failed = |source: io::Error| LoadError::from(StoreError::Io { path: path.to_owned(), source });
    claim.file.sync_all().map_err(failed)?;
    // The storage layer has let go of the lock.
    if !claim.renew().map_err(failed)? {
        return Err(LoadError::InUse { path: path.to_owned() });
    }
    if !is_absent(path).map_err(failed)? {
        return Err(LoadError::FileThere { path: path.to_owned() });
    }
    fs::rename(new, path).map_err(failed)?;
    sync_folder(path).map_err(failed)
}
