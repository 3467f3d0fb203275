//! Backing up: a copy of all that is committed at one moment, as a file of its own that was read back.
//!
//! What could be copied instead are the bytes of the file, while the writer is kept from writing. That would make everybody
//! wait for as long as the medium of the backup takes, carry along what was deleted, and be no backup at all of a store in
//! memory. A snapshot costs nobody anything, but that what is deleted meanwhile is freed a little later.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Engine;
use super::check::{CheckReport, check_file, digest};
use crate::error::StoreError;
use crate::progress::Progress;
use crate::store::check::Fault;
use crate::store::create::Claim;
use crate::store::tables::ReadTables;
use crate::store::unwritten::UnwrittenStore;
use crate::store::{copy, create};

/// Why there is no copy. What was there before is as it was, and nothing is left of the copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// What was to be copied, or the copy, cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was to be copied has faults.
    #[error("what is to be copied is not sound ({count} faults, the first one: {first})")]
    Unsound {
        /// How many.
        count: u64,
        /// The first.
        first: Box<Fault>,
    },
    /// The copy is not what was copied: the medium does not keep what is written to it.
    #[error("what was written to {} is not what was read back from it", path.display())]
    Differs {
        /// The copy.
        path: PathBuf,
    },
    /// There is a file already where the copy was to be.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
}

impl CopyError {
    /// Of what the operating system says of a file.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Store(StoreError::Io { path: path.to_owned(), source })
    }

    /// Where a report has faults, that.
    pub(super) fn of_faults(report: &CheckReport) -> Result<(), Self> {
        match report.faults.first() {
            None => Ok(()),
            Some(first) => Err(Self::Unsound { count: report.fault_count(), first: Box::new(first.clone()) }),
        }
    }
}

impl Engine {
    /// Copies all that is committed at this moment into a new file, which nobody but its owner may read, reads it back, and
    /// checks it in full. Whoever writes meanwhile does not wait; what they write is not in the copy. The file has its
    /// name only once all of that is done, so that whatever has the name is whole.
    ///
    /// # Errors
    ///
    /// [`CopyError`]; then there is no file of that name.
    pub fn back_up(&self, to: &Path, tell: &mut dyn FnMut(Progress)) -> Result<CheckReport, CopyError> {
        back_up_tables(&self.store.read()?, to, tell)
    }
}

/// The same of a file that nobody has open, without a byte of it being written.
///
/// # Errors
///
/// [`CopyError`]; then there is no file of that name.
pub fn back_up_file(
    file: &Path,
    to: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<CheckReport, CopyError> {
    back_up_tables(&UnwrittenStore::open(file)?.read()?, to, tell)
}

fn back_up_tables(
    tables: &ReadTables,
    to: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<CheckReport, CopyError> {
    let failed = |error| CopyError::io(to, error);
    check_absent(to)?;
    let new = create::beside(to);
    let (report, claim) = make_copy(tables, &new, tell)?;
    let named = check_absent(to)
        .and_then(|()| fs::rename(&new, to).map_err(failed))
        .and_then(|()| create::sync_folder(to).map_err(failed));
    match named {
        Ok(()) => Ok(report),
        Err(error) => {
            claim.remove();
            Err(error)
        }
    }
}

pub(super) fn check_absent(path: &Path) -> Result<(), CopyError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(CopyError::Exists { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CopyError::io(path, error)),
    }
}

/// Copies these tables into a new file, flushes it, reads it back and checks it. Where this fails nothing is left. The file
/// is claimed as long as it is held.
pub(super) fn make_copy(
    tables: &ReadTables,
    new: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<(CheckReport, Claim), CopyError> {
    let claim = copy::to_new_file(tables, new, tell)?;
    let checked = read_back(tables, new, tell).and_then(|report| {
        // What was checked is what stands there only if nobody has put another file there meanwhile.
        match claim.renew().map_err(|error| CopyError::io(new, error))? {
            true => Ok(report),
            false => Err(CopyError::Store(StoreError::InUse { path: new.to_owned() })),
        }
    });
    match checked {
        Ok(report) => Ok((report, claim)),
        Err(error) => {
            claim.remove();
            Err(error)
        }
    }
}

fn read_back(
    tables: &ReadTables,
    new: &Path,
    tell: &mut dyn FnMut(Progress),
) -> Result<CheckReport, CopyError> {
    let report = check_file(new, tell)?;
    if report.digest != Some(digest(tables)?) {
        return Err(CopyError::Differs { path: new.to_owned() });
    }
    CopyError::of_faults(&report)?;
    Ok(report)
}
