//! Backups while the server runs: beside everything else, on a thread that may wait.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinHandle, spawn_blocking};
use trolley_engine::Engine;
use trolley_engine::env::Clock;

use crate::backups::{BackupError, BackupKeeper, Made, Standing};
use crate::exchange::backups::BackupReply;

/// How long an answer waits for a backup to be made. One that takes longer goes on.
const ANSWER_AFTER: Duration = Duration::from_secs(5);
/// How often to look whether the one is done that is being made.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What backups are made with.
#[derive(Debug, Clone)]
pub(super) struct BackingUp {
    pub(super) keeper: Arc<BackupKeeper>,
    pub(super) engine: Arc<Engine>,
    pub(super) clock: Arc<dyn Clock>,
}

impl BackingUp {
    /// Makes one; where that takes long, it is under way.
    pub(super) async fn make(&self) -> Result<BackupReply, BackupError> {
        let making = self.begin();
        match tokio::time::timeout(ANSWER_AFTER, making).await {
            Ok(made) => made.unwrap_or(Err(BackupError::UnderWay)).map(BackupReply::Made),
            Err(_) => match self.keeper.under_way() {
                Some(progress) => Ok(BackupReply::Made(Made::UnderWay(progress))),
                None => Err(BackupError::UnderWay),
            },
        }
    }

    /// How it stands with them.
    pub(super) async fn standing(&self) -> Result<BackupReply, BackupError> {
        let keeper = Arc::clone(&self.keeper);
        let standing = spawn_blocking(move || keeper.standing()).await;
        standing.unwrap_or_else(|_| Ok(Standing::default())).map(BackupReply::Standing)
    }

    /// Makes one now and whenever so much time has passed, for as long as this is polled.
    pub(super) async fn go_on(&self, every: Option<Duration>) -> Infallible {
        if !self.keeper.is_configured() {
            return std::future::pending().await;
        }
        loop {
            self.make_one().await;
            match every {
                Some(every) => tokio::time::sleep(every).await,
                None => return std::future::pending().await,
            }
        }
    }

    /// Makes the last one, where there is a folder for it, behind one that is being made.
    pub(super) async fn finish(&self) {
        while self.keeper.is_configured() && !self.make_one().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Whether it had its turn. What fails then is logged, and no reason not to go on.
    async fn make_one(&self) -> bool {
        match self.begin().await {
            Ok(made) => !matches!(made, Err(BackupError::UnderWay)),
            Err(error) => {
                tracing::error!(%error, "the thread that makes backups panicked");
                true
            }
        }
    }

    fn begin(&self) -> JoinHandle<Result<Made, BackupError>> {
        let Self { keeper, engine, clock } = self.clone();
        spawn_blocking(move || keeper.make(&engine, clock.now()))
    }
}

#[cfg(test)]
mod tests;
