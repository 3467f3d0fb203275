//! How the engine is: whether it changes things, and what has happened to its store.

use super::Engine;
use super::recover::Recovered;
use crate::domain::time::Timestamp;

/// Whether changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum HealthState {
    /// They are.
    Ready = 0,
    /// There is no room on the disk for more: only changes are made that cannot make the store larger.
    Full = 1,
    /// None are: the store has failed and is being opened anew. It is looked at as far as it can be.
    Recovering = 2,
    /// None are any more: the store has failed and could not be opened anew. Another start may help.
    Failed = 3,
}

/// How the engine is, and what has happened to its store since it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Whether changes are made.
    pub state: HealthState,
    /// Since when that is so.
    pub since: Timestamp,
    /// How often the store has failed.
    pub failures: u64,
    /// How often it was opened anew and has worked again.
    pub healings: u64,
    /// What the last failure was, for people; it may name the file.
    pub last_failure: Option<String>,
    /// What took the place of a damaged file when the engine was opened.
    pub recovered: Option<Recovered>,
}

impl Engine {
    /// How the engine is.
    #[must_use]
    pub fn health(&self) -> Health {
        Health { recovered: self.recovered.clone(), ..self.condition.health() }
    }

    /// Waits until the engine is so; how it is then.
    pub fn wait_until(&self, is_so: impl Fn(&Health) -> bool) -> Health {
        Health { recovered: self.recovered.clone(), ..self.condition.wait_until(is_so) }
    }

    /// Calls this once, on the engine's own thread, when the store is given up for good; at once where it has been. Of
    /// several calls that are asked for only the last is made.
    pub fn on_failure(&self, call: impl FnOnce() + Send + 'static) {
        self.condition.on_failure(Box::new(call));
    }
}
