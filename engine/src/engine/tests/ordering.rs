//! Orders in the store.

use super::{add, add_all, add_line, cart_id, engine, find, import, samples, stocked, submit};
use crate::domain::access::Principal;
use crate::domain::cart::CustomInputs;
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::import::Import;
use crate::domain::command::ordering::{Checkout, PayOrder, UpdateOrder};
use crate::domain::command::{AddLines, Command, OnAbsent, ProductRef};
use crate::domain::id::{CustomerId, OrderId, ProductId, TransactionId};
use crate::domain::order::{Order, PaymentState, TransactionKind};
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};
use crate::store::promotions;
use crate::view::Page;

fn order_id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}

pub(super) fn checkout(cart: &str, order: &str) -> Command {
    Command::Checkout(Box::new(Checkout::new(cart_id(cart), order_id(order))))
}

pub(super) fn pay(order: &str) -> Command {
    Command::PayOrder(PayOrder {
        order: order_id(order),
        new_transaction: TransactionId::new(format!("paid-{order}")).unwrap(),
        kind: TransactionKind::Purchase,
        minor_units: None,
        gateway: "manual".to_owned(),
        name: String::new(),
        custom_reference: String::new(),
    })
}

fn fulfil(order: &str) -> Command {
    Command::UpdateOrder(UpdateOrder {
        order: order_id(order),
        is_fulfilled: true,
        is_cancelled: false,
        external_reference: None,
    })
}

fn enter(cart: &str, code: &str) -> Command {
    let codes = vec![code.to_owned()];
    Command::AddLines(AddLines { codes, ..AddLines::new(cart_id(cart), OnAbsent::Refuse, vec![]) })
}

/// An eighth off by code, and ten mugs in stock.
fn with_code(engine: &Engine) {
    let reward = samples::promotions::rewards().swap_remove(1);
    let stock = Stock { tracked: true, available: 10, allocated: 0, low_threshold: None, backorder: false };
    let import = Import {
        products: vec![Product { stock, ..samples::product("mug") }],
        promotions: vec![samples::promotions::promotion("ten", reward)],
        ..Import::default()
    };
    submit(engine, Command::Import(Box::new(import))).unwrap();
}

/// Units of mugs that can be sold, and that are held back.
fn mugs(engine: &Engine) -> (i64, i64) {
    let reference = ProductRef::Id(ProductId::new("mug").unwrap());
    let stock = &engine.find_product(&reference).unwrap().unwrap().stock;
    (stock.available, stock.allocated)
}

fn find_order(engine: &Engine, order: &str) -> Order {
    engine.find_order(&order_id(order), &Principal::Server).unwrap().unwrap()
}

#[test]
fn an_order_and_what_it_used_are_there_when_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let engine = stocked(Engine::open(&path, Options::new(Profile::Durable)).unwrap());
    with_code(&engine);
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, enter("c", "CODE-ten")).unwrap();
    let cart = find(&engine, "c").unwrap();
    assert_eq!(cart.priced.total, 1_900 - 238);
    let ordered = submit(&engine, checkout("c", "o1")).unwrap().order.unwrap();
    assert_eq!(ordered.priced, cart.priced);
    assert_eq!(mugs(&engine), (10, 0));
    let paid = submit(&engine, pay("o1")).unwrap().order.unwrap();
    assert_eq!(paid.payment(), PaymentState::Paid);
    assert_eq!(mugs(&engine), (8, 2));
    engine.close().unwrap();

    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert_eq!(find_order(&engine, "o1"), paid);
    assert_eq!(mugs(&engine), (8, 2));
    let uses = |code: &str| promotions::uses(&engine.store.read().unwrap(), code).unwrap();
    assert_eq!((uses("CODE-ten"), uses("OTHER-ten")), (1, 0));
    submit(&engine, fulfil("o1")).unwrap();
    assert_eq!(mugs(&engine), (8, 0));
    assert!(find_order(&engine, "o1").is_fulfilled);
    submit(&engine, add("d", "l2", "mug")).unwrap();
    submit(&engine, checkout("d", "o2")).unwrap();
    let page = Page { offset: 0, limit: 9 };
    assert_eq!(engine.orders(&Principal::Server, page).unwrap().total, 2);
}

#[test]
fn a_code_that_so_many_orders_have_used_is_used_up() {
    let engine = engine();
    with_code(&engine);
    for cart in ["c1", "c2", "c3"] {
        submit(&engine, add(cart, "l", "mug")).unwrap();
        submit(&engine, add(cart, "l", "mug")).unwrap();
        submit(&engine, enter(cart, "CODE-ten")).unwrap();
        submit(&engine, checkout(cart, cart)).unwrap();
        // The same order again is no second use.
        submit(&engine, checkout(cart, "other")).unwrap();
    }
    submit(&engine, add("c4", "l", "mug")).unwrap();
    let error = submit(&engine, enter("c4", "CODE-ten")).unwrap_err();
    assert!(matches!(error.reason(), Error::CodeNotFound { .. }), "{error:?}");
}

#[test]
fn orders_are_listed_for_those_who_may_reach_them_the_newest_first() {
    let engine = engine();
    for (cart, order) in [("user_ada", "o1"), ("guest", "o2"), ("user_ada", "o3"), ("user_bob", "o4")] {
        submit(&engine, add_all(cart, vec![add_line(order, "mug", None)])).unwrap();
        submit(&engine, checkout(cart, order)).unwrap();
    }
    let list = |principal: &Principal, offset: usize, limit: usize| {
        let listed = engine.orders(principal, Page { offset, limit }).unwrap();
        let ids = listed.entries.iter().map(|order| order.id.as_str().to_owned());
        (ids.collect::<Vec<String>>().join(" "), listed.total)
    };
    let ada = Principal::Customer(CustomerId::new("ada").unwrap());
    assert_eq!(list(&Principal::Server, 0, 9), ("o4 o3 o2 o1".to_owned(), 4));
    assert_eq!(list(&Principal::Server, 1, 2), ("o3 o2".to_owned(), 4));
    assert_eq!(list(&ada, 0, 9), ("o3 o1".to_owned(), 2));
    assert_eq!(list(&ada, 1, 9), ("o1".to_owned(), 2));
    assert_eq!(list(&Principal::Guest, 0, 9), (String::new(), 0));

    assert!(engine.find_order(&order_id("o1"), &ada).unwrap().is_some());
    assert!(engine.find_order(&order_id("o2"), &Principal::Guest).unwrap().is_some());
    assert!(engine.find_order(&order_id("o9"), &ada).unwrap().is_none());
    for (order, principal) in [("o4", &ada), ("o1", &Principal::Guest)] {
        let error = engine.find_order(&order_id(order), principal).unwrap_err();
        assert!(matches!(error, Error::OrderNotFound { .. }), "{error}");
    }
}

#[test]
fn an_order_whose_identifier_is_taken_is_refused_alone() {
    let engine = engine();
    for cart in ["c1", "c2"] {
        submit(&engine, add(cart, "l", "mug")).unwrap();
    }
    let first = submit(&engine, checkout("c1", "o")).unwrap().order.unwrap();
    let error = submit(&engine, checkout("c2", "o")).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(find_order(&engine, "o"), first);
    submit(&engine, checkout("c2", "o2")).unwrap();
}

#[test]
fn an_order_keeps_large_custom_inputs_whatever_becomes_of_the_cart() {
    let engine = engine();
    submit(&engine, import(vec![samples::product("mug")])).unwrap();
    let inputs = samples::inputs(100_000);
    submit(&engine, add_all("c", vec![add_line("l", "mug", Some(inputs.clone()))])).unwrap();
    submit(&engine, checkout("c", "o")).unwrap();
    let in_cart = find(&engine, "c").unwrap().cart.lines.swap_remove(0);
    assert_eq!(in_cart.custom_inputs.as_ref().and_then(CustomInputs::value), inputs.value());
    submit(&engine, super::remove("c", "l")).unwrap();
    let line = find_order(&engine, "o").lines.swap_remove(0).line;
    assert_eq!(line.custom_inputs.as_ref().and_then(CustomInputs::value), inputs.value());
}
