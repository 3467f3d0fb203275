//! What happens when the disk is full.

use super::faulty::{Fault, Faulty};
use super::keying::{ask, keyed};
use super::{add, add_all, add_line, find, remove, samples, stocked, submit};
use crate::engine::Engine;
use crate::engine::health::HealthState;
use crate::error::Error;
use crate::options::{Options, Profile, SpareRoom};

/// Adds until there is no room, to carts `c0`, `c1` and so on; how many carts were answered.
fn fill(engine: &Engine) -> u32 {
    for number in 0_u32.. {
        let line = add_line("l1", "mug", Some(samples::inputs(100_000)));
        match submit(engine, add_all(&format!("c{number}"), vec![line])) {
            Ok(_) => {}
            Err(error) => {
                assert!(error.is_outcome_unknown(), "{error}");
                return number;
            }
        }
    }
    unreachable!("there is an end to the room")
}

#[test]
fn a_full_disk_is_no_failure_for_good_and_takes_what_makes_room() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Faulty::default();
        // Whoever met the end of the room is let try again when nobody else is left.
        let options = Options { heal_waits_ms: [3_600_000; 5], ..Options::new(profile) };
        let engine = stocked(disk.open_with(options));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        disk.fail(Fault::Longer, u32::MAX);
        let answered = fill(&engine);
        let health = engine.wait_until(|health| health.state != HealthState::Recovering);
        assert_eq!((health.state, health.failures, health.healings), (HealthState::Full, 1, 1));
        assert!(matches!(submit(&engine, add("c", "l2", "mug")), Err(Error::StorageFull)));
        for number in 0..answered {
            assert!(find(&engine, &format!("c{number}")).is_some());
        }
        let key = || keyed(1, 1);
        assert!(matches!(ask(&engine, key(), vec![add("c", "l2", "mug")]), Ok(answer) if !answer.is_replay));
        submit(&engine, remove("c", "l1")).unwrap();
        assert_eq!(find(&engine, "c").unwrap().cart.units(), 0);
        engine.close().unwrap();

        let engine = disk.open(profile);
        submit(&engine, add("c", "l2", "mug")).unwrap();
        assert_eq!(find(&engine, "c").unwrap().cart.units(), 1);
    }
}

#[test]
fn a_disk_that_takes_nothing_at_all_is_waited_for() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(profile));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        // Many more tries than another failure is given.
        disk.fail(Fault::Full, 100);
        assert!(submit(&engine, add("c", "l1", "mug")).unwrap_err().is_outcome_unknown());
        let health = engine.wait_until(|health| health.healings == 1);
        assert_eq!(health.failures, 1);
        engine.wait_until(|health| health.state == HealthState::Ready);
        assert!(health.last_failure.unwrap().contains("no storage space"));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        assert!(2 <= find(&engine, "c").unwrap().cart.units());
    }
}

#[test]
fn what_must_stay_free_is_left_free() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let options = |bytes| Options {
        heal_waits_ms: [1; 5],
        spare_room: SpareRoom::Bytes(bytes),
        ..Options::new(Profile::Durable)
    };
    let engine = stocked(Engine::open(&path, options(0)).unwrap());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    engine.close().unwrap();
    // No disk has so much.
    let engine = Engine::open(&path, options(u64::MAX)).unwrap();
    engine.wait_until(|health| health.state == HealthState::Full);
    assert!(matches!(submit(&engine, add("c", "l1", "mug")), Err(Error::StorageFull)));
    submit(&engine, remove("c", "l1")).unwrap();
    assert!(find(&engine, "c").unwrap().cart.lines.is_empty());
    engine.close().unwrap();
}
