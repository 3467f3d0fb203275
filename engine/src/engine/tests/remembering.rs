//! What is at hand decoded is never anything but what is stored.

use std::sync::Arc;

use super::faulty::{Fault, Faulty};
use super::ordering::{checkout, pay};
use super::{
    AT, add, add_all, add_line, cart_id, engine, find, import, new_cart, samples, send, stocked, submit,
    units,
};
use crate::domain::access::Principal;
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::{AddLines, Command, OnAbsent, ProductRef};
use crate::domain::id::ProductId;
use crate::domain::money::{Currency, UnitPrice};
use crate::engine::health::HealthState;
use crate::engine::purging::Purged;
use crate::engine::{Engine, Submission};
use crate::env::{Clock as _, FixedClock};
use crate::error::Error;
use crate::options::{Options, Profile};
use crate::store::catalog;

fn mug_at(minor_units: i64) -> Product {
    let price = UnitPrice { minor_units, includes_tax: false };
    Product { prices: [(Currency::USD, price)].into(), ..samples::product("mug") }
}

fn price_of(product: &Product) -> i64 {
    product.prices[&Currency::USD].minor_units
}

/// What a mug costs, to who looks at the product, at a cart, and to who adds one; all of them must agree.
#[track_caller]
fn price(engine: &Engine, cart: &str) -> i64 {
    let mug = ProductRef::Id(ProductId::new("mug").unwrap());
    let product = engine.find_product(&mug).unwrap().unwrap();
    let added = submit(engine, add(cart, "l1", "mug")).unwrap().cart.unwrap();
    let view = find(engine, cart).unwrap();
    assert_eq!(added.lines[0].list_price.minor_units, price_of(&product));
    assert_eq!(view.cart, *added);
    assert_eq!(view.products[0].as_deref(), Some(&*product));
    price_of(&product)
}

#[test]
fn after_a_refusal_undid_a_change_the_cart_is_what_it_was() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    for _ in 0..2 {
        let commands = vec![add("c", "l2", "cup"), add("new", "l3", "cup"), add("c", "x", "unknown")];
        send(&engine, commands).recv().unwrap().unwrap_err();
    }
    let cart = submit(&engine, add("c", "l1", "mug")).unwrap().cart.unwrap();
    assert_eq!((units(&cart), cart.revision), (vec![("l1", 2)], 2));
    let new = submit(&engine, add("new", "l4", "cup")).unwrap().cart.unwrap();
    assert_eq!((units(&new), new.revision), (vec![("l4", 1)], 1));
    assert!(engine.check(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn after_a_failed_flush_a_cart_is_what_is_stored() {
    for profile in [Profile::Durable, Profile::Fast] {
        for kept_before in 1..8 {
            let disk = Faulty::default();
            let engine = stocked(disk.open(profile));
            for _ in 0..kept_before {
                submit(&engine, add("c", "l1", "mug")).unwrap();
            }
            disk.fail(Fault::Flush, 1);
            submit(&engine, add("c", "l2", "cup")).unwrap_err();
            engine.wait_until(|health| health.state == HealthState::Ready);
            let before = find(&engine, "c").unwrap().cart;
            let after = submit(&engine, add("c", "l1", "mug")).unwrap().cart.unwrap();
            assert_eq!((after.units(), after.revision), (before.units() + 1, before.revision + 1));
            assert_eq!(find(&engine, "c").unwrap().cart, *after);
        }
    }
}

#[test]
fn an_import_changes_what_a_product_costs_at_once() {
    let engine = engine();
    for minor_units in [100, 200, 300] {
        submit(&engine, import(vec![mug_at(minor_units)])).unwrap();
        assert_eq!(price(&engine, "c"), minor_units);
        assert_eq!(price(&engine, "d"), minor_units);
    }
}

#[test]
fn an_import_that_is_refused_changes_nothing() {
    let engine = engine();
    submit(&engine, import(vec![mug_at(100)])).unwrap();
    assert_eq!(price(&engine, "c"), 100);
    let taken = Product { sku: samples::product("cup").sku, ..samples::product("other") };
    for _ in 0..2 {
        let commands = vec![import(vec![mug_at(200)]), add("c", "l1", "mug"), import(vec![taken.clone()])];
        send(&engine, commands).recv().unwrap().unwrap_err();
        assert_eq!(price(&engine, "c"), 100);
    }
}

#[test]
fn after_a_failed_flush_of_an_import_a_product_is_what_is_stored() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Faulty::default();
        let engine = stocked(disk.open(profile));
        submit(&engine, import(vec![mug_at(100)])).unwrap();
        assert_eq!(price(&engine, "c"), 100);
        disk.fail(Fault::Flush, 1);
        submit(&engine, import(vec![mug_at(200)])).unwrap_err();
        engine.wait_until(|health| health.state == HealthState::Ready);
        assert!(engine.store.edition().is_some(), "the catalog is known again");
        let present = price(&engine, "c");
        assert!([100, 200].contains(&present));
        engine.close().unwrap();
        assert_eq!(price(&disk.open(profile), "c"), present);
    }
}

#[test]
fn who_began_to_look_before_an_import_sees_the_old_product_and_leaves_it_to_nobody() {
    let engine = engine();
    submit(&engine, import(vec![mug_at(100)])).unwrap();
    let mug = ProductId::new("mug").unwrap();
    for is_asked_before in [false, true] {
        let before = engine.store.read().unwrap();
        let seen = |tables| price_of(&catalog::find_product(tables, &mug).unwrap().unwrap());
        let old = if is_asked_before { seen(&before) } else { price(&engine, "c") };
        submit(&engine, import(vec![mug_at(old + 1)])).unwrap();
        assert_eq!(seen(&before), old);
        assert_eq!(price(&engine, "c"), old + 1);
        assert_eq!(seen(&before), old);
        assert_eq!(seen(&engine.store.read().unwrap()), old + 1);
    }
}

#[test]
fn what_an_order_takes_out_of_stock_is_gone_for_the_next_one() {
    let engine = engine();
    let stock = Stock { tracked: true, available: 3, allocated: 0, low_threshold: None, backorder: false };
    submit(&engine, import(vec![Product { stock, ..mug_at(100) }])).unwrap();
    let of_stock = || {
        let mug = ProductRef::Id(ProductId::new("mug").unwrap());
        engine.find_product(&mug).unwrap().unwrap().stock.clone()
    };
    for (order, left) in [("o1", 2), ("o2", 1), ("o3", 0)] {
        submit(&engine, add(order, "l1", "mug")).unwrap();
        submit(&engine, checkout(order, order)).unwrap();
        submit(&engine, pay(order)).unwrap();
        assert_eq!(of_stock().available, left);
    }
    let refused = submit(&engine, add("late", "l1", "mug")).unwrap_err();
    assert!(matches!(refused.reason(), Error::InsufficientStock(_)), "{refused}");
}

#[test]
fn a_cart_that_was_purged_begins_anew() {
    let engine = engine();
    submit(&engine, add_all("c", vec![add_line("l1", "mug", None), add_line("l2", "cup", None)])).unwrap();
    let later = AT.saturating_add_millis(1_000_000);
    let mut purged = Purged::default();
    loop {
        purged = engine.purge(later, 0, purged).unwrap();
        if purged.next.is_none() {
            break;
        }
    }
    assert_eq!(purged.carts, 1);
    let cart = submit(&engine, add("c", "l3", "cup")).unwrap().cart.unwrap();
    assert_eq!((units(&cart), cart.revision), (vec![("l3", 1)], 1));
}

#[test]
fn large_custom_inputs_are_left_where_they_are_by_the_next_change() {
    let engine = engine();
    let large = add_line("large", "mug", Some(samples::inputs(9_000)));
    submit(&engine, add_all("c", vec![large])).unwrap();
    let inputs = find(&engine, "c").unwrap().cart.lines[0].custom_inputs.clone();
    for count in 1..4 {
        submit(&engine, add("c", "l2", "cup")).unwrap();
        let cart = find(&engine, "c").unwrap().cart;
        assert_eq!(units(&cart), [("large", 1), ("l2", count)]);
        assert_eq!(cart.lines[0].custom_inputs, inputs);
    }
    assert!(engine.check(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_cart_lives_as_long_as_it_would_whatever_the_clock_is_set_to() {
    let clock = Arc::new(FixedClock::new(AT));
    let options = Options { clock: clock.clone(), ..Options::new(Profile::Memory) };
    let engine = stocked(Engine::in_memory(options).unwrap());
    let add_now = || {
        let lines = vec![add_line("l1", "mug", None)];
        let adding = AddLines::new(cart_id("c"), OnAbsent::Create(new_cart()), lines);
        let adding = Submission::new(clock.now(), Principal::Server, vec![Command::AddLines(adding)]);
        let cart = engine.submit(adding).unwrap().cart.unwrap();
        let stored = engine.find_cart(&cart_id("c"), &Principal::Server, clock.now()).unwrap().unwrap();
        assert_eq!(stored.cart, *cart);
        cart.revision
    };
    const DAY_MS: i64 = 24 * 3_600_000;
    assert_eq!(add_now(), 1);
    for (jump_ms, revision) in [(2 * DAY_MS, 2), (-4 * DAY_MS, 3), (DAY_MS, 4)] {
        clock.jump(clock.now().saturating_add_millis(jump_ms));
        assert_eq!(add_now(), revision);
    }
    clock.set(clock.now().saturating_add_millis(1_000));
    assert_eq!(add_now(), 1, "it lives for a second after its last change");
}
