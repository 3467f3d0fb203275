//! The ways to a raw store: on the caller's own thread, or through a queue and one thread that commits what waits in it,
//! which is what the engine does with its own.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::now;
use crate::error::PeerError;
use crate::peer::{Done, Peer, Reader, Store};
use crate::work::Add;

/// How many adds may wait, as of the engine.
const QUEUE_LEN_MAX: usize = 1024;

/// What is committed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Batching {
    /// Most adds of a transaction.
    pub(crate) adds_max: usize,
    /// How long to wait after a batch of several for as many to come again; zero for not at all.
    pub(crate) regather: Duration,
}

impl Batching {
    /// One transaction an add.
    pub(crate) const EACH: Self = Self { adds_max: 1, regather: Duration::ZERO };

    /// Whatever waits, up to the engine's own bound.
    pub(crate) const fn grouped(regather: Duration) -> Self {
        Self { adds_max: 1024, regather }
    }

    /// In words, for the settings.
    pub(crate) fn text(self) -> String {
        match self.adds_max {
            1 => "one transaction an add, queue and one writer thread".to_owned(),
            most => format!(
                "batches of what waits, at most {most} adds, regather {} us, queue and one writer thread",
                self.regather.as_micros()
            ),
        }
    }
}

/// An add that waits.
struct Waiting {
    add: Add,
    done: Done,
}

/// A store behind a queue.
pub(crate) struct Queued {
    queue: Option<SyncSender<Waiting>>,
    writer: Option<JoinHandle<()>>,
    reader: Box<dyn Reader>,
}

impl Queued {
    /// Starts the thread that has the store from now on.
    pub(crate) fn new(store: Box<dyn Store>, batching: Batching) -> Result<Self, PeerError> {
        let reader = store.reader()?;
        let (queue, waiting) = sync_channel(QUEUE_LEN_MAX);
        let writer = thread::Builder::new()
            .name("peer-writer".to_owned())
            .spawn(move || write(store, &waiting, batching))?;
        Ok(Self { queue: Some(queue), writer: Some(writer), reader })
    }
}

/// Commits what waits until nobody is there any more who could add.
fn write(mut store: Box<dyn Store>, waiting: &Receiver<Waiting>, batching: Batching) {
    let (mut adds, mut told) = (Vec::new(), Vec::new());
    let mut wanted = 1;
    while let Ok(first) = waiting.recv() {
        gather(first, waiting, batching, wanted, |next| {
            adds.push(next.add);
            told.push(next.done);
        });
        wanted = adds.len();
        let failed = store.commit(&adds).err();
        adds.clear();
        tell(told.drain(..), failed);
    }
}

/// Takes what waits behind the first; after a batch of several also what comes soon, up to as many as that had.
fn gather(
    first: Waiting,
    waiting: &Receiver<Waiting>,
    batching: Batching,
    wanted: usize,
    mut take: impl FnMut(Waiting),
) {
    take(first);
    let mut taken = 1;
    let patience = if 1 < wanted { batching.regather } else { Duration::ZERO };
    let began = now();
    while taken < batching.adds_max {
        match waiting.try_recv() {
            Ok(next) => {
                take(next);
                taken += 1;
            }
            Err(_) if taken < wanted && !patience.is_zero() && began.elapsed() < patience => {
                thread::yield_now()
            }
            Err(_) => return,
        }
    }
}

/// Tells everybody of a batch; the failure goes to the first.
fn tell(told: impl Iterator<Item = Done>, mut failed: Option<PeerError>) {
    let is_failed = failed.is_some();
    for done in told {
        done(match failed.take() {
            Some(error) => Err(error),
            None if is_failed => Err(PeerError::Stopped),
            None => Ok(()),
        });
    }
}

impl Peer for Queued {
    fn add_with(&self, add: Add, done: Done) {
        let refused = match &self.queue {
            Some(queue) => match queue.try_send(Waiting { add, done }) {
                Ok(()) => return,
                Err(TrySendError::Full(refused) | TrySendError::Disconnected(refused)) => refused.done,
            },
            None => done,
        };
        refused(Err(PeerError::Stopped));
    }

    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        self.reader.units(cart)
    }

    fn close(mut self: Box<Self>) -> Result<(), PeerError> {
        self.queue = None;
        match self.writer.take().map(JoinHandle::join) {
            Some(Ok(())) | None => Ok(()),
            Some(Err(_)) => Err(PeerError::Stopped),
        }
    }
}

/// A store that each caller commits to itself.
pub(crate) struct Direct {
    store: Mutex<Box<dyn Store>>,
    reader: Box<dyn Reader>,
}

impl Direct {
    /// The store, for one caller at a time.
    pub(crate) fn new(store: Box<dyn Store>) -> Result<Self, PeerError> {
        Ok(Self { reader: store.reader()?, store: Mutex::new(store) })
    }
}

impl Peer for Direct {
    fn add_with(&self, add: Add, done: Done) {
        done(self.add(add));
    }

    fn add(&self, add: Add) -> Result<(), PeerError> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).commit(&[add])
    }

    fn units(&self, cart: u64) -> Result<u64, PeerError> {
        self.reader.units(cart)
    }

    fn close(self: Box<Self>) -> Result<(), PeerError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
