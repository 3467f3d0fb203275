//! The mark of a store at rest.

use std::fs;
use std::sync::mpsc::channel;

use redb::{Builder, StorageBackend};

use super::faulty::{Fault, Faulty};
use super::{add, find, remove, stocked, submission, submit};
use crate::engine::Engine;
use crate::engine::health::HealthState;
use crate::options::{Options, Profile, SpareRoom};

/// Every file is large, and marked after each batch.
fn marking(profile: Profile) -> Options {
    Options { checked_bytes_max: 0, idle_mark_ms: Some(0), heal_waits_ms: [0; 5], ..Options::new(profile) }
}

/// Whether whoever opens this must look through all of it.
fn must_be_looked_through(backend: impl StorageBackend) -> bool {
    let mut builder = Builder::new();
    builder.set_repair_callback(|session| session.abort());
    builder.create_with_backend(backend).is_err()
}

/// Waits until the writer is done with what came before.
fn settle(engine: &Engine) {
    submit(engine, remove("nowhere", "none")).unwrap_err();
}

/// How often the disk is flushed for one more change, and all that follows from it.
fn flushes_of_an_add(disk: &Faulty, engine: &Engine) -> u32 {
    let before = disk.flushes();
    submit(engine, add("c", "l1", "mug")).unwrap();
    settle(engine);
    disk.flushes() - before
}

#[test]
fn after_a_mark_nothing_is_looked_through_and_the_next_change_takes_it_back() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Faulty::default();
        let engine = stocked(disk.open_with(marking(profile)));
        for added in 1..=5 {
            let (answer, answered) = channel();
            let cut = disk.clone();
            // On the writer's thread, before it marks.
            engine.submit_with(submission(vec![add("c", "l1", "mug")]), move |result| {
                answer.send((result.is_ok(), must_be_looked_through(cut.after_cut()))).unwrap();
            });
            assert_eq!(answered.recv().unwrap(), (true, true));
            let before = engine.digest().unwrap();
            settle(&engine);
            assert!(!must_be_looked_through(disk.after_cut()), "{profile:?}");
            assert_eq!(engine.digest().unwrap(), before);
            let after_cut = disk.after_cut().open_with(marking(profile));
            assert_eq!(after_cut.digest().unwrap(), before);
            assert_eq!(find(&after_cut, "c").unwrap().cart.units(), added);
            assert!(after_cut.check(&mut |_| {}).unwrap().is_sound());
        }
        engine.close().unwrap();
        assert!(!must_be_looked_through(disk.after_cut()));
    }
}

#[test]
fn a_store_is_marked_once_nothing_was_to_be_done_for_a_while() {
    let disk = Faulty::default();
    let engine = stocked(disk.open_with(Options { idle_mark_ms: Some(1), ..marking(Profile::Durable) }));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    while must_be_looked_through(disk.after_cut()) {
        std::thread::yield_now();
    }
    assert_eq!(find(&engine, "c").unwrap().cart.units(), 1);
}

#[test]
fn only_what_has_changed_and_is_large_is_marked() {
    let flushes = |options| {
        let disk = Faulty::default();
        let engine = stocked(disk.open_with(options));
        settle(&engine);
        let flushes = flushes_of_an_add(&disk, &engine);
        let before = disk.flushes();
        settle(&engine);
        assert_eq!(disk.flushes(), before, "nothing has changed");
        flushes
    };
    assert_eq!(flushes(marking(Profile::Durable)), 2 + 2);
    assert_eq!(flushes(marking(Profile::Fast)), 1 + 2);
    assert_eq!(flushes(marking(Profile::Memory)), 1);
    assert_eq!(flushes(Options { idle_mark_ms: None, ..marking(Profile::Durable) }), 2);
    assert_eq!(flushes(Options { checked_bytes_max: u64::MAX, ..marking(Profile::Durable) }), 2);
}

#[test]
fn a_mark_that_fails_is_healed_like_any_failure() {
    for profile in [Profile::Durable, Profile::Fast] {
        for fault in [Fault::Flush, Fault::Panic, Fault::Full] {
            let disk = Faulty::default();
            let engine = stocked(disk.open_with(marking(profile)));
            let failing = disk.clone();
            let (answer, answered) = channel();
            engine.submit_with(submission(vec![add("c", "l1", "mug")]), move |result| {
                failing.fail(fault, 1);
                answer.send(result.is_ok()).unwrap();
            });
            assert!(answered.recv().unwrap(), "what was committed before is done");
            let health = engine.wait_until(|health| health.healings == 1);
            assert_eq!((health.state, health.failures), (HealthState::Ready, 1), "{profile:?} {fault:?}");
            submit(&engine, add("c", "l1", "mug")).unwrap();
            settle(&engine);
            assert!(!must_be_looked_through(disk.after_cut()));
            let after_cut = disk.after_cut().open_with(marking(profile));
            assert_eq!(find(&after_cut, "c").unwrap().cart.units(), 2);
        }
    }
}

#[test]
fn nothing_is_marked_while_the_disk_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("carts.redb"), folder.path().join("copy.redb"));
    let with_spare = |bytes| Options {
        spare_room: SpareRoom::Bytes(bytes),
        heal_waits_ms: [3_600_000; 5],
        ..marking(Profile::Durable)
    };
    let must_be = || {
        fs::copy(&path, &copy).unwrap();
        let file = fs::File::options().read(true).write(true).open(&copy).unwrap();
        must_be_looked_through(redb::backends::FileBackend::new(file).unwrap())
    };
    let engine = stocked(Engine::open(&path, with_spare(0)).unwrap());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    settle(&engine);
    assert!(!must_be());
    engine.close().unwrap();
    // No disk has so much.
    let engine = Engine::open(&path, with_spare(u64::MAX)).unwrap();
    engine.wait_until(|health| health.state == HealthState::Full);
    submit(&engine, remove("c", "l1")).unwrap();
    settle(&engine);
    assert!(must_be());
}
