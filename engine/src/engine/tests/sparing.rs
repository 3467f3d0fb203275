//! One damaged record among many: it is missed by those who ask for it, and by nobody else.

use super::ordering::checkout;
use super::parking::{park, parked};
use super::searching::{all, search};
use super::{AT, add, add_all, add_line, cart_id, engine, find, samples, submit};
use crate::domain::access::Principal;
use crate::engine::Engine;
use crate::error::Error;
use crate::store::catalog;
use crate::store::tables::WriteTables;
use crate::view::Page;

const PAGE: Page = Page { offset: 0, limit: 10 };

/// Puts something else in the place of a record.
fn spoil(engine: &Engine, spoil: impl FnOnce(&mut WriteTables<'_>)) {
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, engine.store.reckon());
    spoil(&mut tables);
    drop(tables);
    transaction.commit().unwrap();
    engine.store.forget();
}

#[track_caller]
fn check(engine: &Engine, carts: &[&str]) {
    let listed = engine.carts(&Principal::Server, None, AT, PAGE).unwrap();
    let ids: Vec<&str> = listed.entries.iter().map(|view| view.cart.id.as_str()).collect();
    assert_eq!(ids, carts);
    let (mut ids, searched) = search(engine, &all(), 0, 10);
    ids.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!(ids, carts);
    assert!(carts.len() as u64 <= searched.tally.carts());
}

#[test]
fn a_list_of_carts_goes_on_without_it() {
    let engine = engine();
    for (cart, product) in [("a", "mug"), ("b", "cup"), ("c", "mug")] {
        submit(&engine, add(cart, cart, product)).unwrap();
    }
    let large = add_line("d", "mug", Some(samples::inputs(100_000)));
    submit(&engine, add_all("d", vec![large])).unwrap();
    check(&engine, &["d", "c", "b", "a"]);
    spoil(&engine, |tables| {
        tables.carts.open().unwrap().insert(3, b"spoilt".as_slice()).unwrap();
    });
    check(&engine, &["d", "b", "a"]);
    let error = engine.find_cart(&cart_id("c"), &Principal::Server, AT).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    spoil(&engine, |tables| {
        tables.blobs.open().unwrap().insert((4, 1, 0), b"spoilt".as_slice()).unwrap();
    });
    check(&engine, &["b", "a"]);
    spoil(&engine, |tables| {
        tables.products.open().unwrap().insert("cup", b"spoilt".as_slice()).unwrap();
    });
    check(&engine, &["a"]);
    submit(&engine, add("a", "more", "mug")).unwrap();
    assert_eq!(find(&engine, "a").unwrap().cart.units(), 2);
}

#[test]
fn so_do_lists_of_orders_of_what_is_parked_and_of_keys() {
    let engine = engine();
    for (cart, order) in [("a", "o1"), ("b", "o2")] {
        submit(&engine, add(cart, cart, "mug")).unwrap();
        submit(&engine, checkout(cart, order)).unwrap();
        submit(&engine, park(cart, &format!("park-{cart}"))).unwrap();
    }
    let keys = || catalog::keys(&engine.store.read().unwrap()).unwrap().len();
    let before = keys();
    spoil(&engine, |tables| {
        tables.orders.open().unwrap().insert(2, b"spoilt".as_slice()).unwrap();
        tables.parked.open().unwrap().insert("park-a", b"spoilt".as_slice()).unwrap();
        tables.keys.open().unwrap().insert([9; 32].as_slice(), b"spoilt".as_slice()).unwrap();
        tables.keys.open().unwrap().insert(b"short".as_slice(), b"spoilt".as_slice()).unwrap();
    });
    let orders = engine.orders(&Principal::Server, PAGE).unwrap();
    assert_eq!(orders.entries.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(), ["o1"]);
    assert_eq!(parked(&engine), [("park-b".to_owned(), 1)]);
    assert_eq!(keys(), before);
}
