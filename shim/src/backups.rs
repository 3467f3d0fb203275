//! The backups that a server makes of its store: on a schedule, when it is asked, and when it stops.
//!
//! One is made at a time. Where nothing has changed since the newest, none is made: three backups of one state would push out
//! those of others. A backup that fails changes nothing for those who shop; it is logged, and shown until one succeeds.

use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use trolley_engine::engine::check::check_file;
use trolley_engine::{Backup, Backups, CopyError, Engine, Phase, Progress, StateDigest, Timestamp};

use crate::config::ServerConfig;

/// What the backups of a store without a file are named after.
const MEMORY_NAME: &str = "memory";

/// The backups that a server makes of its store.
#[derive(Debug)]
pub struct BackupKeeper {
    place: Option<Place>,
    state: Mutex<State>,
    /// Woken when one is made.
    is_free: Condvar,
}

/// Where backups are, and how many.
#[derive(Debug)]
struct Place {
    backups: Backups,
    kept: usize,
}

#[derive(Debug, Default)]
struct State {
    under_way: Option<Progress>,
    is_making: bool,
    /// Whether another waits for its turn.
    is_awaited: bool,
    failure: Option<Failure>,
    /// The number and the digest of the newest backup; none where they are not known yet.
    newest: Option<(u64, StateDigest)>,
}

/// A backup that was not made, or an old one that was not removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// Why, in one sentence without the names of files.
    pub reason: &'static str,
}

/// How it stands with a server's backups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Those that there are, the newest first.
    pub backups: Vec<Backup>,
    /// How far one has come that is being made.
    pub under_way: Option<Progress>,
    /// What failed last; none where a backup was made since.
    pub failure: Option<Failure>,
}

/// What came of a wish for a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// There is a new one.
    New(Backup),
    /// The newest is of what there is now: no other was made.
    Unchanged,
    /// It takes its time, and goes on.
    UnderWay(Progress),
}

/// Why no backup is made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The server has no folder for them.
    #[error("no folder is set for backups")]
    NotConfigured,
    /// One is being made, and another waits for its turn.
    #[error("a backup is being made, and another waits for its turn")]
    UnderWay,
    /// It failed.
    #[error(transparent)]
    Failed(#[from] CopyError),
    /// The folder cannot be read, or an old one not removed.
    #[error("the folder of backups cannot be used: {0}")]
    Folder(#[from] std::io::Error),
}

impl BackupError {
    /// Why, in one sentence without the names of files.
    pub(crate) fn reason(&self) -> &'static str {
        match self {
            Self::NotConfigured => "no folder is set for backups",
            Self::UnderWay => "a backup is being made, and another waits for its turn",
            Self::Failed(CopyError::Unsound { .. }) => "the store has faults: trolley check names them",
            Self::Failed(CopyError::Differs { .. }) => "what was written is not what was read back",
            Self::Failed(CopyError::Store(_) | CopyError::Exists { .. }) | Self::Folder(_) => {
                "the backup could not be written or read back; the server's log says why"
            }
        }
    }
}

/// The backups of the store that a server of these settings keeps; none where no folder is set.
#[must_use]
pub fn configured(server: &ServerConfig) -> Option<Backups> {
    let folder = server.backups.as_deref()?;
    Some(Backups::new(folder, &store_name(server.data.as_deref())))
}

/// What the backups of the store in this file are named after.
#[must_use]
pub fn store_name(file: Option<&Path>) -> String {
    let name = file.and_then(Path::file_name);
    name.map_or_else(|| MEMORY_NAME.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The right to make a backup, which one has at a time.
struct Turn<'a>(&'a BackupKeeper);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.under_way = None;
        state.is_making = false;
        drop(state);
        self.0.is_free.notify_all();
    }
}

impl BackupKeeper {
    /// For a server of these settings.
    #[must_use]
    pub fn new(server: &ServerConfig) -> Self {
        let kept = usize::try_from(server.backups_kept).unwrap_or(usize::MAX);
        let place = configured(server).map(|backups| Place { backups, kept });
        Self { place, state: Mutex::new(State::default()), is_free: Condvar::new() }
    }

    /// Whether there is a folder for them.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        self.place.is_some()
    }

    /// In one word how it stands with them: `off`, `ok` or `failing`.
    #[must_use]
    pub fn health(&self) -> &'static str {
        match (&self.place, &self.state().failure) {
            (None, _) => "off",
            (Some(_), None) => "ok",
            (Some(_), Some(_)) => "failing",
        }
    }

    /// How far the one has come that is being made.
    #[must_use]
    pub fn under_way(&self) -> Option<Progress> {
        self.state().under_way
    }

    /// How it stands with them. Reads the folder.
    ///
    /// # Errors
    ///
    /// [`BackupError::NotConfigured`], and [`BackupError::Folder`].
    pub fn standing(&self) -> Result<Standing, BackupError> {
        let place = self.place.as_ref().ok_or(BackupError::NotConfigured)?;
        let backups = place.backups.list()?;
        let state = self.state();
        Ok(Standing { backups, under_way: state.under_way, failure: state.failure.clone() })
    }

    /// Makes a backup where something has changed since the newest, and removes the oldest that are too many. Waits for
    /// one that is being made, and takes its time.
    ///
    /// # Errors
    ///
    /// [`BackupError`]; what failed is logged, and shown by [`BackupKeeper::standing`].
    pub fn make(&self, engine: &Engine, now: Timestamp) -> Result<Made, BackupError> {
        let place = self.place.as_ref().ok_or(BackupError::NotConfigured)?;
        let turn = self.turn().ok_or(BackupError::UnderWay)?;
        let made = self.make_in_turn(place, engine, now);
        match &made {
            Ok(_) => self.state().failure = None,
            Err(error) => {
                let cause: &dyn std::error::Error = error;
                tracing::error!(error = cause, "no backup was made");
                self.state().failure = Some(Failure { at: now, reason: error.reason() });
            }
        }
        drop(turn);
        made
    }

    fn make_in_turn(&self, place: &Place, engine: &Engine, now: Timestamp) -> Result<Made, BackupError> {
        let newest = self.newest_digest(place)?;
        if newest.is_some() && newest == engine.digest().map(Some).map_err(CopyError::from)? {
            return Ok(Made::Unchanged);
        }
        let (backup, report) =
            place.backups.make(engine, now, &mut |progress| self.state().under_way = Some(progress))?;
        self.state().newest = report.digest.map(|digest| (backup.number, digest));
        tracing::info!(file = %backup.path.display(), bytes = backup.bytes, "backed up");
        for removed in place.backups.keep(place.kept)? {
            tracing::info!(file = %removed.display(), "removed an old backup");
        }
        Ok(Made::New(backup))
    }

    /// The digest of the newest backup; none where there is none, or it is not sound.
    fn newest_digest(&self, place: &Place) -> Result<Option<StateDigest>, BackupError> {
        let Some(newest) = place.backups.list()?.into_iter().next() else { return Ok(None) };
        let known = self.state().newest.filter(|(number, _)| *number == newest.number);
        if let Some((_, digest)) = known {
            return Ok(Some(digest));
        }
        match check_file(&newest.path, &mut |progress| self.state().under_way = Some(progress)) {
            Ok(report) if report.is_sound() => {
                self.state().newest = report.digest.map(|digest| (newest.number, digest));
                Ok(report.digest)
            }
            Ok(_) | Err(_) => {
                tracing::error!(file = %newest.path.display(), "the newest backup is not sound: another is made");
                Ok(None)
            }
        }
    }

    /// The turn, behind whoever has it; none where another waits for it already.
    fn turn(&self) -> Option<Turn<'_>> {
        let mut state = self.state();
        if state.is_making {
            if state.is_awaited {
                return None;
            }
            state.is_awaited = true;
            let freed = self.is_free.wait_while(state, |state| state.is_making);
            state = freed.unwrap_or_else(PoisonError::into_inner);
            state.is_awaited = false;
        }
        state.is_making = true;
        state.under_way = Some(Progress { phase: Phase::Copying, done: 0, total: 0 });
        Some(Turn(self))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
