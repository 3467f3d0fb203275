//! A storage in memory whose flushes can be held up, so that a test decides when the disk is slow.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

/// Holds up flushes while it is shut.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    shut: bool,
    waiting: usize,
}

impl Gate {
    /// A gate that holds up nothing.
    #[must_use]
    pub fn open() -> Self {
        let state = Mutex::new(State { shut: false, waiting: 0 });
        Self(Arc::new(Inside { state, changed: Condvar::new() }))
    }

    /// An empty storage behind this gate. Clones are one storage.
    #[must_use]
    pub fn backend(&self) -> impl StorageBackend + Clone + use<> {
        Gated { memory: Arc::new(InMemoryBackend::new()), gate: self.clone() }
    }

    /// Holds up every flush from here on.
    pub fn shut(&self) {
        self.change(|state| state.shut = true);
    }

    /// Lets flushes go on.
    pub fn unlock(&self) {
        self.change(|state| state.shut = false);
    }

    /// Waits until a flush is held up.
    pub fn wait_for_visitor(&self) {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0.changed.wait_while(state, |state| state.waiting == 0));
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.notify_all();
    }

    fn pass(&self) {
        self.change(|state| state.waiting += 1);
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0.changed.wait_while(state, |state| state.shut));
        self.change(|state| state.waiting -= 1);
    }
}

#[derive(Debug, Clone)]
struct Gated {
    memory: Arc<InMemoryBackend>,
    gate: Gate,
}

impl StorageBackend for Gated {
    fn len(&self) -> io::Result<u64> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.memory.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.gate.pass();
        self.memory.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.memory.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.memory.close()
    }
}
