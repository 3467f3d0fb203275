//! A storage that is not written to until it is known to be ours.
//!
//! Merely opening a redb database writes to it, and repairs it where it was not closed. A file that turns out to be
//! another program's, or a newer version's, must stay as it is, to the byte. So what redb writes while it opens is held
//! back in memory, in order, and what it reads has it laid over; only [`HeldBackend::release`] lets it through.

mod roots;

use std::io;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};

/// A storage whose writes are held back until it is released. Clones are one storage.
#[derive(Debug)]
pub(crate) struct HeldBackend<B>(Arc<Held<B>>);

#[derive(Debug)]
struct Held<B> {
    inner: B,
    released: AtomicBool,
    log: Mutex<Vec<Step>>,
}

/// A step that was asked for and not yet taken.
#[derive(Debug)]
enum Step {
    Write { offset: u64, bytes: Vec<u8> },
    SetLen(u64),
    Sync,
}

impl<B> Clone for HeldBackend<B> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<B: StorageBackend> HeldBackend<B> {
    /// Holds back what is written to `inner` from now on.
    pub(crate) fn new(inner: B) -> Self {
        Self(Arc::new(Held { inner, released: AtomicBool::new(false), log: Mutex::new(Vec::new()) }))
    }

    /// Takes all steps that were held back, in their order, flushes included; later ones are taken at once.
    ///
    /// # Errors
    ///
    /// The storage's own. All steps are held back as before, so that the storage is left like after a power cut, and this
    /// can be tried again.
    pub(crate) fn release(&self) -> io::Result<()> {
        let mut log = self.log();
        if self.is_released() {
            return Ok(());
        }
        for step in log.iter() {
            self.take(step)?;
        }
        *log = Vec::new();
        self.0.released.store(true, Ordering::Release);
        Ok(())
    }

    /// Takes a step, or holds it back.
    fn step(&self, step: Step) -> io::Result<()> {
        let mut log = self.log();
        if self.is_released() {
            drop(log);
            return self.take(&step);
        }
        log.push(step);
        Ok(())
    }

    fn take(&self, step: &Step) -> io::Result<()> {
        match step {
            Step::Write { offset, bytes } => self.0.inner.write(*offset, bytes),
            Step::SetLen(length) => self.0.inner.set_len(*length),
            Step::Sync => self.0.inner.sync_data(),
        }
    }

    /// What is behind it.
    pub(crate) fn inner(&self) -> &B {
        &self.0.inner
    }

    /// Whether what is written is let through.
    pub(crate) fn is_released(&self) -> bool {
        self.0.released.load(Ordering::Acquire)
    }

    fn log(&self) -> MutexGuard<'_, Vec<Step>> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: StorageBackend> StorageBackend for HeldBackend<B> {
    fn len(&self) -> io::Result<u64> {
        let length = self.0.inner.len()?;
        let held = self.log().iter().rev().find_map(|step| match step {
            Step::SetLen(length) => Some(*length),
            Step::Write { .. } | Step::Sync => None,
        });
        if self.is_released() {
            // Meanwhile: what was held back is in the storage by now.
            return self.0.inner.len();
        }
        Ok(held.unwrap_or(length))
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if self.is_released() {
            return self.0.inner.read(offset, out);
        }
        let end = offset.saturating_add(out.len() as u64);
        if self.len()? < end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let present = within(offset, out.len(), self.0.inner.len()?);
        if 0 < present {
            self.0.inner.read(offset, &mut out[..present])?;
        }
        out[present..].fill(0);
        for step in self.log().iter() {
            match step {
                Step::Write { offset: start, bytes } => lay_over(offset, out, *start, bytes),
                Step::SetLen(length) => {
                    let kept = within(offset, out.len(), *length);
                    out[kept..].fill(0);
                }
                Step::Sync => {}
            }
        }
        if self.is_released() {
            // Meanwhile: what was held back is in the storage by now, and perhaps was not when that was read.
            return self.0.inner.read(offset, out);
        }
        roots::correct(offset, out);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.step(Step::SetLen(len))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.step(Step::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        if self.is_released() {
            return self.0.inner.write(offset, data);
        }
        self.step(Step::Write { offset, bytes: data.to_vec() })
    }

    fn close(&self) -> io::Result<()> {
        self.0.inner.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.inner.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.inner.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.inner.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.inner.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.inner.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.inner.query_lock_range(start, end)
    }
}

/// How many of `count` bytes from `offset` on stand before `end`.
fn within(offset: u64, count: usize, end: u64) -> usize {
    usize::try_from(end.saturating_sub(offset)).map_or(count, |bytes| bytes.min(count))
}

/// Lays what of `bytes`, written at `start`, falls into `out`, read at `offset`, over it.
fn lay_over(offset: u64, out: &mut [u8], start: u64, bytes: &[u8]) {
    let skipped = within(start, bytes.len(), offset);
    let place = within(offset, out.len(), start);
    let bytes = &bytes[skipped..];
    let out = &mut out[place..];
    let count = bytes.len().min(out.len());
    out[..count].copy_from_slice(&bytes[..count]);
}

#[cfg(test)]
mod tests;
