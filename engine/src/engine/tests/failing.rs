//! What happens when the storage fails.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::keying::{ask, keyed};
use super::{add, find, remove, send, stocked, submit, units, while_busy};
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};

const FAILS: u8 = 1;
const PANICS: u8 = 2;
const FULL: u8 = 3;

/// Memory that counts flushes, and fails or panics at one, or has no room for more, where it is told to. Clones are one
/// storage.
#[derive(Debug, Clone, Default)]
struct Faulty {
    memory: Arc<InMemoryBackend>,
    flushes: Arc<AtomicU32>,
    fault: Arc<AtomicU8>,
}

impl StorageBackend for Faulty {
    fn len(&self) -> io::Result<u64> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.check_room()?;
        self.memory.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.flushes.fetch_add(1, Ordering::SeqCst);
        match self.fault.load(Ordering::SeqCst) {
            FAILS => Err(io::Error::other("the disk is gone")),
            PANICS => panic!("the disk is on fire"),
            _ => Ok(()),
        }
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check_room()?;
        self.memory.write(offset, data)
    }
}

impl Faulty {
    fn check_room(&self) -> io::Result<()> {
        if self.fault.load(Ordering::SeqCst) == FULL {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }
}

fn open(storage: &Faulty, profile: Profile) -> Engine {
    Engine::with_backend(storage.clone(), Options::new(profile)).unwrap()
}

#[test]
fn a_batch_is_flushed_once() {
    for (profile, flushes) in [(Profile::Durable, 2), (Profile::Fast, 1)] {
        let storage = Faulty::default();
        let engine = stocked(open(&storage, profile));
        let before = storage.flushes.load(Ordering::SeqCst);
        let answers = while_busy(&engine, || {
            ["l1", "l2", "l3", "l4"].map(|line| send(&engine, vec![add("c", line, "mug")]))
        });
        for answer in answers {
            answer.recv().unwrap().unwrap();
        }
        assert_eq!(storage.flushes.load(Ordering::SeqCst) - before, flushes);
        submit(&engine, remove("c", "unknown")).unwrap_err();
        assert_eq!(storage.flushes.load(Ordering::SeqCst) - before, flushes, "a refusal is not flushed");
    }
}

#[test]
fn after_a_failed_flush_nothing_is_accepted() {
    let storage = Faulty::default();
    let engine = stocked(open(&storage, Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let answers = while_busy(&engine, || {
        let answers = ["l2", "l3"].map(|line| send(&engine, vec![add("c", line, "cup")]));
        storage.fault.store(FAILS, Ordering::SeqCst);
        answers
    });
    for answer in answers {
        let error = answer.recv().unwrap().unwrap_err();
        assert!(matches!(error, Error::Store(_)), "{error}");
    }
    storage.fault.store(0, Ordering::SeqCst);
    // The writer's thread may still be on its way out; whoever meets it there is refused as well.
    let error = submit(&engine, add("c", "l4", "mug")).unwrap_err();
    assert!(matches!(error, Error::Stopped), "{error}");
    assert!(engine.close().is_err());

    let engine = open(&storage, Profile::Durable);
    let cart = find(&engine, "c").unwrap().cart;
    assert_eq!(cart.lines[0].quantity.units(), 1, "what was answered is there");
    submit(&engine, add("c", "l5", "mug")).unwrap();
}

#[test]
fn a_panic_of_the_writer_is_answered() {
    let storage = Faulty::default();
    let engine = stocked(open(&storage, Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let answer = while_busy(&engine, || {
        storage.fault.store(PANICS, Ordering::SeqCst);
        send(&engine, vec![add("c", "l2", "cup")])
    });
    let error = answer.recv().unwrap().unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    storage.fault.store(0, Ordering::SeqCst);
    let error = submit(&engine, add("c", "l3", "mug")).unwrap_err();
    assert!(matches!(error, Error::Stopped), "{error}");
    drop(engine);

    let engine = open(&storage, Profile::Durable);
    assert_eq!(units(&find(&engine, "c").unwrap().cart)[0], ("l1", 1));
}

/// The innermost reason.
fn root<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    error.source().map_or(error, root)
}

#[test]
fn a_full_disk_stops_changes_and_not_looks() {
    for profile in [Profile::Durable, Profile::Fast] {
        let storage = Faulty::default();
        let engine = stocked(open(&storage, profile));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        storage.fault.store(FULL, Ordering::SeqCst);
        let error = submit(&engine, add("c", "l2", "mug")).unwrap_err();
        assert!(root(&error).to_string().contains("no storage space"), "{:?}", root(&error));
        assert!(matches!(submit(&engine, add("c", "l3", "mug")), Err(Error::Stopped)));
        assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
        assert!(engine.close().is_err());

        storage.fault.store(0, Ordering::SeqCst);
        let engine = open(&storage, profile);
        assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
        submit(&engine, add("c", "l4", "mug")).unwrap();
        engine.close().unwrap();
    }
}

#[test]
fn what_met_a_failure_is_not_kept_for_its_key() {
    for fault in [FAILS, FULL] {
        let storage = Faulty::default();
        let engine = stocked(open(&storage, Profile::Durable));
        storage.fault.store(fault, Ordering::SeqCst);
        let error = ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]).unwrap_err();
        assert!(matches!(error, Error::Store(_)), "{error}");
        storage.fault.store(0, Ordering::SeqCst);
        assert!(matches!(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]), Err(Error::Stopped)));
        drop(engine);

        let engine = open(&storage, Profile::Durable);
        // A flush that fails may have done its work: then the answer is there, and else nothing of it.
        let was_done = find(&engine, "c").is_some();
        let answer = ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]).unwrap();
        assert_eq!(answer.is_replay, was_done);
        assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    }
}
