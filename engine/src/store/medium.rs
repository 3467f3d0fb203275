//! What a store lies on, for as long as the engine lives: one file, memory, or a storage of a test's. It outlives the
//! handles that the storage layer has of it, one after another: a handle that has failed is given up, and another one
//! taken.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use redb::{BackendError, StorageBackend};

/// How many bytes are written again at a time.
const REWRITTEN_BYTES: usize = 1024 * 1024;

/// No length that anything has.
const UNKNOWN: u64 = u64::MAX;

/// A range of locked bytes, and whether others may have it too.
type Locked = (Bound<u64>, Bound<u64>, bool);

/// What a store lies on. Clones are one.
#[derive(Debug, Clone)]
pub(crate) struct Medium(Arc<Inside>);

struct Inside {
    backend: Box<dyn StorageBackend>,
    /// The file's name for people, and the file's place where it is one.
    name: PathBuf,
    is_file: bool,
    /// How many bytes it has, or [`UNKNOWN`].
    length: AtomicU64,
    /// How many handles have each lock: it goes with the last of them, so that nobody gets in between two handles.
    locks: Mutex<HashMap<Locked, usize>>,
    fault: AtomicU8,
    is_read_failed: AtomicBool,
    on_failed_read: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// What kind of failure there was last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Fault {
    /// None.
    Nothing = 0,
    /// There is no room.
    Full = 1,
    /// Anything else.
    Other = 2,
}

impl Medium {
    /// This backend, which is the file there or, where `is_file` is not so, something of that name.
    pub(crate) fn new(backend: impl StorageBackend, name: &Path, is_file: bool) -> Self {
        Self(Arc::new(Inside {
            backend: Box::new(backend),
            name: name.to_owned(),
            is_file,
            length: AtomicU64::new(UNKNOWN),
            locks: Mutex::new(HashMap::new()),
            fault: AtomicU8::new(Fault::Nothing as u8),
            is_read_failed: AtomicBool::new(false),
            on_failed_read: OnceLock::new(),
        }))
    }

    /// A handle of its own.
    pub(crate) fn handle(&self) -> Handle {
        Handle { medium: self.clone(), is_given_up: AtomicBool::new(false), locks: Mutex::new(Vec::new()) }
    }

    /// Its name for people.
    pub(crate) fn name(&self) -> &Path {
        &self.0.name
    }

    /// Where its file is; none where it is none.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.0.is_file.then_some(self.0.name.as_path())
    }

    /// How many bytes it has. It is asked once: whoever asks a file is told too when it was changed last, and from then on
    /// the file system has to tell the next change from that one, which costs each flush a write of the inode.
    pub(crate) fn len(&self) -> io::Result<u64> {
        match self.0.length.load(Ordering::Acquire) {
            UNKNOWN => self.ask_len(),
            length => Ok(length),
        }
    }

    fn ask_len(&self) -> io::Result<u64> {
        self.0.backend.len().inspect(|length| self.0.length.store(*length, Ordering::Release))
    }

    /// Calls this, on the thread of whoever reads, when reading has failed. Only the first such call counts.
    pub(crate) fn on_failed_read(&self, call: impl Fn() + Send + Sync + 'static) {
        // One engine opens a medium, and only once.
        let _ = self.0.on_failed_read.set(Box::new(call));
    }

    /// Whether reading has failed since this was asked last.
    pub(crate) fn take_failed_read(&self) -> bool {
        self.0.is_read_failed.swap(false, Ordering::AcqRel)
    }

    /// The last failure since this was asked last.
    pub(crate) fn take_fault(&self) -> Fault {
        match self.0.fault.swap(Fault::Nothing as u8, Ordering::AcqRel) {
            0 => Fault::Nothing,
            1 => Fault::Full,
            _ => Fault::Other,
        }
    }

    /// Writes every byte again and flushes it.
    ///
    /// After a flush that failed the operating system may take for written what is not: it is what is read, until power
    /// goes. What is written anew is flushed anew.
    pub(crate) fn rewrite(&self) -> io::Result<()> {
        let length = self.ask_len()?;
        let mut bytes = vec![0; REWRITTEN_BYTES];
        let mut offset = 0;
        while offset < length {
            let count =
                usize::try_from(length - offset).map_or(REWRITTEN_BYTES, |rest| rest.min(REWRITTEN_BYTES));
            self.noted(self.0.backend.read(offset, &mut bytes[..count]))?;
            self.noted(self.0.backend.write(offset, &bytes[..count]))?;
            offset += count as u64;
        }
        self.noted(self.0.backend.sync_data())
    }

    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let fault = if is_full(error) { Fault::Full } else { Fault::Other };
            self.0.fault.store(fault as u8, Ordering::Release);
        }
        result
    }

    fn note_failed_read(&self) {
        self.0.is_read_failed.store(true, Ordering::Release);
        if let Some(call) = self.0.on_failed_read.get() {
            call();
        }
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<Locked, usize>> {
        self.0.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether this is for want of room: on the disk, in a quota, or for so large a file.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside")
            .field("backend", &self.backend)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        if let Err(error) = self.backend.close() {
            tracing::debug!(%error, "a storage was not closed");
        }
    }
}

/// One handle of a medium: what one open database has of it.
#[derive(Debug)]
pub(crate) struct Handle {
    medium: Medium,
    is_given_up: AtomicBool,
    locks: Mutex<Vec<Locked>>,
}

impl Handle {
    /// Lets nothing more through to be written, whatever is asked, so that another handle may be taken beside it.
    pub(crate) fn give_up(&self) {
        self.is_given_up.store(true, Ordering::Release);
    }

    fn write_with<T>(&self, write: impl FnOnce(&dyn StorageBackend) -> io::Result<T>) -> io::Result<T> {
        if self.is_given_up.load(Ordering::Acquire) {
            return Err(io::Error::other("the storage was given up after a failure"));
        }
        self.medium.noted(write(&*self.medium.0.backend))
    }

    fn lock(
        &self,
        locked: Locked,
        lock: impl FnOnce(&dyn StorageBackend) -> Result<bool, BackendError>,
    ) -> Result<bool, BackendError> {
        let mut locks = self.medium.locks();
        if !locks.contains_key(&locked) && !lock(&*self.medium.0.backend)? {
            return Ok(false);
        }
        *locks.entry(locked).or_default() += 1;
        self.own_locks().push(locked);
        Ok(true)
    }

    fn unlock(&self, locked: Locked) -> Result<(), BackendError> {
        let mut locks = self.medium.locks();
        match locks.get_mut(&locked) {
            Some(count) if 1 < *count => {
                *count -= 1;
                Ok(())
            }
            Some(_) => {
                locks.remove(&locked);
                let (start, end, _) = locked;
                self.medium.0.backend.unlock_range(start, end)
            }
            None => Ok(()),
        }
    }

    fn own_locks(&self) -> MutexGuard<'_, Vec<Locked>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StorageBackend for Handle {
    fn len(&self) -> io::Result<u64> {
        self.medium.noted(self.medium.ask_len()).inspect_err(|_| self.medium.note_failed_read())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let read = self.medium.noted(self.medium.0.backend.read(offset, out));
        read.inspect_err(|_| self.medium.note_failed_read())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let done = self.write_with(|backend| backend.set_len(len));
        let length = if done.is_ok() { len } else { UNKNOWN };
        self.medium.0.length.store(length, Ordering::Release);
        done
    }

    fn sync_data(&self) -> io::Result<()> {
        self.write_with(|backend| backend.sync_data())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.write_with(|backend| backend.write(offset, data))
    }

    fn close(&self) -> io::Result<()> {
        let own = std::mem::take(&mut *self.own_locks());
        let mut result = Ok(());
        for locked in own {
            result = result.and(self.unlock(locked).map_err(io::Error::from));
        }
        result
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.lock((start, end, false), |backend| backend.try_lock_range(start, end))
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.lock((start, end, true), |backend| backend.try_lock_shared_range(start, end))
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.lock((start, end, false), |backend| backend.lock_range(start, end).map(|()| true)).map(|_| ())
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.lock((start, end, true), |backend| backend.lock_shared_range(start, end).map(|()| true))
            .map(|_| ())
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        let found = {
            let mut own = self.own_locks();
            let place = own.iter().position(|(from, to, _)| (*from, *to) == (start, end));
            place.map(|place| own.swap_remove(place))
        };
        match found {
            Some(locked) => self.unlock(locked),
            // The storage has it that there are no locks, and says so.
            None => self.medium.0.backend.unlock_range(start, end),
        }
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.medium.0.backend.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests;
