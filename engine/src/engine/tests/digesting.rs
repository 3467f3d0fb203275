//! The digest of what is stored.

use std::sync::Arc;

use super::keying::{ask, keyed};
use super::{AT, add, stocked, submit};
use crate::domain::command::Command;
use crate::engine::Engine;
use crate::env::FixedClock;
use crate::options::{Options, Profile};

/// A store says when it was made: these were at the same moment.
fn engine() -> Engine {
    let clock = Arc::new(FixedClock::new(AT));
    stocked(Engine::in_memory(Options { clock, ..Options::new(Profile::Memory) }).unwrap())
}

#[test]
fn stores_that_were_told_the_same_have_the_same_digest() {
    let (one, other) = (engine(), engine());
    assert_eq!(one.digest().unwrap(), other.digest().unwrap());
    submit(&one, add("c", "l1", "mug")).unwrap();
    assert_ne!(one.digest().unwrap(), other.digest().unwrap());
    submit(&other, add("c", "l1", "mug")).unwrap();
    assert_eq!(one.digest().unwrap(), other.digest().unwrap());
    assert_eq!(one.digest().unwrap().to_string().len(), 64);
}

#[test]
fn what_is_refused_leaves_the_digest_and_a_kept_answer_does_not() {
    let engine = engine();
    let digest = |engine: &Engine| engine.digest().unwrap();
    let before = digest(&engine);
    submit(&engine, add("c", "l1", "unknown")).unwrap_err();
    assert_eq!(digest(&engine), before);
    let refused: Vec<Command> = vec![add("c", "l1", "unknown")];
    ask(&engine, keyed(1, 1), refused).unwrap();
    assert_ne!(digest(&engine), before, "the answer to the key is there");
}
