//! Putting a backup in the place of a file, which is kept beside it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use redb::StorageBackend as _;
use redb::backends::FileBackend;

use super::backup::{CopyError, check_absent, make_copy};
use super::check::{CheckReport, check_tables};
use crate::error::StoreError;
use crate::progress::Progress;
use crate::store::create;
use crate::store::unwritten::UnwrittenStore;

/// How many names to try for the file that is moved aside.
const NAMES_MAX: u32 = 10_000;

/// What was done to restore a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the file that was there is now; none where there was none.
    pub aside: Option<PathBuf>,
    /// What the check of the restored file has found: nothing wrong.
    pub report: CheckReport,
}

/// Checks a backup in full, and puts a copy of it in the place of a file that nobody has open. The file that is there is
/// kept beside it, whatever is in it, under its name with `.LABEL-N` behind it. At no moment is there no file.
///
/// # Errors
///
/// [`CopyError`]; then the file is as it was. [`StoreError::InUse`] where somebody has the file or the backup open.
pub fn restore(
    file: &Path,
    backup: &Path,
    label: &str,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored, CopyError> {
    // Held until the backup has its place, so that nobody opens what is there now.
    let lock = lock(file)?;
    let source = UnwrittenStore::open(backup)?;
    let tables = source.read()?;
    CopyError::of_faults(&check_tables(&tables, source.format, tell)?)?;
    let new = create::beside(file);
    let (report, claim) = make_copy(&tables, &new, tell)?;
    let placed = place(file, &new, lock.as_ref(), label);
    if placed.is_err() {
        claim.remove();
    }
    Ok(Restored { aside: placed?, report })
}

/// A file that is locked as an engine locks it, as long as this lives.
struct Locked {
    file: File,
    backend: FileBackend,
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing the file is not enough where a process that is just being started has it too.
        self.backend.close().ok();
    }
}

/// A lock on a file; none where there is no file.
fn lock(file: &Path) -> Result<Option<Locked>, CopyError> {
    let failed = |error| CopyError::io(file, error);
    match fs::symlink_metadata(file) {
        Ok(there) if there.is_file() => {}
        Ok(_) => return Err(CopyError::Store(StoreError::NotAStore { path: file.to_owned() })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    }
    let opened = File::options().read(true).write(true).open(file).map_err(failed)?;
    let locked = opened.try_clone().map_err(failed)?;
    let backend = FileBackend::new(locked).map_err(|error| StoreError::Storage(Box::new(error)))?;
    let whole = (std::ops::Bound::Unbounded, std::ops::Bound::Unbounded);
    match backend.try_lock_range(whole.0, whole.1) {
        Ok(true) => Ok(Some(Locked { file: opened, backend })),
        Ok(false) => Err(CopyError::Store(StoreError::InUse { path: file.to_owned() })),
        Err(error) => Err(failed(io::Error::other(error))),
    }
}

/// Puts the new file in its place; where the one that was there is now.
fn place(file: &Path, new: &Path, there: Option<&Locked>, label: &str) -> Result<Option<PathBuf>, CopyError> {
    let failed = |error| CopyError::io(file, error);
    let aside = match there {
        Some(locked) => {
            create::check_place(&locked.file, file)?;
            let aside = keep_aside(file, label)?;
            // Before the first name goes, so that at no power cut the file has none.
            create::sync_folder(&aside).map_err(failed)?;
            Some(aside)
        }
        None => {
            check_absent(file)?;
            None
        }
    };
    fs::rename(new, file).map_err(failed)?;
    create::sync_folder(file).map_err(failed)?;
    Ok(aside)
}

/// Gives the file a second name, so that it keeps that when the first is given to another.
fn keep_aside(file: &Path, label: &str) -> Result<PathBuf, CopyError> {
    for number in 1..=NAMES_MAX {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{label}-{number}"));
        let aside = PathBuf::from(name);
        match second_name(file, &aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(CopyError::io(&aside, error)),
        }
    }
    Err(CopyError::Exists { path: file.to_owned() })
}

/// A second name for a file, or where the file system has no such thing, a copy of it.
fn second_name(file: &Path, aside: &Path) -> io::Result<()> {
    match fs::hard_link(file, aside) {
        Err(error)
            if error.kind() != io::ErrorKind::AlreadyExists && error.kind() != io::ErrorKind::NotFound =>
        {
            let mut from = File::open(file)?;
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut to = options.open(aside)?;
            let copied = io::copy(&mut from, &mut to).and_then(|_| to.sync_all());
            // Half a file is none, and takes the room that there may be too little of.
            copied.inspect_err(|_| fs::remove_file(aside).unwrap_or_default())
        }
        linked => linked,
    }
}
