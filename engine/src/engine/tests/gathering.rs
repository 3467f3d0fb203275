//! Waiting for the callers of the batch before.

use super::faulty::Faulty;
use super::{add, find, send, stocked, submit, units, while_busy};
use crate::engine::Engine;
use crate::options::{Options, Profile, Regather};

/// Longer than any test takes: who waits so long for nothing never ends.
const HOUR_US: u64 = 3_600_000_000;
const LINES: [&str; 4] = ["l1", "l2", "l3", "l4"];
/// Flushes of a commit in two phases.
const FLUSHES: u32 = 2;

fn open(disk: &Faulty) -> Engine {
    let regather = Regather::Micros(HOUR_US);
    stocked(disk.open_with(Options { regather, ..Options::new(Profile::Durable) }))
}

/// Submits so many, and waits for all of them.
fn together(engine: &Engine) {
    let answers = LINES.map(|line| send(engine, vec![add("c", line, "mug")]));
    for answer in answers {
        answer.recv().unwrap().unwrap();
    }
}

#[test]
fn callers_that_come_back_one_after_the_other_are_flushed_at_once() {
    let disk = Faulty::default();
    let engine = open(&disk);
    let answers = while_busy(&engine, || LINES.map(|line| send(&engine, vec![add("c", line, "mug")])));
    for answer in answers {
        answer.recv().unwrap().unwrap();
    }
    for _ in 0..25 {
        let before = disk.flushes();
        together(&engine);
        assert_eq!(disk.flushes() - before, FLUSHES);
    }
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 4 * 26)]);
}

#[test]
fn a_lone_caller_waits_for_nobody() {
    let disk = Faulty::default();
    let engine = open(&disk);
    for _ in 0..10 {
        submit(&engine, add("c", "l1", "mug")).unwrap();
    }
    assert_eq!(find(&engine, "c").unwrap().cart.units(), 10);
}

#[test]
fn an_engine_that_is_closed_waits_for_nobody() {
    let disk = Faulty::default();
    let engine = open(&disk);
    let answers = while_busy(&engine, || LINES.map(|line| send(&engine, vec![add("c", line, "mug")])));
    for answer in answers {
        answer.recv().unwrap().unwrap();
    }
    let last = send(&engine, vec![add("c", "l1", "mug")]);
    engine.close().unwrap();
    last.recv().unwrap().unwrap();
    assert_eq!(find(&disk.open(Profile::Durable), "c").unwrap().cart.units(), 5);
}
