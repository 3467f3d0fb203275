use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::{AnswerBody, NewAnswer, Room, find, keep};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::time::Timestamp;
use crate::env::engine_time::Reckoning;
use crate::options::{Options, Profile};
use crate::store::samples::AT;
use crate::store::tables::{Tables as _, WriteTables};
use crate::store::{Store, meta};

const ROOM: Room = Room { answers_max: 5, bytes_max: 1_000_000, life_ms: 1_000 };
const FINGERPRINT: Fingerprint = Fingerprint([7; 32]);

fn key(number: u8) -> IdempotencyKey {
    IdempotencyKey([number; 32])
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(AT.as_millis() + ms)
}

fn new(number: u8, at: Timestamp, bytes: usize) -> NewAnswer {
    let body = AnswerBody::Verbatim(vec![number; bytes]);
    NewAnswer { key: key(number), fingerprint: FINGERPRINT, at, body }
}

/// Runs this in a transaction of a new store.
fn with_tables(run: impl FnOnce(&mut WriteTables<'_>)) {
    let store = Store::in_memory(&Options::new(Profile::Memory)).unwrap();
    let transaction = store.begin_write().unwrap();
    run(&mut WriteTables::new(&transaction, Reckoning::NONE));
}

/// These keys and no others are kept, and the counts of them are right.
#[track_caller]
fn check(tables: &WriteTables<'_>, expected: &[u8]) {
    let mut digests: Vec<u8> =
        tables.answers().unwrap().iter().unwrap().map(|row| row.unwrap().0.value()[0]).collect();
    digests.sort_unstable();
    assert_eq!(digests, expected);
    assert_eq!(tables.answer_order().unwrap().len().unwrap(), expected.len() as u64);
    let rows = tables.answers().unwrap().iter().unwrap();
    let bytes: u64 = rows.map(|row| row.unwrap().1.value().len() as u64).sum();
    assert_eq!(meta::answer_bytes(tables).unwrap(), bytes);
}

#[test]
fn of_one_answer_too_many_the_oldest_goes() {
    with_tables(|tables| {
        for number in 1..=5 {
            keep(tables, ROOM, new(number, AT, 10)).unwrap();
        }
        check(tables, &[1, 2, 3, 4, 5]);
        keep(tables, ROOM, new(6, AT, 10)).unwrap();
        check(tables, &[2, 3, 4, 5, 6]);
    });
}

#[test]
fn for_one_byte_too_many_the_oldest_goes() {
    with_tables(|tables| {
        keep(tables, ROOM, new(1, AT, 100)).unwrap();
        let record = meta::answer_bytes(tables).unwrap();
        let room = Room { bytes_max: 3 * record, ..ROOM };
        keep(tables, room, new(2, AT, 100)).unwrap();
        keep(tables, room, new(3, AT, 100)).unwrap();
        check(tables, &[1, 2, 3]);
        keep(tables, room, new(3, AT, 101)).unwrap();
        check(tables, &[2, 3]);
        keep(tables, room, new(4, AT, 10_000)).unwrap();
        check(tables, &[]);
    });
}

#[test]
fn a_key_that_is_used_again_is_the_newest() {
    with_tables(|tables| {
        for number in 1..=5 {
            keep(tables, ROOM, new(number, AT, 10)).unwrap();
        }
        keep(tables, ROOM, new(1, AT, 20)).unwrap();
        check(tables, &[1, 2, 3, 4, 5]);
        keep(tables, ROOM, new(6, AT, 10)).unwrap();
        check(tables, &[1, 3, 4, 5, 6]);
    });
}

#[test]
fn an_answer_whose_time_is_over_is_not_there_and_goes_in_the_end() {
    with_tables(|tables| {
        for number in 1..=3 {
            keep(tables, ROOM, new(number, at(i64::from(number)), 10)).unwrap();
        }
        let is_there = |tables: &WriteTables<'_>, ms| find(tables, ROOM, key(2), at(ms)).unwrap().is_some();
        assert!(is_there(tables, 1_002));
        assert!(!is_there(tables, 1_003));
        assert!(is_there(tables, -1_000_000));
        keep(tables, ROOM, new(4, at(1_004), 10)).unwrap();
        check(tables, &[3, 4]);
        keep(tables, ROOM, new(5, at(1_004), 10)).unwrap();
        check(tables, &[4, 5]);
    });
}

#[test]
fn a_damaged_answer_harms_only_who_asks_for_it() {
    with_tables(|tables| {
        keep(tables, ROOM, new(1, AT, 10)).unwrap();
        tables.answers.open().unwrap().insert([1; 32].as_slice(), [0; 50].as_slice()).unwrap();
        assert!(find(tables, ROOM, key(1), AT).is_err());
        for number in 2..=7 {
            keep(tables, ROOM, new(number, at(5_000), 10)).unwrap();
            assert!(find(tables, ROOM, key(number), at(5_000)).unwrap().is_some());
        }
        assert!(find(tables, ROOM, key(1), AT).unwrap().is_none());
    });
}
