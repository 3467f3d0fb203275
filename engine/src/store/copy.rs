//! All rows of a store in a new file: what a backup, a restored file and a compacted one are.
//!
//! Rows are copied, not bytes. So the copy is of one moment however long it takes, needs no repair, has nothing in it that
//! was deleted, and is as small as it can be; whoever writes meanwhile waits for nothing.

use std::path::Path;

use redb::backends::FileBackend;
use redb::{Builder, Key, ReadableTable, Table, Value};

use super::create::{self, Claim};
use super::fault;
use super::tables::{Tables, WriteTables, copy_all, row_counts};
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::progress::{Phase, Progress, Steps};

/// Most bytes of the new file to keep in memory.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// Copies all rows into a file that is not there yet, and flushes it. What was left behind there by a process that ended
/// in the middle goes first. Where this fails nothing is left. The claim is to be renewed before the file gets another name.
///
/// # Errors
///
/// [`StoreError::InUse`] where another process writes to the file, and the storage's own.
pub(crate) fn to_new_file(
    tables: &impl Tables,
    new: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<Claim, StoreError> {
    let failed = |source| StoreError::Io { path: new.to_owned(), source };
    let Some(claim) = create::claim(new).map_err(failed)? else {
        return Err(StoreError::InUse { path: new.to_owned() });
    };
    let copied = claim.file.try_clone().map_err(failed).and_then(|written| {
        let backend = FileBackend::new(written).map_err(|error| fault::opening(new, error))?;
        fill(tables, backend, tell)?;
        claim.file.sync_all().map_err(failed)
    });
    match copied {
        Ok(()) => Ok(claim),
        Err(error) => {
            claim.remove();
            Err(error)
        }
    }
}

fn fill(
    tables: &impl Tables,
    backend: FileBackend,
    tell: &mut dyn FnMut(Progress),
) -> Result<(), StoreError> {
    let mut database = Builder::new().set_cache_size(CACHE_BYTES).create_with_backend(backend)?;
    let transaction = database.begin_write()?;
    let mut copies = WriteTables::new(&transaction, Reckoning::NONE);
    let total = row_counts(tables)?.iter().map(|(_, rows)| rows).sum();
    let mut steps = Steps::new(Phase::Copying, total, tell);
    copy_all(tables, &mut copies, &mut steps)?;
    steps.finish();
    drop(copies);
    transaction.commit()?;
    // The room that it was given for growing; nobody has the file yet, so that it may be changed in place.
    while database.compact().map_err(|error| StoreError::Storage(Box::new(error)))? {}
    Ok(database.close()?)
}

/// Copies all rows of a table into an empty one, in their order.
pub(super) fn copy_rows<K: Key + 'static, V: Value + 'static>(
    from: &impl ReadableTable<K, V>,
    to: &mut Table<'_, K, V>,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for row in from.iter()? {
        let (key, value) = row?;
        to.insert(key.value(), value.value())?;
        steps.step();
    }
    Ok(())
}
