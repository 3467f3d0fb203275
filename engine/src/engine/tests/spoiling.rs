//! Numbers that the engine counts by and that are not as they were written.

use super::keying::{ask, keyed};
use super::{add, engine, find, send, submit, while_busy};
use crate::engine::Engine;
use crate::engine::health::HealthState;
use crate::env::engine_time::Reckoning;
use crate::error::{Error, StoreError};
use crate::store::meta;
use crate::store::tables::WriteTables;

/// Makes a number unreadable.
fn spoil(engine: &Engine, number: &str) {
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.meta.open().unwrap().insert(number, b"?".as_slice()).unwrap();
    drop(tables);
    transaction.commit().unwrap();
}

#[track_caller]
fn check_never_failed(engine: &Engine) {
    let health = engine.health();
    assert_eq!((health.state, health.failures), (HealthState::Ready, 0));
}

#[test]
fn a_sum_of_answers_that_cannot_be_read_is_made_again() {
    let engine = engine();
    ask(&engine, keyed(1, 1), vec![add("c", "l1", "mug")]).unwrap();
    spoil(&engine, meta::ANSWER_BYTES_COUNTER);
    ask(&engine, keyed(2, 2), vec![add("c", "l1", "mug")]).unwrap();
    check_never_failed(&engine);
    assert!(engine.check(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn what_the_engine_counts_by_and_cannot_read_is_no_failure_of_the_store() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    spoil(&engine, meta::CART_KEY_COUNTER);
    let answers =
        while_busy(&engine, || ["new", "newer"].map(|cart| send(&engine, vec![add(cart, "l1", "mug")])));
    for answer in answers {
        let refused = answer.recv().unwrap().unwrap_err();
        assert!(
            matches!(&refused, Error::Store(fault) if matches!(**fault, StoreError::Record { .. })),
            "{refused}"
        );
    }
    submit(&engine, add("c", "l1", "mug")).unwrap();
    check_never_failed(&engine);
    assert_eq!(find(&engine, "c").unwrap().cart.units(), 2);
}
