//! A disk of which a test decides when and how it fails.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use redb::StorageBackend;

use crate::engine::Engine;
use crate::options::{Options, Profile};

/// How a disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A flush fails, and the system takes for written what was not.
    Flush,
    /// A flush panics.
    Panic,
    /// A flush fails, and whoever puts into words how panics.
    Unspeakable,
    /// Reading fails.
    Read,
    /// There is no room for a longer file.
    Longer,
    /// There is no room for anything.
    Full,
}

/// An error that panics when it is put into words.
#[derive(Debug)]
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("there are no words for it")
    }
}

impl std::error::Error for Unspeakable {}

/// What is read, and what is there after a power cut. Clones are one disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Faulty(Arc<Mutex<Inside>>);

#[derive(Debug, Default)]
struct Inside {
    read: Vec<u8>,
    kept: Vec<u8>,
    /// What was written and not flushed: where, and what.
    dirty: Vec<(usize, Vec<u8>)>,
    flushes: u32,
    fault: Option<(Fault, u32)>,
}

impl Faulty {
    /// Fails in this way the next so many times.
    pub(super) fn fail(&self, fault: Fault, times: u32) {
        self.inside().fault = Some((fault, times));
    }

    /// Fails no more.
    pub(super) fn mend(&self) {
        self.inside().fault = None;
    }

    /// How often it was to be flushed.
    pub(super) fn flushes(&self) -> u32 {
        self.inside().flushes
    }

    /// The disk after its power was cut: all is gone that was not flushed.
    pub(super) fn after_cut(&self) -> Self {
        let kept = self.inside().kept.clone();
        Self(Arc::new(Mutex::new(Inside { read: kept.clone(), kept, ..Inside::default() })))
    }

    /// An engine on it that does not wait before it tries again.
    pub(super) fn open(&self, profile: Profile) -> Engine {
        self.open_with(Options { heal_waits_ms: [0; 5], ..Options::new(profile) })
    }

    /// An engine on it.
    pub(super) fn open_with(&self, options: Options) -> Engine {
        Engine::with_backend(self.clone(), options).unwrap()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap()
    }
}

impl Inside {
    /// Whether it is to fail in this way now.
    fn meets(&mut self, fault: Fault) -> bool {
        match &mut self.fault {
            Some((present, times)) if *present == fault && 0 < *times => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }
}

impl StorageBackend for Faulty {
    fn len(&self) -> io::Result<u64> {
        Ok(self.inside().read.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        let mut inside = self.inside();
        if inside.meets(Fault::Read) {
            return Err(io::Error::other("the disk cannot be read"));
        }
        let there = inside.read.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(there);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let length = usize::try_from(len).unwrap();
        let mut inside = self.inside();
        if inside.meets(Fault::Full) || inside.read.len() < length && inside.meets(Fault::Longer) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        inside.read.resize(length, 0);
        inside.kept.resize(length, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut inside = self.inside();
        inside.flushes += 1;
        if inside.meets(Fault::Flush) {
            inside.dirty.clear();
            return Err(io::Error::other("the disk is gone"));
        }
        if inside.meets(Fault::Unspeakable) {
            return Err(io::Error::other(Unspeakable));
        }
        let panics = inside.meets(Fault::Panic);
        if panics {
            drop(inside);
            panic!("the disk is on fire");
        }
        for (start, bytes) in std::mem::take(&mut inside.dirty) {
            if let Some(place) = inside.kept.get_mut(start..start + bytes.len()) {
                place.copy_from_slice(&bytes);
            }
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        let mut inside = self.inside();
        if inside.meets(Fault::Full) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        inside.read[start..start + data.len()].copy_from_slice(data);
        inside.dirty.push((start, data.to_vec()));
        Ok(())
    }
}
