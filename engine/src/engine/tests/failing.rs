//! What happens when the storage fails.

use std::sync::mpsc::channel;

use super::faulty::{Fault, Faulty};
use super::keying::{ask, keyed};
use super::{add, find, remove, send, stocked, submit, units, while_busy};
use crate::engine::Engine;
use crate::engine::health::{Health, HealthState};
use crate::error::{Error, StoreError};
use crate::options::{Options, Profile};

const ALWAYS: u32 = u32::MAX;
/// Longer than any test takes.
const HOUR_MS: u64 = 3_600_000;

fn healed(engine: &Engine) -> Health {
    let health = engine.wait_until(|health| health.state != HealthState::Recovering);
    assert_eq!(health.state, HealthState::Ready, "{health:?}");
    health
}

#[track_caller]
fn check_outcome_unknown<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Store(_)) && error.is_outcome_unknown(), "{error}");
}

#[test]
fn a_batch_is_flushed_once() {
    for (profile, flushes) in [(Profile::Durable, 2), (Profile::Fast, 1)] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(profile));
        let before = disk.flushes();
        let answers = while_busy(&engine, || {
            ["l1", "l2", "l3", "l4"].map(|line| send(&engine, vec![add("c", line, "mug")]))
        });
        for answer in answers {
            answer.recv().unwrap().unwrap();
        }
        assert_eq!(disk.flushes() - before, flushes);
        submit(&engine, remove("c", "unknown")).unwrap_err();
        assert_eq!(disk.flushes() - before, flushes, "a refusal is not flushed");
    }
}

#[test]
fn after_a_failed_flush_the_engine_goes_on_without_another_start() {
    for profile in [Profile::Durable, Profile::Fast, Profile::Memory] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(profile));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        let answers = while_busy(&engine, || {
            let answers = ["l2", "l3"].map(|line| send(&engine, vec![add("c", line, "cup")]));
            disk.fail(Fault::Flush, 1);
            answers
        });
        for answer in answers {
            check_outcome_unknown(answer.recv().unwrap());
        }
        let health = healed(&engine);
        assert_eq!((health.failures, health.healings), (1, 1));
        assert!(health.last_failure.unwrap().contains("the disk is gone"));
        let before = find(&engine, "c").unwrap().cart;
        assert_eq!(units(&before)[0], ("l1", 1), "what was answered is there");
        assert!([1, 3].contains(&before.units()), "what was not is there as a whole or not at all");
        submit(&engine, add("c", "l4", "mug")).unwrap();
        assert_eq!(find(&engine, "c").unwrap().cart.units(), before.units() + 1);
        engine.close().unwrap();
        assert_eq!(find(&disk.open(profile), "c").unwrap().cart.units(), before.units() + 1);
    }
}

#[test]
fn what_is_answered_after_a_failed_flush_outlives_a_power_cut() {
    for profile in [Profile::Durable, Profile::Fast] {
        for answered_before in 1..=12 {
            let disk = Faulty::default();
            let engine = stocked(disk.open(profile));
            for _ in 0..answered_before {
                submit(&engine, add("c", "l1", "mug")).unwrap();
            }
            disk.fail(Fault::Flush, 1);
            check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
            healed(&engine);
            for _ in 0..5 {
                submit(&engine, add("c", "l1", "mug")).unwrap();
                let there = find(&engine, "c").unwrap().cart.units();
                let cut = disk.after_cut().open(profile);
                assert_eq!(find(&cut, "c").unwrap().cart.units(), there);
            }
        }
    }
}

#[test]
fn several_failures_in_a_row_are_healed_and_too_many_are_not() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(profile));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        disk.fail(Fault::Flush, 1 + 5);
        check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
        healed(&engine);
        submit(&engine, remove("c", "l1")).unwrap();
        submit(&engine, add("c", "l2", "mug")).unwrap();

        let (say, said) = channel();
        engine.on_failure(move || say.send("given up").unwrap());
        disk.fail(Fault::Flush, ALWAYS);
        check_outcome_unknown(submit(&engine, add("c", "l2", "mug")));
        assert_eq!(said.recv().unwrap(), "given up");
        let health = engine.health();
        assert_eq!((health.state, health.failures, health.healings), (HealthState::Failed, 2, 1));
        assert!(matches!(submit(&engine, add("c", "l2", "mug")), Err(Error::Stopped)));
        let units = find(&engine, "c").unwrap().cart.units();
        assert!([1, 2].contains(&units), "what there is can be looked at");
        let (say, said) = channel();
        engine.on_failure(move || say.send("given up long ago").unwrap());
        assert_eq!(said.recv().unwrap(), "given up long ago");
        assert!(engine.close().is_err());

        disk.mend();
        let later = find(&disk.open(profile), "c").unwrap().cart.units();
        assert!([units, 2].contains(&later), "what was not answered may come to light by then");
    }
}

#[test]
fn while_the_store_is_opened_anew_it_is_looked_at_and_not_changed() {
    let disk = Faulty::default();
    // So many bytes that nothing is kept in memory of what is looked at.
    let options = Options { heal_waits_ms: [HOUR_MS; 5], cache_bytes: 0, ..Options::new(Profile::Durable) };
    let engine = stocked(disk.open_with(options));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    disk.fail(Fault::Flush, ALWAYS);
    let flushes = disk.flushes();
    check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
    while disk.flushes() < flushes + 2 {
        // Until the first try is under way.
        std::thread::yield_now();
    }
    assert!(matches!(submit(&engine, add("c", "l1", "mug")), Err(Error::Recovering)));
    assert_eq!(engine.health().state, HealthState::Recovering);
    assert!([1, 2].contains(&find(&engine, "c").unwrap().cart.units()));
    // Does not take an hour.
    assert!(matches!(engine.close(), Err(StoreError::Storage(_))));
}

#[test]
fn a_panic_of_the_writer_is_answered_and_healed() {
    let disk = Faulty::default();
    let engine = stocked(disk.open(Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    for times in [1, 2] {
        disk.fail(Fault::Panic, times);
        check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
        healed(&engine);
        let there = find(&engine, "c").unwrap().cart.units();
        submit(&engine, add("c", "l1", "mug")).unwrap();
        assert_eq!(find(&engine, "c").unwrap().cart.units(), there + 1);
    }
    engine.close().unwrap();
}

#[test]
fn a_writer_that_ends_says_so() {
    let disk = Faulty::default();
    let engine = stocked(disk.open(Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let (tell, told) = channel();
    engine.on_failure(move || tell.send(()).unwrap());
    disk.fail(Fault::Unspeakable, 1);
    submit(&engine, add("c", "l1", "mug")).unwrap_err();
    told.recv().unwrap();
    assert_eq!(engine.health().state, HealthState::Failed);
    assert!(matches!(submit(&engine, add("c", "l1", "mug")), Err(Error::Stopped)));
    assert_eq!(find(&disk.open(Profile::Durable), "c").unwrap().cart.units(), 1);
}

#[test]
fn a_failed_look_is_healed_without_a_change() {
    let disk = Faulty::default();
    let options = Options { heal_waits_ms: [0; 5], cache_bytes: 0, ..Options::new(Profile::Durable) };
    let engine = stocked(disk.open_with(options));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    disk.fail(Fault::Read, 1);
    let id = super::cart_id("c");
    let principal = crate::domain::access::Principal::Server;
    let found = engine.find_cart(&id, &principal, crate::store::samples::AT);
    assert!(matches!(found, Err(Error::Store(_))));
    let health = engine.wait_until(|health| health.healings == 1);
    assert_eq!((health.state, health.failures), (HealthState::Ready, 1));
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    submit(&engine, add("c", "l1", "mug")).unwrap();
}

#[test]
fn what_met_a_failure_is_not_kept_for_its_key() {
    for fault in [Fault::Flush, Fault::Full] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(Profile::Durable));
        disk.fail(fault, 1);
        check_outcome_unknown(ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]));
        healed(&engine);
        // A flush that fails may have done its work: then the answer is there, and else nothing of it.
        let was_done = find(&engine, "c").is_some();
        let answer = ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]).unwrap();
        assert_eq!(answer.is_replay, was_done);
        assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    }
}

#[test]
fn what_was_read_before_a_failure_is_old_after_it_and_nothing_is_settled_meanwhile() {
    let disk = Faulty::default();
    let engine = stocked(disk.open(Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let (cart, other) = (super::cart_id("c"), super::cart_id("d"));
    let before = (engine.epoch(&cart), engine.epoch(&other));
    assert!(before.0.is_some() && before.1.is_some());
    disk.fail(Fault::Flush, 1);
    check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
    healed(&engine);
    let after = (engine.epoch(&cart), engine.epoch(&other));
    assert!(after.0.is_some() && after.0 != before.0, "{after:?}");
    assert!(after.1.is_some() && after.1 != before.1, "{after:?}");
    let (say, said) = channel();
    engine.on_failure(move || say.send(()).unwrap());
    disk.fail(Fault::Flush, ALWAYS);
    check_outcome_unknown(submit(&engine, add("c", "l1", "mug")));
    said.recv().unwrap();
    assert_eq!((engine.epoch(&cart), engine.epoch(&other)), (None, None));
}

#[test]
fn whoever_is_told_of_a_change_finds_what_was_read_before_old() {
    let engine = stocked(Faulty::default().open(Profile::Durable));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let (cart, other) = (super::cart_id("c"), super::cart_id("d"));
    for round in 0..3 {
        let before = (engine.epoch(&cart), engine.epoch(&other));
        submit(&engine, add("c", "l1", "mug")).unwrap();
        let after = (engine.epoch(&cart), engine.epoch(&other));
        assert!(after.0.is_some() && after.0 != before.0, "{round}");
        assert_eq!(after.1, before.1, "another cart is as it was");
    }
    let before = engine.epoch(&cart);
    submit(&engine, remove("c", "unknown")).unwrap_err();
    assert_eq!(engine.epoch(&cart), before, "a refusal changes nothing");
    submit(&engine, super::import(vec![crate::store::samples::product("cup")])).unwrap();
    assert!(engine.epoch(&cart).is_some() && engine.epoch(&cart) != before, "the catalog is everybody's");
}
