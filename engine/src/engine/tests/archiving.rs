//! All that is stored, given out and made a file of again.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::keying::{ask, keyed};
use super::ordering::{checkout, pay};
use super::parking::park;
use super::{AT, add, add_all, add_line, cart_id, line_id, samples, submit};
use crate::archive::{
    AnswerEntry, CartEntry, ClockEntry, CodeUses, Counters, Entry, KeptBody, KeptOutcome, OrderEntry, Origin,
    ParkedEntry,
};
use crate::domain::apply::AddedLine;
use crate::domain::cart::Cart;
use crate::domain::catalog::Product;
use crate::domain::command::import::Import;
use crate::domain::command::{Command, DeleteCart, OnLastCart};
use crate::domain::id::{CartId, LineId, OrderId};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::key::{Key, KeyDigest};
use crate::engine::Engine;
use crate::error::StoreError;
use crate::error::archive::LoadError;
use crate::options::{Options, Profile};

/// Enough for two pieces beside a cart's record.
const LARGE: usize = 100_000;

fn options() -> Options {
    Options::new(Profile::Durable)
}

/// A shop in which something of everything happens; `see` is shown it now and then.
pub(super) fn trade(engine: &Engine, see: &mut impl FnMut(&Engine)) {
    let rewards = samples::promotions::rewards();
    let promotions = (0..).zip(rewards).map(|(place, reward)| {
        let place: i32 = place;
        samples::promotions::promotion(&format!("p{place}"), reward)
    });
    let set = Product { variants: vec![], ..samples::bundle("set") };
    let import = Import {
        settings: Some(super::sending::settings()),
        products: vec![samples::product("mug"), samples::product("cup"), set],
        promotions: promotions.collect(),
        customers: vec![samples::customer()],
        keys: vec![samples::key(), Key { digest: KeyDigest([9; 32]), expires_at: None, ..samples::key() }],
    };
    submit(engine, Command::Import(Box::new(import))).unwrap();
    for cart in ["guest_1", "user_182", "guest_2", "guest_3"] {
        let lines = vec![
            add_line(&format!("{cart}-a"), "mug", Some(samples::inputs(LARGE))),
            add_line(&format!("{cart}-b"), "cup", Some(samples::inputs(10))),
            add_line(&format!("{cart}-c"), "mug", None),
        ];
        submit(engine, add_all(cart, lines)).unwrap();
    }
    see(engine);
    submit(engine, checkout("user_182", "o1")).unwrap();
    see(engine);
    submit(engine, pay("o1")).unwrap();
    submit(engine, checkout("guest_2", "o2")).unwrap();
    see(engine);
    submit(engine, park("guest_3", "park_1")).unwrap();
    see(engine);
    let delete = DeleteCart { cart: cart_id("guest_1"), on_last: OnLastCart::Delete };
    submit(engine, Command::DeleteCart(delete)).unwrap();
    ask(engine, keyed(1, 1), vec![add("guest_4", "l1", "mug")]).unwrap();
    see(engine);
    ask(engine, keyed(2, 1), vec![add("guest_4", "l1", "unknown")]).unwrap();
    see(engine);
}

pub(super) fn entries(engine: &Engine) -> Vec<Entry> {
    let mut all = Vec::new();
    let read: Result<(), StoreError> = engine.entries(|entry| {
        all.push(entry);
        Ok(())
    });
    read.unwrap();
    assert_eq!(engine.entry_count().unwrap(), all.len() as u64);
    all
}

fn load(path: &Path, entries: Vec<Entry>) -> Result<u64, LoadError> {
    Engine::load(path, &options(), entries.into_iter().map(Ok))
}

#[test]
fn a_file_made_of_all_that_is_stored_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let engine = Engine::open(&first, options()).unwrap();
    trade(&engine, &mut |_| {});
    let all = entries(&engine);
    let kinds: HashSet<_> = all.iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), 12, "all but uses of codes");
    assert_eq!(load(&second, all.clone()).unwrap(), all.len() as u64);
    let loaded = Engine::open(&second, options()).unwrap();
    assert_eq!(entries(&loaded), all);
    assert_eq!(loaded.digest().unwrap(), engine.digest().unwrap());
    // The shop goes on alike.
    for engine in [&engine, &loaded] {
        submit(engine, add("guest_9", "l9", "mug")).unwrap();
        submit(engine, checkout("guest_9", "o9")).unwrap();
        assert!(ask(engine, keyed(1, 1), vec![add("guest_4", "l1", "mug")]).unwrap().is_replay);
    }
    let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
    assert_eq!(names(folder.path()), 2, "nothing is left beside the files");
}

/// One of everything with every field in use, in the order in which it is given out.
fn samples_of_all() -> Vec<Entry> {
    let cart = |id: &str| {
        let mut cart = Cart { id: CartId::new(id).unwrap(), ..samples::full_cart() };
        for place in [1, 3] {
            cart.lines[place].custom_inputs = Some(samples::inputs(LARGE));
        }
        cart
    };
    vec![
        Entry::Origin(Origin { created_by: "trolley 0".to_owned(), created_at: AT }),
        Entry::Clock(ClockEntry { wall: AT, offset_ms: -7_200_000 }),
        Entry::Settings(Box::new(super::sending::settings())),
        Entry::Counters(Counters { cart_key: 9, order_key: 300, parked_sequence: 7, has_kept_answers: true }),
        Entry::Product(Box::new(samples::product("mug"))),
        Entry::Product(Box::new(samples::bundle("set"))),
        Entry::Promotion(Box::new(samples::promotions::gift("gift", "mug", 2, "cup"))),
        Entry::CodeUses(CodeUses { code: "SAVE".to_owned(), uses: 3 }),
        Entry::Customer(samples::customer()),
        Entry::Key(samples::key()),
        Entry::Cart(CartEntry { key: 3, cart: cart("user_182") }),
        Entry::Cart(CartEntry { key: 9, cart: cart("other") }),
        Entry::Order(OrderEntry { key: 299, order: samples::orders::order("o1") }),
        Entry::Order(OrderEntry { key: 300, order: samples::orders::sent_order("o2") }),
        Entry::Parked(ParkedEntry { sequence: 5, parked: samples::parked("park_1") }),
        answer(1, 70_000, KeptBody::Verbatim(b"HTTP".to_vec())),
        answer(2, 1, KeptBody::Remade { cart: Some(cart_id("c")), order: None, outcomes: outcomes() }),
    ]
}

fn answer(key: u8, sequence: u64, body: KeptBody) -> Entry {
    let (key, fingerprint) = (IdempotencyKey([key; 32]), Fingerprint([0xcd; 32]));
    Entry::Answer(AnswerEntry { key, fingerprint, at: AT, sequence, body })
}

/// One of each.
fn outcomes() -> Vec<KeptOutcome> {
    let added = |index, line: &str, is_new| AddedLine { index, line: line_id(line), is_new };
    vec![
        KeptOutcome::Added(vec![added(0, "l1", true), added(300, "l2", false)]),
        KeptOutcome::Copied(vec![added(1, "l5", true)]),
        KeptOutcome::Updated(line_id("l1")),
        KeptOutcome::Removed(vec![line_id("l3"), line_id("l4")]),
        KeptOutcome::LinesChanged,
        KeptOutcome::CheckedOut { is_new: true },
    ]
}

#[test]
fn every_field_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    load(&path, samples_of_all()).unwrap();
    let engine = Engine::open(&path, options()).unwrap();
    assert_eq!(entries(&engine), samples_of_all());
}

#[test]
fn in_whatever_order_entries_come_they_make_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let digest = |name: &str, entries: Vec<Entry>| {
        let path = folder.path().join(name);
        load(&path, entries).unwrap();
        Engine::open(&path, options()).unwrap().digest().unwrap()
    };
    let reversed = samples_of_all().into_iter().rev().collect();
    assert_eq!(digest("one", samples_of_all()), digest("other", reversed));
}

#[track_caller]
fn check_refused(change: impl FnOnce(&mut Vec<Entry>), expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    let mut entries = samples_of_all();
    change(&mut entries);
    let error = load(&path, entries).unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");
}

fn cart(entries: &mut [Entry]) -> &mut CartEntry {
    let cart = entries.iter_mut().find_map(|entry| match entry {
        Entry::Cart(cart) => Some(cart),
        _ => None,
    });
    cart.unwrap()
}

#[test]
fn entries_that_cannot_be_are_refused_and_leave_nothing() {
    check_refused(|all| all.push(all[0].clone()), "origin stands there twice");
    check_refused(|all| all.push(all[3].clone()), "counters stands there twice");
    check_refused(|all| all.push(all[4].clone()), "two products or variants would have the identifier mug");
    check_refused(|all| all.push(all[6].clone()), "promotion gift stands there twice");
    check_refused(|all| all.push(all[7].clone()), "uses of code SAVE stands there twice");
    check_refused(|all| all.push(all[8].clone()), "customer 182 stands there twice");
    check_refused(|all| all.push(all[9].clone()), "key sk_1... stands there twice");
    check_refused(|all| cart(all).cart.id = CartId::new("other").unwrap(), "cart other stands there twice");
    check_refused(|all| cart(all).key = 9, "cart other stands there twice");
    check_refused(
        |all| cart(all).key = 10,
        "the counters are behind the keys of carts or orders, or behind what is parked",
    );
    check_refused(
        |all| cart(all).cart.lines[0].id = LineId::new("line-2").unwrap(),
        "line line-2 of cart user_182 stands there twice",
    );
    check_refused(
        |all| cart(all).cart.lines.swap(0, 1),
        "the lines of a cart are not in the order of their sequence",
    );
    check_refused(
        |all| cart(all).cart.lines[1].custom_inputs = samples::cart().lines[1].custom_inputs.clone(),
        "the custom inputs of the new line line-2 are not there",
    );
    check_refused(
        |all| match &mut all[12] {
            Entry::Order(entry) => entry.order.priced.total += 1,
            other => panic!("{other:?}"),
        },
        "the lines of an order do not sum to its totals",
    );
    check_refused(
        |all| match &mut all[12] {
            Entry::Order(entry) => entry.order.id = OrderId::new("o2").unwrap(),
            other => panic!("{other:?}"),
        },
        "order o2 stands there twice",
    );
}

#[test]
fn what_is_in_the_place_of_the_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    fs::write(&path, "").unwrap();
    let error = load(&path, samples_of_all()).unwrap_err();
    assert!(matches!(&error, LoadError::FileThere { path: found } if *found == path), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"");
}

#[test]
fn an_error_of_the_source_ends_it_and_leaves_nothing() {
    #[derive(Debug)]
    enum Broken {
        Source,
        Load,
    }
    impl From<LoadError> for Broken {
        fn from(_: LoadError) -> Self {
            Self::Load
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let entries = samples_of_all().into_iter().map(Ok).chain([Err(Broken::Source)]);
    let error = Engine::load(&folder.path().join("carts"), &options(), entries).unwrap_err();
    assert!(matches!(error, Broken::Source), "{error:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn without_settings_and_counters_a_file_begins_like_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    let is_whole =
        |entry: &Entry| matches!(entry, Entry::Origin(_) | Entry::Settings(_) | Entry::Counters(_));
    load(&path, samples_of_all().into_iter().filter(|entry| !is_whole(entry)).collect()).unwrap();
    let engine = Engine::open(&path, options()).unwrap();
    let counters = entries(&engine).into_iter().find_map(|entry| match entry {
        Entry::Counters(counters) => Some(counters),
        _ => None,
    });
    let expected = Counters { cart_key: 9, order_key: 300, parked_sequence: 5, has_kept_answers: true };
    assert_eq!(counters, Some(expected));
}
