//! Opening a store whose file is damaged: the newest sound backup takes its place, and it is kept.

use std::path::{Path, PathBuf};

use super::Engine;
use super::backup::CopyError;
use super::backups::Backups;
use super::restore::restore;
use crate::error::StoreError;
use crate::options::Options;

/// What stands behind the name of a file that is damaged, with a number behind it.
const DAMAGED_LABEL: &str = "corrupt";

/// What took the place of a file that was damaged or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The backup.
    pub from: PathBuf,
    /// Where the damaged file is now; none where there was none.
    pub aside: Option<PathBuf>,
}

impl Engine {
    /// Opens the store in this file as [`Engine::open`] does. Where the file is damaged, or gone though there are backups
    /// of it, the newest sound one takes its place, and [`Engine::health`] tells; the damaged file is kept beside it under
    /// its name with `.corrupt-N` behind it. What was changed after the backup is lost, but for what can be saved from
    /// that. Where no backup is sound everything stays as it is.
    ///
    /// # Errors
    ///
    /// As for [`Engine::open`]: of a damaged file [`StoreError::Damaged`] where there is no sound backup; of one that is
    /// gone [`StoreError::Damaged`] where there are backups and none of them is sound.
    pub fn open_or_recover(path: &Path, backups: &Backups, options: Options) -> Result<Self, StoreError> {
        let is_gone = !path.exists();
        let error = if is_gone {
            match backups.list() {
                Ok(listed) if listed.is_empty() => return Self::open(path, options),
                Ok(_) => StoreError::Damaged { path: path.to_owned(), source: "it is gone".into() },
                Err(source) => return Err(StoreError::Io { path: backups.folder().to_owned(), source }),
            }
        } else {
            match Self::open(path, options.clone()) {
                Err(error @ (StoreError::Damaged { .. } | StoreError::NotAStore { .. })) => error,
                Err(StoreError::Record { table, reason }) => {
                    let source = StoreError::Record { table, reason };
                    StoreError::Damaged { path: path.to_owned(), source: Box::new(source) }
                }
                opened => return opened,
            }
        };
        tracing::error!(error = &error as &dyn std::error::Error, "looking for a backup");
        let Some(recovered) = recover(path, backups)? else { return Err(error) };
        tracing::error!(
            file = %path.display(),
            backup = %recovered.from.display(),
            aside = recovered.aside.as_ref().map(|aside| aside.display().to_string()),
            "a backup has taken the place of a damaged file"
        );
        let engine = Self::open(path, options)?;
        Ok(Self { recovered: Some(recovered), ..engine })
    }
}

/// Puts the newest sound backup in the file's place; none where there is none.
fn recover(path: &Path, backups: &Backups) -> Result<Option<Recovered>, StoreError> {
    let failed = |source| StoreError::Io { path: backups.folder().to_owned(), source };
    let newest = backups.newest_sound(&mut |_| {}).map_err(failed)?;
    for (backup, reason) in &newest.passed_over {
        tracing::error!(backup = %backup.path.display(), reason, "a backup is passed over");
    }
    let Some((backup, _)) = newest.found else { return Ok(None) };
    match restore(path, &backup.path, DAMAGED_LABEL, &mut |_| {}) {
        Ok(restored) => Ok(Some(Recovered { from: backup.path, aside: restored.aside })),
        Err(CopyError::Store(error)) => Err(error),
        Err(error) => Err(StoreError::Storage(Box::new(error))),
    }
}
