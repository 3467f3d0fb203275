//! What every peer can do, and what the raw stores among them are made of.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use crate::error::PeerError;
use crate::record::Template;
use crate::work::{Add, Work};

/// Told once when an add is as durable as the peer makes it, or has failed.
pub(crate) type Done = Box<dyn FnOnce(Result<(), PeerError>) + Send>;

/// Somebody who keeps carts.
pub(crate) trait Peer: Send + Sync {
    /// Adds one unit, and calls `done` when that is as durable as the peer makes it. Does not wait, but for one whose
    /// callers commit on their own thread.
    fn add_with(&self, add: Add, done: Done);

    /// Adds one unit, and waits until that is as durable as the peer makes it.
    fn add(&self, add: Add) -> Result<(), PeerError> {
        let (answer, answered) = sync_channel(1);
        self.add_with(
            add,
            Box::new(move |result| {
                // Nobody can have stopped waiting.
                let _ = answer.send(result);
            }),
        );
        answered.recv().unwrap_or(Err(PeerError::Stopped))
    }

    /// Reads a whole cart, and says how many units it has.
    fn units(&self, cart: u64) -> Result<u64, PeerError>;

    /// Ends it in good order.
    fn close(self: Box<Self>) -> Result<(), PeerError>;
}

/// A peer that is open and holds its carts.
pub(crate) struct Opened {
    /// The peer.
    pub(crate) peer: Box<dyn Peer>,
    /// Every setting that matters, as far as can be asked as it is in force.
    pub(crate) settings: String,
}

/// A store that makes several adds durable at once, on the thread of whoever asks.
pub(crate) trait Store: Send {
    /// Adds one unit for each of these, in one transaction and with one flush.
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError>;

    /// Whoever reads it, from any thread.
    fn reader(&self) -> Result<Box<dyn Reader>, PeerError>;

    /// Every setting that matters, as far as can be asked as it is in force.
    fn settings(&self) -> Result<String, PeerError>;
}

/// Reads a store.
pub(crate) trait Reader: Send + Sync {
    /// Reads a whole cart, and says how many units it has.
    fn units(&self, cart: u64) -> Result<u64, PeerError>;
}

/// What a raw store is made with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Making<'a> {
    /// The folder, which is empty.
    pub(crate) folder: &'a Path,
    /// The carts that it is to hold.
    pub(crate) work: Work,
    /// What every cart begins as.
    pub(crate) template: &'a Template,
}

/// How many carts are put into a store in one transaction while it is filled.
pub(crate) const FILLED_AT_ONCE: u64 = 1_000;

impl Making<'_> {
    /// The carts' numbers, so many at a time as are put in together.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = std::ops::Range<u64>> {
        let carts = self.work.carts;
        (0..carts.div_ceil(FILLED_AT_ONCE))
            .map(move |chunk| chunk * FILLED_AT_ONCE..carts.min((chunk + 1) * FILLED_AT_ONCE))
    }
}
