use super::{add, cart_id, cart_of, facts, inputs, line_id, quantities, refused, units};
use crate::domain::apply::{Change, Outcome, Write, apply};
use crate::domain::cart::{Cart, CustomInputs};
use crate::domain::command::changing::{ChangeLines, LineChange};
use crate::domain::command::{Checks, Command, LineRef, OnRefusal, StockCheck};
use crate::domain::id::Sku;
use crate::domain::value::Value;
use crate::error::Error;

fn line(id: &str) -> LineRef {
    LineRef::Id(line_id(id))
}

/// Sets the quantity, with the stock held against the cart.
fn set(id: &str, quantity: i64) -> LineChange {
    LineChange::Update {
        line: line(id),
        quantity: Some(units(quantity)),
        custom_inputs: None,
        location: None,
        checks: Checks { stock: StockCheck::Cart, ..Checks::NONE },
    }
}

fn remove(id: &str) -> LineChange {
    LineChange::Remove { line: line(id) }
}

fn command(changes: Vec<LineChange>, on_refusal: OnRefusal) -> Command {
    Command::ChangeLines(ChangeLines { cart: cart_id("c"), changes, on_refusal })
}

/// Two of `plain`, one of `scarce`, of which there are 5, and one of `cheap`.
fn a_cart() -> Cart {
    cart_of(vec![add("plain", 2), add("scarce", 1), add("cheap", 1)])
}

#[track_caller]
fn changes(changes: Vec<LineChange>, on_refusal: OnRefusal, expected: &[(&str, u32)]) -> Change {
    let change = apply(&facts(Some(a_cart())), &command(changes, on_refusal)).unwrap();
    assert_eq!(quantities(&change), expected);
    change
}

fn places(refusals: &[crate::error::reason::LineRefusal]) -> Vec<usize> {
    refusals.iter().map(|refusal| refusal.index).collect()
}

#[test]
fn lines_are_changed_in_order_and_in_one_change() {
    let all = vec![set("plain", 7), remove("cheap"), set("scarce", 5)];
    let change = changes(all, OnRefusal::RefuseAll, &[("plain", 7), ("scarce", 5)]);
    assert_eq!(change.cart.unwrap().revision, a_cart().revision + 1);
    assert!(matches!(change.outcome, Outcome::LinesChanged { refusals } if refusals.is_empty()));
    let twice = vec![set("plain", 7), set("plain", 3)];
    changes(twice, OnRefusal::RefuseAll, &[("plain", 3), ("scarce", 1), ("cheap", 1)]);
    let emptied = vec![remove("plain"), remove("cheap"), remove("scarce")];
    let change = changes(emptied, OnRefusal::RefuseAll, &[]);
    assert_eq!(change.cart.unwrap().currency_lock(), None);
}

#[test]
fn what_is_not_named_stays() {
    let only_inputs = |custom_inputs: Option<CustomInputs>| LineChange::Update {
        line: LineRef::Sku(Sku::new("SKU-plain").unwrap()),
        quantity: None,
        custom_inputs: Some(custom_inputs),
        location: None,
        checks: Checks::ALL,
    };
    let unchanged = &[("plain", 2), ("scarce", 1), ("cheap", 1)];
    let change = changes(vec![only_inputs(inputs("front", "Ann"))], OnRefusal::RefuseAll, unchanged);
    let cart = change.cart.unwrap();
    assert_eq!(cart.lines[0].custom_inputs, inputs("front", "Ann"));
    let command = command(vec![only_inputs(None)], OnRefusal::RefuseAll);
    let cart = apply(&facts(Some(cart)), &command).unwrap().cart.unwrap();
    assert_eq!(cart.lines[0].custom_inputs, None);
}

#[test]
fn refused_changes_refuse_all_or_are_left_out() {
    let asked =
        || vec![set("nothing", 1), set("plain", 7), set("scarce", 6), remove("nothing"), remove("cheap")];
    let facts = facts(Some(a_cart()));
    let Err(Error::LinesRefused { refusals }) = apply(&facts, &command(asked(), OnRefusal::RefuseAll)) else {
        panic!("all are refused");
    };
    assert_eq!(places(&refusals), [0, 2, 3]);
    let kept = changes(asked(), OnRefusal::KeepGood, &[("plain", 7), ("scarce", 1)]);
    let Outcome::LinesChanged { refusals } = kept.outcome else { panic!("lines were changed") };
    assert_eq!(places(&refusals), [0, 2, 3]);
    assert_eq!(refusals[1].error.to_string(), "there are 5 of SKU-scarce in stock, 6 were asked for");
    let nothing_good = command(vec![set("nothing", 1)], OnRefusal::KeepGood);
    refused(&facts, &nothing_good, "the cart has no such line");
    let anyway = command(vec![set("plain", 1)], OnRefusal::RefuseAnyway);
    assert!(matches!(apply(&facts, &anyway), Err(Error::LinesRefused { refusals }) if refusals.is_empty()));
}

#[test]
fn a_refused_change_leaves_its_line_as_it_was() {
    let bad = LineChange::Update {
        line: line("scarce"),
        quantity: Some(units(6)),
        custom_inputs: Some(CustomInputs::new(Value::Bool(true))),
        location: None,
        checks: Checks::ALL,
    };
    let change = changes(
        vec![bad, set("plain", 1)],
        OnRefusal::KeepGood,
        &[("plain", 1), ("scarce", 1), ("cheap", 1)],
    );
    assert_eq!(change.cart.unwrap().lines[1], a_cart().lines[1]);
}

#[test]
fn nothing_to_change_changes_nothing_and_a_cart_must_be_there() {
    let change = changes(vec![], OnRefusal::RefuseAll, &[("plain", 2), ("scarce", 1), ("cheap", 1)]);
    assert_eq!(change.write, Write::Nothing);
    let command = command(vec![remove("plain")], OnRefusal::KeepGood);
    refused(&facts(None), &command, "there is no cart c");
}
