use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use redb::StorageBackend;

use super::HeldBackend;

/// Bytes in memory, and what was done to them.
#[derive(Debug, Clone, Default)]
struct Recorded(Arc<Mutex<(Vec<u8>, Vec<String>)>>);

impl StorageBackend for Recorded {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().0.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let state = self.0.lock().unwrap();
        let there = state.0.get(offset..offset + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(there);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.0.resize(usize::try_from(len).unwrap(), 0);
        state.1.push(format!("set_len {len}"));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.lock().unwrap().1.push("sync".to_owned());
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let start = usize::try_from(offset).unwrap();
        let there = state.0.get_mut(start..start + data.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        there.copy_from_slice(data);
        state.1.push(format!("write {offset} {}", data.len()));
        Ok(())
    }
}

#[derive(Debug, Clone)]
enum Asked {
    Write(Range<usize>, u8),
    SetLen(usize),
    Sync,
}

fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![
        4 => (0_usize..64, 0_usize..32, any::<u8>()).prop_map(|(start, count, fill)| {
            Asked::Write(start..start + count, fill)
        }),
        2 => (0_usize..96).prop_map(Asked::SetLen),
        1 => Just(Asked::Sync),
    ]
}

fn ask(backend: &impl StorageBackend, asked: &Asked) {
    match asked {
        Asked::Write(range, fill) => {
            // Nothing is written past the end.
            let end = range.end.min(usize::try_from(backend.len().unwrap()).unwrap());
            let bytes = vec![*fill; end.saturating_sub(range.start)];
            backend.write(range.start.min(end) as u64, &bytes).unwrap();
        }
        Asked::SetLen(length) => backend.set_len(*length as u64).unwrap(),
        Asked::Sync => backend.sync_data().unwrap(),
    }
}

fn contents(backend: &impl StorageBackend) -> Vec<u8> {
    let mut bytes = vec![0xEE; usize::try_from(backend.len().unwrap()).unwrap()];
    backend.read(0, &mut bytes).unwrap();
    bytes
}

proptest! {
    #[test]
    fn what_is_held_back_reads_as_if_it_were_written(
        before in prop::collection::vec(any::<u8>(), 0..64),
        steps in prop::collection::vec(asked(), 0..24),
        window in (0_usize..96, 0_usize..96),
    ) {
        let plain = Recorded(Arc::new(Mutex::new((before.clone(), vec![]))));
        let inner = Recorded(Arc::new(Mutex::new((before.clone(), vec![]))));
        let held = HeldBackend::new(inner.clone());
        for step in &steps {
            ask(&plain, step);
            ask(&held, step);
            prop_assert_eq!(contents(&held), contents(&plain));
            prop_assert_eq!(contents(&inner), before.clone());
        }
        let end = contents(&plain).len();
        let (start, stop) = (window.0.min(end), window.1.min(end));
        if start < stop {
            let mut part = vec![0; stop - start];
            held.read(start as u64, &mut part).unwrap();
            prop_assert_eq!(part, contents(&plain)[start..stop].to_vec());
        }
        held.release().unwrap();
        prop_assert_eq!(contents(&inner), contents(&plain));
        prop_assert_eq!(&inner.0.lock().unwrap().1, &plain.0.lock().unwrap().1);
    }
}

#[test]
fn after_the_release_nothing_is_held_back() {
    let inner = Recorded::default();
    let held = HeldBackend::new(inner.clone());
    held.set_len(4).unwrap();
    assert_eq!(inner.len().unwrap(), 0);
    held.release().unwrap();
    held.write(1, b"ab").unwrap();
    assert_eq!(contents(&inner), b"\0ab\0");
    assert_eq!(held.len().unwrap(), 4);
    assert!(held.read(3, &mut [0; 2]).is_err());
}

#[test]
fn reading_past_the_end_is_refused_while_held() {
    let held = HeldBackend::new(Recorded::default());
    held.set_len(4).unwrap();
    held.read(0, &mut [0; 4]).unwrap();
    assert_eq!(held.read(1, &mut [0; 4]).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

/// After how many looks, and what.
type Then = (u32, Box<dyn FnOnce() + Send>);

/// Bytes, and what happens right after they were looked at so many times.
#[derive(Default)]
struct Interrupted {
    recorded: Recorded,
    then: Mutex<Option<Then>>,
}

impl fmt::Debug for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupted").finish_non_exhaustive()
    }
}

impl Interrupted {
    fn after<T>(&self, looked: T) -> T {
        let mut then = self.then.lock().unwrap();
        if let Some((left, _)) = &mut *then {
            *left -= 1;
        }
        let due = then.take_if(|(left, _)| *left == 0);
        drop(then);
        if let Some((_, call)) = due {
            call();
        }
        looked
    }
}

impl StorageBackend for Interrupted {
    fn len(&self) -> io::Result<u64> {
        self.after(self.recorded.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.after(self.recorded.read(offset, out))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.recorded.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.recorded.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.recorded.write(offset, data)
    }
}

#[test]
fn who_reads_while_it_is_released_reads_what_was_held_back() {
    for looks in 1..=4 {
        let released = || {
            let held = HeldBackend::new(Interrupted::default());
            held.inner().set_len(3).unwrap();
            held.set_len(6).unwrap();
            held.write(0, b"newer!").unwrap();
            let releasing = held.clone();
            let release = move || releasing.release().unwrap();
            *held.inner().then.lock().unwrap() = Some((looks, Box::new(release)));
            held
        };
        assert_eq!(released().len().unwrap(), 6, "after {looks} looks");
        let mut out = [0; 6];
        released().read(0, &mut out).unwrap();
        assert_eq!(&out, b"newer!", "after {looks} looks");
    }
}
