//! Checking a store: what is sound is called so, and what is not is named by its table and key.

use std::fs;

use redb::ReadableTable as _;

use super::shipped::{format_3, shipped};
use super::{add_all, add_line, import, samples, submit};
use crate::domain::catalog::Product;
use crate::engine::Engine;
use crate::engine::check::{CheckReport, check_file};
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::{Options, Profile};
use crate::progress::{Phase, Progress};
use crate::store::tables::WriteTables;

/// An engine with something in every table, several pieces of custom inputs among it.
pub(super) fn full(engine: &Engine) {
    format_3::fill_all(engine);
    let shirt = Product { variants: vec![samples::variant("shirt-s")], ..samples::product("shirt") };
    submit(engine, import(vec![shirt])).unwrap();
    let large = Some(samples::inputs(200_000));
    submit(engine, add_all("guest_large", vec![add_line("large-1", "mug", large)])).unwrap();
}

fn in_memory() -> Engine {
    let engine = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    full(&engine);
    engine
}

fn check(engine: &Engine) -> CheckReport {
    engine.check(&mut |_| ()).unwrap()
}

#[test]
fn a_store_with_something_in_every_table_is_sound() {
    let engine = in_memory();
    let mut told = Vec::new();
    let report = engine.check(&mut |progress| told.push(progress)).unwrap();
    assert_eq!(report.faults, []);
    assert!(report.is_sound());
    assert_eq!(report.digest, Some(engine.digest().unwrap()));
    for (table, rows) in &report.rows {
        assert!(0 < *rows, "there is nothing in {table}");
    }
    let Some(Progress { phase: Phase::Checking, done, total }) = told.last().copied() else { panic!() };
    assert_eq!(done, total);
    assert!(10 < total);
}

#[test]
fn stores_of_all_formats_are_sound_and_are_not_written_to() {
    for format in 1..=3 {
        let (_folder, path) = shipped(format);
        let before = fs::read(&path).unwrap();
        let report = check_file(&path, &mut |_| ()).unwrap();
        assert_eq!((report.faults.as_slice(), report.format), (&[][..], format));
        assert_eq!(report.bytes, before.len() as u64);
        assert!(before == fs::read(&path).unwrap(), "the file of format {format} was written to");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        // What it was checked as is what it becomes.
        let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
        assert_eq!(report.digest, Some(engine.digest().unwrap()));
    }
}

#[test]
fn a_store_that_was_not_closed_is_checked_without_being_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let (path, cut) = (folder.path().join("carts.redb"), folder.path().join("cut.redb"));
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    full(&engine);
    fs::copy(&path, &cut).unwrap();
    let before = fs::read(&cut).unwrap();
    let report = check_file(&cut, &mut |_| ()).unwrap();
    assert_eq!((report.faults.as_slice(), report.digest), (&[][..], Some(engine.digest().unwrap())));
    assert!(before == fs::read(&cut).unwrap());
}

#[test]
fn a_file_that_somebody_has_open_or_that_is_none_is_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    assert!(matches!(check_file(&path, &mut |_| ()), Err(StoreError::Io { .. })));
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert!(matches!(check_file(&path, &mut |_| ()), Err(StoreError::InUse { .. })));
    engine.close().unwrap();
    assert!(check_file(&path, &mut |_| ()).unwrap().is_sound());
    fs::write(&path, "not a store").unwrap();
    assert!(matches!(check_file(&path, &mut |_| ()), Err(StoreError::NotAStore { .. })));
}

#[test]
fn a_bit_that_is_not_as_it_was_written_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    full(&engine);
    engine.close().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let name = b"guest_large";
    // Some of them stand in pages that are no longer used, of which nobody can tell.
    let is_there = |place: &usize| bytes[*place..].starts_with(name);
    let places: Vec<usize> = (0..bytes.len()).filter(is_there).collect();
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(&path, &bytes).unwrap();
    let report = check_file(&path, &mut |_| ()).unwrap();
    assert_eq!(report.faults[0].table, "file");
    assert_eq!((report.digest, report.rows.len()), (None, 0));
    assert!(bytes == fs::read(&path).unwrap());
}

/// After this injury the check names a fault in this table, under this key, for this reason.
#[track_caller]
fn finds(injure: impl FnOnce(&mut WriteTables<'_>), table: &str, key: &str, what: &str) {
    let engine = in_memory();
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    injure(&mut tables);
    drop(tables);
    transaction.commit().unwrap();
    let report = check(&engine);
    let is_meant = |fault: &&crate::store::check::Fault| {
        fault.table == table && fault.key.starts_with(key) && fault.what.contains(what)
    };
    assert!(report.faults.iter().any(|fault| is_meant(&fault)), "{:#?}", report.faults);
    assert!(!report.is_sound());
}

#[test]
fn a_record_that_is_not_as_it_was_written_is_found_in_every_table() {
    macro_rules! damaged {
        ($($table:ident),+) => {$(
            finds(
                |tables| {
                    let table = tables.$table.open().unwrap();
                    let (key, mut record) = {
                        let (key, record) = table.first().unwrap().unwrap();
                        (key.value().to_owned(), record.value().to_vec())
                    };
                    record[1] ^= 1;
                    let key: &_ = &key;
                    table.insert(key, record.as_slice()).unwrap();
                },
                stringify!($table),
                "",
                "checksum does not match",
            );
        )+};
    }
    damaged!(carts, orders);
    macro_rules! damaged_by_text {
        ($($table:ident),+) => {$(
            finds(
                |tables| {
                    let table = tables.$table.open().unwrap();
                    let (key, mut record) = {
                        let (key, record) = table.first().unwrap().unwrap();
                        (key.value().to_owned(), record.value().to_vec())
                    };
                    record[1] ^= 1;
                    table.insert(&*key, record.as_slice()).unwrap();
                },
                stringify!($table),
                "",
                "checksum does not match",
            );
        )+};
    }
    damaged_by_text!(products, customers, keys, promotions, parked, answers);
    let meta = |key: &'static str| {
        move |tables: &mut WriteTables<'_>| {
            tables.meta.open().unwrap().insert(key, b"nonsense!".as_slice()).unwrap();
        }
    };
    for key in ["settings", "delivery", "origin"] {
        finds(meta(key), "meta", key, "checksum does not match");
    }
    for key in ["cart_key", "order_key", "answer_bytes", "parked_sequence"] {
        finds(meta(key), "meta", key, "does not have 8 bytes");
    }
    let piece = |tables: &mut WriteTables<'_>| {
        let blobs = tables.blobs.open().unwrap();
        let key = blobs.last().unwrap().unwrap().0.value();
        blobs.insert(key, b"short".as_slice()).unwrap();
    };
    finds(piece, "blobs", "", "checksum does not match");
}

#[test]
fn an_index_that_does_not_lead_to_a_record_is_found() {
    finds(
        |tables| drop(tables.cart_ids.open().unwrap().remove("user_182").unwrap()),
        "cart_ids",
        "user_182",
        "does not lead to its cart",
    );
    finds(
        |tables| drop(tables.customer_carts.open().unwrap().pop_first().unwrap()),
        "customer_carts",
        "",
        "is missing",
    );
    finds(|tables| drop(tables.line_ids.open().unwrap().pop_first().unwrap()), "line_ids", "", "is missing");
    finds(
        |tables| drop(tables.order_ids.open().unwrap().remove("o1").unwrap()),
        "order_ids",
        "o1",
        "does not lead to its order",
    );
    finds(
        |tables| drop(tables.customer_orders.open().unwrap().pop_first().unwrap()),
        "customer_orders",
        "",
        "is missing",
    );
    finds(
        |tables| drop(tables.skus.open().unwrap().pop_first().unwrap()),
        "skus",
        "",
        "does not lead to its product",
    );
    finds(
        |tables| drop(tables.variant_ids.open().unwrap().pop_first().unwrap()),
        "variant_ids",
        "",
        "does not lead to its product",
    );
    finds(
        |tables| drop(tables.answer_order.open().unwrap().pop_first().unwrap()),
        "answer_order",
        "",
        "does not lead to its answer",
    );
    let first_blob = |tables: &mut WriteTables<'_>| {
        let blobs = tables.blobs.open().unwrap();
        let (cart, sequence, _) = blobs.last().unwrap().unwrap().0.value();
        blobs.retain_in((cart, sequence, 0)..=(cart, sequence, u32::MAX), |_, _| false).unwrap();
    };
    finds(first_blob, "blobs", "", "are missing");
}

#[test]
fn an_index_that_leads_nowhere_or_to_another_is_found() {
    macro_rules! strays {
        ($($table:ident $key:expr, $value:expr => $named:literal: $what:literal;)+) => {$(
            finds(
                |tables| drop(tables.$table.open().unwrap().insert($key, $value).unwrap()),
                stringify!($table),
                $named,
                $what,
            );
        )+};
    }
    strays! {
        cart_ids "lost", 99 => "lost": "which is not there";
        cart_ids "other", 1 => "other": "which is user_182";
        customer_carts ("7", 99), () => "7": "which is not there";
        customer_carts ("7", 1), () => "7": "which is another's";
        line_ids ("lost", 99), () => "lost": "which is not there";
        line_ids ("other", 1), () => "other": "no such line";
        blobs (99, 1, 0), b"x".as_slice() => "99 1": "which is not there";
        blobs (1, 99, 0), b"x".as_slice() => "1 99": "no line";
        order_ids "lost", 99 => "lost": "which is not there";
        order_ids "other", 1 => "other": "which is o1";
        customer_orders ("7", 99), () => "7": "which is not there";
        customer_orders ("7", 1), () => "7": "which is another's";
        skus "LOST", ("lost", "") => "LOST": "which is not there";
        skus "OTHER", ("mug", "") => "OTHER": "no such name";
        variant_ids "lost", "lost" => "lost": "which is not there";
        variant_ids "other", "mug" => "other": "no such variant";
        answer_order 99, [1; 32].as_slice() => "99": "which is not there";
        answer_order 99, [7; 32].as_slice() => "99": "another place";
    }
}

#[test]
fn counters_that_are_behind_or_wrong_are_found() {
    let count = |key: &'static str, count: u64| {
        move |tables: &mut WriteTables<'_>| {
            tables.meta.open().unwrap().insert(key, count.to_le_bytes().as_slice()).unwrap();
        }
    };
    finds(count("cart_key", 1), "carts", "", "past the last key");
    finds(count("order_key", 1), "orders", "2", "past the last key");
    finds(count("parked_sequence", 0), "parked", "park-1", "past the last place");
    finds(count("answer_bytes", 5), "meta", "answer_bytes", "it says 5");
    finds(|tables| drop(tables.meta.open().unwrap().remove("settings").unwrap()), "meta", "", "no settings");
}

#[test]
fn all_faults_are_named_not_only_the_first() {
    let engine = in_memory();
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    for number in 0..10_050 {
        tables.cart_ids.open().unwrap().insert(format!("lost-{number}").as_str(), 1_000 + number).unwrap();
    }
    tables.order_ids.open().unwrap().insert("lost", 99).unwrap();
    drop(tables);
    transaction.commit().unwrap();
    let report = check(&engine);
    assert_eq!((report.faults.len(), report.faults_unnamed, report.fault_count()), (10_000, 51, 10_051));
}
