//! What is done to files that carts are kept in: backing up, restoring, checking, compacting.

pub(super) mod backup;
pub(super) mod check;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use indicatif::HumanBytes;
use trolley_engine::engine::compact;
use trolley_engine::engine::restore::restore as put_back;
use trolley_engine::{Backups, CheckReport, CopyError, StoreError};

use super::args::data::{CompactArgs, RestoreArgs};
use super::bar::Bar;
use super::{Failure, must_be_there};
use crate::backups::store_name;

/// What stands behind the name of a file that was there before a backup took its place, with a number behind it.
const RESTORED_LABEL: &str = "before-restore";

/// Why something is not done to a file.
#[derive(Debug, thiserror::Error)]
pub(super) enum DataError {
    /// The file that is to be checked is not there.
    #[error("there is no file {}", path.display())]
    NothingToCheck {
        /// The file.
        path: PathBuf,
    },
    /// A server has the file that is to be backed up.
    #[error(
        "{} is in use, most likely by a server: have that make the backup, without --data and --to",
        path.display()
    )]
    FileInUse {
        /// The file.
        path: PathBuf,
    },
    /// The backup is the file that it is to take the place of.
    #[error("{} cannot take its own place: name a backup of it", path.display())]
    BackupOfItself {
        /// The file.
        path: PathBuf,
    },
    /// There is no such folder.
    #[error("there is no folder {}", path.display())]
    FolderAbsent {
        /// The folder.
        path: PathBuf,
    },
    /// The file has faults.
    #[error("{} is not sound: restore a backup of it, or save what is left with trolley salvage", path.display())]
    Faulty {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be checked.
    #[error(transparent)]
    Unseen(StoreError),
    /// No backup in the folder can be used.
    #[error("there is no sound backup of {store} in {}", folder.display())]
    NoBackup {
        /// The folder.
        folder: PathBuf,
        /// What the backups are named after.
        store: String,
    },
    /// Something else failed than what is in the file.
    #[error(transparent)]
    Copy(CopyError),
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Store(error) => Self::Store(error),
            error => DataError::Copy(error).into(),
        }
    }
}

/// `trolley restore`.
pub(super) fn restore(args: &RestoreArgs) -> Result<(), Failure> {
    let mut bar = Bar::new();
    let backup = match (&args.backup, &args.newest) {
        (Some(backup), _) => backup.clone(),
        (None, folder) => newest(&args.data, folder.as_deref().unwrap_or(Path::new(".")), &mut bar)?,
    };
    must_be_there(&backup)?;
    if backup.canonicalize().is_ok_and(|backup| args.data.canonicalize().is_ok_and(|data| backup == data)) {
        return Err(DataError::BackupOfItself { path: backup }.into());
    }
    let done = put_back(&args.data, &backup, RESTORED_LABEL, &mut |progress| bar.show(progress))?;
    drop(bar);
    let kept = done.aside.map(|aside| format!("What was there is kept as {}\n", aside.display()));
    say(&format!(
        "Restored {} from {}: {}\n{}",
        args.data.display(),
        backup.display(),
        contents(&done.report),
        kept.unwrap_or_default()
    ))
}

/// The newest sound backup of a file in a folder. Those that are passed over are named.
fn newest(file: &Path, folder: &Path, bar: &mut Bar) -> Result<PathBuf, Failure> {
    if !folder.is_dir() {
        return Err(DataError::FolderAbsent { path: folder.to_owned() }.into());
    }
    let store = store_name(Some(file));
    let found = Backups::new(folder, &store).newest_sound(&mut |progress| bar.show(progress))?;
    for (backup, reason) in found.passed_over {
        eprintln!("trolley: {} is not sound and is passed over: {reason}", backup.path.display());
    }
    match found.found {
        Some((backup, _)) => Ok(backup.path),
        None => Err(DataError::NoBackup { folder: folder.to_owned(), store }.into()),
    }
}

/// `trolley compact`.
pub(super) fn compact(args: &CompactArgs) -> Result<(), Failure> {
    must_be_there(&args.data)?;
    let mut bar = Bar::new();
    let done = compact::compact(&args.data, &mut |progress| bar.show(progress))?;
    drop(bar);
    let (before, after) = (HumanBytes(done.bytes_before), HumanBytes(done.bytes_after));
    say(&format!("Compacted {}: it had {before}, and has {after}\n", args.data.display()))
}

/// Most of what is in a store, for people.
fn contents(report: &CheckReport) -> String {
    let counts = [("carts", "cart"), ("orders", "order"), ("products", "product"), ("parked", "parked cart")];
    let counts = counts.map(|(table, name)| match report.row_count(table) {
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    });
    format!("{} in {}", counts.join(", "), HumanBytes(report.bytes))
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}
