//! The backups of a store in a folder: how they are named, which is the newest, which are too many.
//!
//! A backup is named after its store, with a number that grows and the time of day when it was made behind it, such as
//! `till.trolley.00000042.20261122T114720Z.backup`. The number alone says which is newer: a clock may go back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::Engine;
use super::backup::{CopyError, back_up_file};
use super::check::{CheckReport, check_file};
use crate::domain::time::Timestamp;
use crate::progress::Progress;
use crate::store::create;

/// What the names of backups end with.
const SUFFIX: &str = ".backup";
/// Digits that the number of a backup has at least, so that names stand in their order in a listing.
const NUMBER_DIGITS: usize = 8;
/// How the time of day is written.
const TIME_FORM: &str = "%Y%m%dT%H%M%SZ";
/// Characters of that.
const TIME_LEN: usize = "20261122T114720Z".len();

/// A backup in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its number: the higher, the newer.
    pub number: u64,
    /// When it was made by the clock of that time, in UTC, such as `20261122T114720Z`.
    pub made_at: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The backups of one store in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    folder: PathBuf,
    store: String,
}

/// A backup that is sound, and those newer ones that are not.
#[derive(Debug)]
pub struct NewestSound {
    /// The newest that is sound, and what its check has found.
    pub found: Option<(Backup, CheckReport)>,
    /// The newer ones, and why they are not taken.
    pub passed_over: Vec<(Backup, String)>,
}

impl Backups {
    /// Those of the store of this name, which is that of its file, in this folder.
    #[must_use]
    pub fn new(folder: &Path, store: &str) -> Self {
        Self { folder: folder.to_owned(), store: store.to_owned() }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All of them, the newest first; none where there is no folder. Files of other names, and what is no file, are not
    /// among them.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn list(&self) -> io::Result<Vec<Backup>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut backups = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let Some((number, made_at)) = name.to_str().and_then(|name| self.parts(name)) else { continue };
            // Not followed: a link is none of ours.
            let there = match fs::symlink_metadata(entry.path()) {
                Ok(there) if there.is_file() => there,
                Ok(_) => continue,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let made_at = made_at.to_owned();
            backups.push(Backup { path: entry.path(), number, made_at, bytes: there.len() });
        }
        backups
            .sort_unstable_by(|one, other| (other.number, &other.made_at).cmp(&(one.number, &one.made_at)));
        Ok(backups)
    }

    /// Backs up a running engine into the folder, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// [`CopyError`]; then there is no new backup, and the others are as they were.
    pub fn make(
        &self,
        engine: &Engine,
        now: Timestamp,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(Backup, CheckReport), CopyError> {
        let next = self.next(now)?;
        let report = engine.back_up(&next.path, tell)?;
        Ok((Backup { bytes: report.bytes, ..next }, report))
    }

    /// The same of a file that nobody has open.
    ///
    /// # Errors
    ///
    /// [`CopyError`]; then there is no new backup, and the others are as they were.
    pub fn make_of_file(
        &self,
        file: &Path,
        now: Timestamp,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(Backup, CheckReport), CopyError> {
        let next = self.next(now)?;
        let report = back_up_file(file, &next.path, tell)?;
        Ok((Backup { bytes: report.bytes, ..next }, report))
    }

    /// Removes the oldest but so many of them, and what was left of one by a process that ended in the middle; which ones.
    /// The newest stays, whatever is said.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read, or one cannot be removed.
    pub fn keep(&self, count_max: usize) -> io::Result<Vec<PathBuf>> {
        let old = self.list()?.into_iter().skip(count_max.max(1)).map(|backup| backup.path);
        let mut removed = Vec::new();
        for path in old.chain(self.left_over()?) {
            fs::remove_file(&path)?;
            removed.push(path);
        }
        Ok(removed)
    }

    /// The newest that is sound. Newer ones that are not, or that cannot be looked at, are passed over.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn newest_sound(&self, tell: &mut dyn FnMut(Progress)) -> io::Result<NewestSound> {
        let mut passed_over = Vec::new();
        for backup in self.list()? {
            match check_file(&backup.path, tell) {
                Ok(report) => match report.faults.first() {
                    None => return Ok(NewestSound { found: Some((backup, report)), passed_over }),
                    Some(first) => passed_over.push((backup, first.to_string())),
                },
                Err(error) => passed_over.push((backup, error.to_string())),
            }
        }
        Ok(NewestSound { found: None, passed_over })
    }

    /// The next one, which is not there yet.
    fn next(&self, now: Timestamp) -> Result<Backup, CopyError> {
        let failed = |error| CopyError::io(&self.folder, error);
        make_folder(&self.folder).map_err(failed)?;
        let last = self.list().map_err(failed)?.first().map_or(0, |backup| backup.number);
        let number = last.saturating_add(1);
        let made_at = written(now);
        let name = format!("{}.{number:0NUMBER_DIGITS$}.{made_at}{SUFFIX}", self.store);
        Ok(Backup { path: self.folder.join(name), number, made_at, bytes: 0 })
    }

    /// The number and the time in the name of a backup; none of another name.
    fn parts<'a>(&self, name: &'a str) -> Option<(u64, &'a str)> {
        let parts = name.strip_prefix(self.store.as_str())?.strip_prefix('.')?.strip_suffix(SUFFIX)?;
        let (number, made_at) = parts.split_once('.')?;
        let is_number = NUMBER_DIGITS <= number.len() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && is_time(made_at) { Some((number.parse().ok()?, made_at)) } else { None }
    }

    /// What was left of backups whose making has ended in the middle: files that nobody holds.
    fn left_over(&self) -> io::Result<Vec<PathBuf>> {
        let mut left_over = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let whole = name.and_then(|name| name.strip_suffix(create::NEW_SUFFIX));
            let is_ours = whole.is_some_and(|whole| self.parts(whole).is_some());
            if !is_ours || !fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()) {
                continue;
            }
            if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
                left_over.push(path);
            }
        }
        Ok(left_over)
    }
}

/// The moment as it stands in a name; that of a clock which is far off is the epoch's.
fn written(now: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(now.as_millis()).ok();
    let text = moment.map(|moment| moment.strftime(TIME_FORM).to_string());
    text.filter(|text| is_time(text))
        .unwrap_or_else(|| jiff::Timestamp::UNIX_EPOCH.strftime(TIME_FORM).to_string())
}

/// Whether a text has the form of a time in a name. One of years before the first has a sign.
fn is_time(text: &str) -> bool {
    text.len() == TIME_LEN && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Makes a folder that nobody but its owner may look into, where there is none.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only there it has a mode"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    create::sync_folder(folder)
}
