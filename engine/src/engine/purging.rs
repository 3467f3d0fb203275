//! Taking away what ceased to exist long ago: a little at a time, so that nobody waits for it.

use super::{Engine, Submission};
use crate::domain::access::Principal;
use crate::domain::apply::Outcome;
use crate::domain::command::Command;
use crate::domain::command::changing::PurgeCart;
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::store::carts::{self, StoredCart};
use crate::store::tables::Tables as _;

/// How many carts are looked at, and at most taken away, at a time.
const STEP_LEN: usize = 128;

/// How far a purge has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// How many carts were taken away.
    pub carts: u64,
    /// After which internal key to go on; none where all were looked at.
    pub next: Option<u64>,
}

impl Engine {
    /// Takes away carts that ceased to exist `expired_for_ms` milliseconds ago or earlier, of guests and customers alike: of
    /// the next few hundred after what `purged` has come to, all as one change. To be called again with what it gives, as
    /// long as that has a `next`. What is parked and what was ordered stays.
    ///
    /// Whatever else is submitted meanwhile gets its turn between two calls.
    ///
    /// # Errors
    ///
    /// As for [`Engine::submit`]; what was taken away by earlier calls is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// use trolley_engine::engine::purging::Purged;
    /// use trolley_engine::{Engine, Options, Profile, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::in_memory(Options::new(Profile::Memory))?;
    /// let day_ms = 24 * 60 * 60 * 1_000;
    /// let mut purged = engine.purge(Timestamp::from_millis(1_767_603_600_000), 30 * day_ms, Purged::default())?;
    /// while purged.next.is_some() {
    ///     purged = engine.purge(Timestamp::from_millis(1_767_603_600_000), 30 * day_ms, purged)?;
    /// }
    /// assert_eq!(purged.carts, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn purge(&self, now: Timestamp, expired_for_ms: i64, purged: Purged) -> Result<Purged, Error> {
        let (commands, next) = {
            let tables = self.store.read()?;
            let now = tables.reckoning().present(now);
            let chunk = carts::chunk(&tables, purged.next.unwrap_or(0)..=u64::MAX, STEP_LEN)?;
            let is_long_gone = |stored: &&StoredCart| stored.cart.has_been_expired_for(expired_for_ms, now);
            let gone = chunk.carts.iter().filter(is_long_gone).map(|stored| stored.cart.id.clone());
            let commands = gone.map(|cart| Command::PurgeCart(PurgeCart { cart, expired_for_ms }));
            (commands.collect::<Vec<Command>>(), chunk.last.and_then(|last| last.checked_add(1)))
        };
        if commands.is_empty() {
            return Ok(Purged { next, ..purged });
        }
        let receipt = self.submit(Submission::new(now, Principal::Server, commands))?;
        let is_gone = |outcome: &&Outcome| matches!(outcome, Outcome::Deleted { was_there: true });
        let carts = receipt.outcomes.iter().filter(is_gone).count() as u64;
        Ok(Purged { carts: purged.carts.saturating_add(carts), next })
    }
}
