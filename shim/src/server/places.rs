//! Places for connections, and who gives up one where there is none left.
//!
//! Callers of this machine are all of one address, and any page or program of it can open connections and say nothing.
//! Were the newcomer refused, those would keep everybody out. So the newcomer is taken, and the connection goes that has
//! been waiting for its caller longest: one that is idle, or whose caller is slow to send a request or to take an answer.
//! Whoever sends a request and takes the answer at once is never that one. A connection whose request the engine has is
//! waiting for nobody, and stays; only where all are such is a newcomer refused.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

use super::limits::Limits;

/// The connections there are.
#[derive(Debug)]
pub(super) struct Places {
    taken: Mutex<Taken>,
    turns: Arc<AtomicU64>,
    connections_max: usize,
    connections_per_peer_max: Option<usize>,
}

#[derive(Debug, Default)]
struct Taken {
    last_id: u64,
    by_id: HashMap<u64, Seat>,
}

/// A connection, as far as others are concerned.
#[derive(Debug)]
struct Seat {
    peer: IpAddr,
    waiting: Arc<Waiting>,
    /// Its task; none until it runs.
    task: Option<AbortHandle>,
}

/// What came of asking for a place.
#[derive(Debug)]
pub(super) enum Asked {
    /// There was one.
    Free(Place),
    /// Another connection is closed for it, once its task gets its turn.
    MadeRoom(Place),
    /// All connections are at work.
    Full,
}

impl Places {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            taken: Mutex::default(),
            turns: Arc::default(),
            connections_max: limits.connections_max,
            connections_per_peer_max: limits.connections_per_peer_max,
        })
    }

    /// A place for a connection of this address.
    pub(super) fn ask(self: &Arc<Self>, peer: IpAddr) -> Asked {
        let mut taken = self.taken();
        let of_peer = taken.by_id.values().filter(|seat| seat.peer == peer).count();
        let made_room = if self.connections_per_peer_max.is_some_and(|max| max <= of_peer) {
            Some(taken.close_longest_waiting(|seat| seat.peer == peer))
        } else if self.connections_max <= taken.by_id.len() {
            Some(taken.close_longest_waiting(|_| true))
        } else {
            None
        };
        match made_room {
            Some(false) => Asked::Full,
            Some(true) => Asked::MadeRoom(self.seat(&mut taken, peer)),
            None => Asked::Free(self.seat(&mut taken, peer)),
        }
    }

    /// Closes the connection that has been waiting longest; whether there was one.
    pub(super) fn make_room(&self) -> bool {
        self.taken().close_longest_waiting(|_| true)
    }

    fn seat(self: &Arc<Self>, taken: &mut Taken, peer: IpAddr) -> Place {
        taken.last_id += 1;
        let (id, waiting) = (taken.last_id, Arc::new(Waiting::new(&self.turns)));
        taken.by_id.insert(id, Seat { peer, waiting: Arc::clone(&waiting), task: None });
        Place { places: Arc::clone(self), id, waiting }
    }

    /// Says which task serves the connection of this number. One that has ended by then is forgotten already.
    pub(super) fn runs(&self, id: u64, task: AbortHandle) {
        if let Some(seat) = self.taken().by_id.get_mut(&id) {
            seat.task = Some(task);
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Closes the connection that has been waiting longest, of those that may be; whether there was one. Its place is
    /// free at once. A task is ended between two of its steps, so that nothing is cut off but the waiting.
    fn close_longest_waiting(&mut self, may_be: impl Fn(&Seat) -> bool) -> bool {
        let longest = self
            .by_id
            .iter()
            .filter(|(_, seat)| may_be(seat))
            .filter_map(|(id, seat)| Some((seat.waiting.since()?, *id, seat.task.as_ref()?)))
            .min_by_key(|(since, id, _)| (*since, *id));
        let Some((_, id, task)) = longest else { return false };
        task.abort();
        self.by_id.remove(&id);
        true
    }
}

/// A connection's place; given up when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    id: u64,
    waiting: Arc<Waiting>,
}

impl Place {
    /// The number of the connection.
    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    /// Whether the connection waits for its caller, to be kept up by whoever serves it.
    pub(super) fn waiting(&self) -> Arc<Waiting> {
        Arc::clone(&self.waiting)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().by_id.remove(&self.id);
    }
}

/// Whether a connection waits for its caller, and since when: counted in turns, which needs no clock.
#[derive(Debug)]
pub(super) struct Waiting {
    turns: Arc<AtomicU64>,
    since: AtomicU64,
}

/// In the place of a turn where a connection waits for nobody.
const AT_WORK: u64 = 0;

impl Waiting {
    fn new(turns: &Arc<AtomicU64>) -> Self {
        let waiting = Self { turns: Arc::clone(turns), since: AtomicU64::new(AT_WORK) };
        waiting.begin();
        waiting
    }

    /// It waits for its caller from now on: for the next request, for the rest of one, or until an answer is taken.
    pub(super) fn begin(&self) {
        let turn = self.turns.fetch_add(1, Ordering::Relaxed) + 1;
        self.since.store(turn, Ordering::Relaxed);
    }

    /// It has what it waited for, and is at work.
    pub(super) fn end(&self) {
        self.since.store(AT_WORK, Ordering::Relaxed);
    }

    fn since(&self) -> Option<u64> {
        let since = self.since.load(Ordering::Relaxed);
        (since != AT_WORK).then_some(since)
    }
}

#[cfg(test)]
mod tests;
