//! A simulated disk for the engine: what was flushed stays, and of what was not a power cut keeps a part by chance.
//!
//! Everything that happens to it depends on its seed and on the calls that are made, so that a seed replays a run. Clones are
//! one disk.

mod media;
mod survival;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

use self::media::{Call, Media};
use self::survival::Survival;
use crate::chance::Chance;

/// What happens to a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    /// The power goes, before, in or after a call that changes something.
    PowerCut,
    /// The process ends, before, in or after such a call. What it has written is there still, and no safer than before.
    Kill,
    /// A call that changes something fails with this; something of it may have been done. Others go on to work.
    Failure(io::ErrorKind),
    /// The same, and all later calls fail too until the disk is started again.
    LastingFailure(io::ErrorKind),
    /// A read fails.
    FailedRead,
    /// A flush fails, and what it was to flush is never written: it can still be read, until the power goes.
    FailedFlush,
}

/// A simulated disk.
#[derive(Debug, Clone)]
pub struct Disk(Arc<Mutex<Drive>>);

#[derive(Debug)]
struct Drive {
    media: Media,
    chance: Chance,
    fuse: Option<Fuse>,
    has_blown: bool,
    state: State,
    lies_percent: u64,
    bytes_max: u64,
    calls: u64,
    trace: u64,
}

#[derive(Debug, Clone, Copy)]
struct Fuse {
    /// How many calls of the kind that the blow concerns are made before it.
    calls_left: u64,
    blow: Blow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Works,
    /// The power is gone.
    Off,
    /// The process is gone.
    Left,
    Fails(io::ErrorKind),
}

impl Disk {
    /// A disk on which these bytes are safe.
    #[must_use]
    pub fn holding(image: Vec<u8>, seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Drive {
            media: Media::holding(image),
            chance: Chance::new(seed),
            fuse: None,
            has_blown: false,
            state: State::Works,
            lies_percent: 0,
            bytes_max: u64::MAX,
            calls: 0,
            trace: seed,
        })))
    }

    /// Lets this happen at the call after so many others: of calls that change something, of reads for a
    /// [`Blow::FailedRead`], of flushes for a [`Blow::FailedFlush`].
    pub fn arm(&self, calls: u64, blow: Blow) {
        let mut drive = self.lock();
        drive.fuse = Some(Fuse { calls_left: calls, blow });
        drive.has_blown = false;
    }

    /// Whether what it was armed with last has happened.
    #[must_use]
    pub fn has_blown(&self) -> bool {
        self.lock().has_blown
    }

    /// Whether it does nothing until it is started again.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.lock().state != State::Works
    }

    /// Cuts the power now, or where it is gone already, does nothing.
    pub fn pull_plug(&self) {
        self.lock().state = State::Off;
    }

    /// Ends the process that uses it, as far as the disk can tell.
    pub fn leave(&self) {
        self.lock().state = State::Left;
    }

    /// Works again, without a fuse. Where the power was gone, of what was not flushed a part by chance is there.
    pub fn restart(&self) {
        let mut drive = self.lock();
        let Drive { media, chance, state, .. } = &mut *drive;
        if *state == State::Off {
            media.cut(Survival::by(chance), chance);
        }
        drive.state = State::Works;
        drive.fuse = None;
        drive.has_blown = false;
    }

    /// So many of a hundred flushes say that they were done, and do nothing.
    pub fn lie(&self, percent: u64) {
        self.lock().lies_percent = percent;
    }

    /// Has room for so many bytes from now on.
    pub fn limit(&self, bytes_max: u64) {
        self.lock().bytes_max = bytes_max;
    }

    /// How many calls were made that change something.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.lock().calls
    }

    /// A number that depends on all that was ever asked of it and happened to it: equal for equal runs.
    #[must_use]
    pub fn trace(&self) -> u64 {
        self.lock().trace
    }

    /// What can be read at this moment.
    #[must_use]
    pub fn image(&self) -> Vec<u8> {
        self.lock().media.visible().to_vec()
    }

    fn lock(&self) -> MutexGuard<'_, Drive> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, call: Call<'_>) -> io::Result<()> {
        let mut drive = self.lock();
        drive.check()?;
        drive.note(call);
        let is_flush = matches!(call, Call::Flush);
        match drive.burn(|blow| match blow {
            Blow::FailedRead => false,
            Blow::FailedFlush => is_flush,
            Blow::PowerCut | Blow::Kill | Blow::Failure(_) | Blow::LastingFailure(_) => true,
        }) {
            None => drive.perform(call),
            Some(blow) => Err(drive.suffer(blow, call)),
        }
    }
}

impl Drive {
    fn check(&self) -> io::Result<()> {
        match self.state {
            State::Works => Ok(()),
            State::Off | State::Left => Err(gone()),
            State::Fails(kind) => Err(kind.into()),
        }
    }

    fn note(&mut self, call: Call<'_>) {
        self.calls += 1;
        let (kind, place, length) = match call {
            Call::Write { offset, bytes } => (1, offset as u64, bytes.len() as u64),
            Call::SetLen(length) => (2, length as u64, 0),
            Call::Flush => (3, 0, 0),
        };
        for part in [kind, place, length] {
            self.trace = (self.trace ^ part).wrapping_mul(0x100_0000_01b3).rotate_left(23);
        }
    }

    /// What happens at this call, where it is one that the fuse counts.
    fn burn(&mut self, is_counted: impl FnOnce(Blow) -> bool) -> Option<Blow> {
        let fuse = self.fuse.as_mut().filter(|fuse| is_counted(fuse.blow))?;
        if let Some(less) = fuse.calls_left.checked_sub(1) {
            fuse.calls_left = less;
            return None;
        }
        self.has_blown = true;
        self.fuse.take().map(|fuse| fuse.blow)
    }

    fn perform(&mut self, call: Call<'_>) -> io::Result<()> {
        match call {
            Call::SetLen(length) if self.bytes_max < length as u64 => {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Call::Flush if self.chance.below(100) < self.lies_percent => {}
            call => self.media.perform(call),
        }
        Ok(())
    }

    fn suffer(&mut self, blow: Blow, call: Call<'_>) -> io::Error {
        match blow {
            Blow::FailedFlush => self.media.forget(),
            Blow::PowerCut | Blow::Kill | Blow::Failure(_) | Blow::LastingFailure(_) | Blow::FailedRead => {
                self.perform_maybe(call);
            }
        }
        match blow {
            Blow::PowerCut => self.state = State::Off,
            Blow::Kill => self.state = State::Left,
            Blow::LastingFailure(kind) => self.state = State::Fails(kind),
            Blow::Failure(_) | Blow::FailedRead | Blow::FailedFlush => {}
        }
        match blow {
            Blow::Failure(kind) | Blow::LastingFailure(kind) => kind.into(),
            Blow::PowerCut | Blow::Kill | Blow::FailedRead | Blow::FailedFlush => gone(),
        }
    }

    /// Makes none, a part or all of a call at which something happens.
    fn perform_maybe(&mut self, call: Call<'_>) {
        match (self.chance.below(3), call) {
            (0, _) | (1, Call::SetLen(_) | Call::Flush) => {}
            (1, Call::Write { offset, bytes }) => {
                let done = self.chance.below(bytes.len() as u64 + 1);
                let bytes = &bytes[..usize::try_from(done).unwrap_or(bytes.len())];
                self.media.perform(Call::Write { offset, bytes });
            }
            // What does not find room is not done.
            (_, call) => drop(self.perform(call)),
        }
    }
}

fn gone() -> io::Error {
    io::Error::other("the disk is gone")
}

fn place(offset: u64) -> io::Result<usize> {
    usize::try_from(offset).map_err(|_| io::ErrorKind::InvalidInput.into())
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        let drive = self.lock();
        drive.check()?;
        Ok(drive.media.visible().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut drive = self.lock();
        drive.check()?;
        if drive.burn(|blow| blow == Blow::FailedRead).is_some() {
            return Err(gone());
        }
        let start = place(offset)?;
        let there = drive.media.visible().get(start..start.saturating_add(out.len()));
        out.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(Call::SetLen(place(len)?))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.change(Call::Flush)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.change(Call::Write { offset: place(offset)?, bytes: data })
    }
}

#[cfg(test)]
mod tests;
