//! What format 3 has besides: carts that are set aside, tables of delivery, orders that are sent, and answers.

use super::super::keying::{ask, keyed};
use super::super::ordering::checkout;
use super::super::parking::{park, parked, resume};
use super::super::sending::{bring, send, settings};
use super::super::{add, add_all, add_line, cart_id, find, line_id, samples, submit, units};
use super::{ada, fill, open, shipped};
use crate::domain::access::Principal;
use crate::domain::cart::{CartStatus, CustomInputs};
use crate::domain::delivery::samples::delivery;
use crate::domain::id::OrderId;
use crate::domain::order::PaymentState;
use crate::engine::Engine;
use crate::options::{Options, Profile};

/// What a store of format 3 was filled with.
pub(in crate::engine::tests) fn fill_all(engine: &Engine) {
    fill(engine);
    bring(engine, settings());
    submit(engine, add("guest_sent", "s1", "mug")).unwrap();
    submit(engine, send("guest_sent", "o2")).unwrap();
    let lines = vec![add_line("p1", "cup", Some(samples::inputs(100_000))), add_line("p2", "mug", None)];
    submit(engine, add_all("guest_parked", lines)).unwrap();
    submit(engine, park("guest_parked", "park-1")).unwrap();
    ask(engine, keyed(7, 1), vec![add("guest_keyed", "k1", "mug")]).unwrap();
}

#[test]
fn a_store_of_format_3_is_read_and_written() {
    let (_folder, path) = shipped(3);
    let engine = open(&path);
    assert_eq!(engine.settings().delivery, delivery());
    let order = engine.find_order(&OrderId::new("o2").unwrap(), &Principal::Guest).unwrap().unwrap();
    assert_eq!((order.priced.total, order.payment()), (950 + 69 + 17 + 599, PaymentState::Paid));
    assert_eq!(order.number.as_deref(), Some("ORD-2026-000002"));
    assert!(order.shipping.is_some());
    assert_eq!(find(&engine, "guest_sent").unwrap().cart.status, CartStatus::Converted);
    assert_eq!(parked(&engine), [("park-1".to_owned(), 2)]);
    let view = engine.find_cart(&cart_id("user_182"), &ada(), samples::AT).unwrap().unwrap();
    assert_eq!(units(&view.cart), [("l1", 1), ("l2", 1), ("l3", 1), ("gift-1", 1)]);

    let present = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    fill_all(&present);
    let made = present.find_order(&order.id, &Principal::Guest).unwrap().unwrap();
    assert_eq!((&made.priced, &made.shipping), (&order.priced, &order.shipping));
    assert_eq!((&made.number, &made.transactions), (&order.number, &order.transactions));

    let again = ask(&engine, keyed(7, 1), vec![add("guest_keyed", "k2", "mug")]).unwrap();
    assert!(again.is_replay);
    assert!(find(&engine, "guest_keyed").unwrap().cart.line(&line_id("k2")).is_none());
    submit(&engine, resume("park-1", None)).unwrap();
    submit(&engine, checkout("guest_parked", "o3")).unwrap();
    engine.close().unwrap();
    let engine = open(&path);
    assert_eq!(parked(&engine), []);
    let cart = find(&engine, "guest_parked").unwrap().cart;
    assert_eq!(units(&cart), [("p1", 1), ("p2", 1)]);
    let inputs = cart.lines[0].custom_inputs.as_ref().and_then(CustomInputs::value);
    assert_eq!(inputs, samples::inputs(100_000).value());
}
