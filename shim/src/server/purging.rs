//! Carts that ceased to exist long ago are taken away while the server runs: at its start and each hour, a little at a time.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use trolley_engine::domain::time::days_ms;
use trolley_engine::engine::purging::Purged;
use trolley_engine::env::Clock;
use trolley_engine::{Engine, Error};

/// How long after one purge the next begins.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// What carts are taken away with.
#[derive(Debug, Clone)]
pub(super) struct Purging {
    pub(super) engine: Arc<Engine>,
    pub(super) clock: Arc<dyn Clock>,
    /// Days after which a cart that has ceased to exist is taken away; 0 for never.
    pub(super) after_days: u32,
}

impl Purging {
    /// Takes away what is to go now and each hour, for as long as this is polled.
    pub(super) async fn go_on(&self) -> Infallible {
        if self.after_days == 0 {
            return std::future::pending().await;
        }
        loop {
            match self.purge().await {
                Ok(0) => tracing::debug!("no cart ended long ago"),
                Ok(carts) => tracing::info!(carts, "carts that ended long ago were taken away"),
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "carts that ended long ago could not be taken away");
                }
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// How many carts went. Whatever waits for the engine gets its turn between two steps, and so does the end of the server.
    async fn purge(&self) -> Result<u64, Error> {
        let mut purged = Purged::default();
        loop {
            let Self { engine, clock, after_days } = self.clone();
            let step = spawn_blocking(move || engine.purge(clock.now(), days_ms(after_days), purged));
            purged = step.await.unwrap_or(Err(Error::Stopped))?;
            if purged.next.is_none() {
                return Ok(purged.carts);
            }
        }
    }
}
