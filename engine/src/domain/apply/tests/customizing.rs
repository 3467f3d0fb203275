use super::{
    add, add_lines, add_variant, adds, begin, cart_id, cart_of, eur, facts, facts_with, inputs, line_id, net,
    product, quantities, refused, refuses, units,
};
use crate::domain::apply::apply;
use crate::domain::cart::{Cart, CustomItem};
use crate::domain::command::{
    AddContent, AddLine, AddLines, Checks, Command, LineRef, NewCart, OnAbsent, OnDuplicate, RemoveLine,
    UpdateLine,
};
use crate::domain::id::Sku;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::error::Error;

/// So many units of a custom item with this SKU, at 2.50; a new line is called by its name.
fn add_custom(name: &str, sku: &str, quantity: i64) -> AddLine {
    priced(name, sku, quantity, UnitPrice { minor_units: 250, includes_tax: true })
}

fn priced(name: &str, sku: &str, quantity: i64, unit_price: UnitPrice) -> AddLine {
    let custom = CustomItem { name: name.to_owned(), sku: sku.to_owned(), description: format!("A {name}") };
    AddLine::of(line_id(name), AddContent::Custom { custom, unit_price }, units(quantity))
}

#[test]
fn a_custom_item_is_a_line_at_its_own_price() {
    let everything = AddLine { checks: Checks::ALL, ..add_custom("bag", "bag", 2) };
    let cart = adds(None, vec![everything], &[("bag", 2)]);
    let line = &cart.lines[0];
    let price = UnitPrice { minor_units: 250, includes_tax: true };
    assert_eq!((line.unit_price, line.list_price, line.price_overridden), (price, price, false));
    assert_eq!(line.custom().unwrap().description, "A bag");
    assert_eq!((line.product(), line.variant(), line.bundle()), (None, None, None));
    assert_eq!(cart.currency_lock(), Some(Currency::USD));
}

#[test]
fn a_second_of_the_same_sku_is_added_to_the_first_which_stays_as_it_is() {
    let first = cart_of(vec![add("plain", 1), add_custom("bag", "bag", 2)]);
    let second = priced("sack", "bag", 3, net(9_999));
    let cart = adds(Some(first.clone()), vec![second.clone()], &[("plain", 1), ("bag", 5)]);
    assert_eq!(cart.lines[1].content, first.lines[1].content);
    assert_eq!(cart.lines[1].unit_price, first.lines[1].unit_price);
    let replaced = AddLine { on_duplicate: OnDuplicate::Replace, ..second.clone() };
    adds(Some(first.clone()), vec![replaced], &[("plain", 1), ("bag", 3)]);
    let only = AddLine { on_duplicate: OnDuplicate::Refuse, ..second };
    refuses(Some(first), only, "the line bag is in the cart already");
}

#[test]
fn what_has_no_sku_or_another_one_or_other_inputs_is_a_line_of_its_own() {
    let lines = vec![
        add_custom("1", "", 1),
        add_custom("2", "", 1),
        add_custom("3", "bag", 1),
        add_custom("4", "Bag", 1),
        AddLine { custom_inputs: inputs("text", "Ann"), ..add_custom("5", "bag", 1) },
        add_custom("6", "bag", 1),
    ];
    let expected = [("1", 1), ("2", 1), ("3", 2), ("4", 1), ("5", 1)];
    let cart = adds(None, lines, &expected);
    refuses(Some(cart), add_custom("1", "", 1), "the cart has a line 1 already");
}

#[test]
fn a_product_and_a_custom_item_of_one_sku_are_two_lines() {
    adds(None, vec![add("plain", 1), add_custom("bag", "SKU-plain", 1)], &[("plain", 1), ("bag", 1)]);
}

#[test]
fn a_custom_price_keeps_to_its_range() {
    for minor_units in [-1, AMOUNT_MINOR_UNITS_MAX + 1] {
        let reason = "a price that was given is negative or out of range";
        refuses(None, priced("bag", "", 1, net(minor_units)), reason);
    }
    adds(None, vec![priced("bag", "", 1, net(0))], &[("bag", 1)]);
    let cart = adds(None, vec![priced("bag", "", 1, net(AMOUNT_MINOR_UNITS_MAX))], &[("bag", 1)]);
    refuses(Some(cart), priced("fee", "", 1, net(1)), "the cart's total would be out of range");
}

#[test]
fn a_custom_item_is_in_the_currency_of_the_cart_or_the_one_asked_for() {
    let locks = |requested, asked, expected| {
        let new = NewCart { currency: requested, ..begin() };
        let lines = vec![add_custom("bag", "bag", 1)];
        let command = AddLines { on_absent: OnAbsent::Create(new), currency: asked, ..add_lines(lines) };
        let cart = apply(&facts(None), &Command::AddLines(command)).unwrap().cart.unwrap();
        assert_eq!(cart.currency_lock(), Some(expected));
        cart
    };
    locks(None, None, Currency::USD);
    locks(Some(eur()), Some(Currency::USD), eur());
    let euros = locks(None, Some(eur()), eur());
    let later = AddLines { currency: Some(Currency::USD), ..add_lines(vec![add("plain", 1)]) };
    let cart = apply(&facts(Some(euros)), &Command::AddLines(later)).unwrap().cart.unwrap();
    assert_eq!(cart.lines[1].unit_price, net(900));
    let unknown = AddLines { currency: Currency::new("XTS"), ..add_lines(vec![add_custom("bag", "", 1)]) };
    refused(&facts(None), &Command::AddLines(unknown), "the store does not sell in XTS");
}

#[test]
fn custom_items_count_as_lines() {
    let lines = |count: usize| (0..count).map(|place| add_custom(&place.to_string(), "", 1)).collect();
    let cart = cart_of(lines(99));
    assert_eq!(cart.lines.len(), 99);
    let cart = apply(&facts(Some(cart)), &Command::AddLines(add_lines(vec![add_custom("last", "bag", 1)])));
    let cart = cart.unwrap().cart.unwrap();
    refuses(Some(cart.clone()), add_custom("one more", "", 1), "a cart has at most 100 lines");
    let again = Command::AddLines(add_lines(vec![add_custom("one more", "bag", 1)]));
    assert_eq!(apply(&facts(Some(cart)), &again).unwrap().cart.unwrap().units(), 101);
}

#[test]
fn a_custom_item_is_updated_and_keeps_its_price() {
    let cart = cart_of(vec![add_custom("bag", "bag", 2)]);
    let update = UpdateLine {
        quantity: Some(units(7)),
        checks: Checks::ALL,
        ..UpdateLine::new(cart_id("c"), LineRef::Id(line_id("bag")))
    };
    let change = apply(&facts(Some(cart.clone())), &Command::UpdateLine(update)).unwrap();
    assert_eq!(quantities(&change), [("bag", 7)]);
    assert_eq!(change.cart.unwrap().lines[0].unit_price, cart.lines[0].unit_price);
}

#[test]
fn a_custom_item_without_a_sku_is_found_by_its_identifier_in_its_place() {
    let cart =
        cart_of(vec![add_custom("fee", "", 1), add_custom("tip", "", 1), add_custom("bag", "sack", 1)]);
    removes(cart.clone(), "fee", &[("tip", 1), ("bag", 1)]);
    let refused = |name: &str| {
        let command = RemoveLine { cart: cart_id("c"), line: LineRef::Sku(Sku::new(name).unwrap()) };
        apply(&facts(Some(cart.clone())), &Command::RemoveLine(command)).unwrap_err()
    };
    assert!(matches!(refused("bag"), Error::LineNotFound), "it has a SKU, which names it");
    let by_name = LineRef::Sku(Sku::new("tip").unwrap());
    let update = UpdateLine { quantity: Some(units(3)), ..UpdateLine::new(cart_id("c"), by_name) };
    let change = apply(&facts(Some(cart.clone())), &Command::UpdateLine(update)).unwrap();
    assert_eq!(quantities(&change), [("fee", 1), ("tip", 3), ("bag", 1)]);
}

#[track_caller]
fn removes(cart: Cart, sku: &str, expected: &[(&str, u32)]) {
    let command = RemoveLine { cart: cart_id("c"), line: LineRef::Sku(Sku::new(sku).unwrap()) };
    let facts = facts_with(Some(cart), vec![product("late")]);
    assert_eq!(quantities(&apply(&facts, &Command::RemoveLine(command)).unwrap()), expected);
}

#[test]
fn a_custom_item_is_found_by_its_sku_behind_products_of_it() {
    let lines = vec![add("plain", 1), add_custom("bag", "SKU-plain", 1), add_custom("sack", "sack", 1)];
    let cart = cart_of(lines);
    removes(cart.clone(), "sack", &[("plain", 1), ("bag", 1)]);
    removes(cart.clone(), "SKU-plain", &[("bag", 1), ("sack", 1)]);
    let by_sku = LineRef::Sku(Sku::new("sack").unwrap());
    let update = UpdateLine { quantity: Some(units(3)), ..UpdateLine::new(cart_id("c"), by_sku) };
    let change = apply(&facts(Some(cart)), &Command::UpdateLine(update)).unwrap();
    assert_eq!(quantities(&change), [("plain", 1), ("bag", 1), ("sack", 3)]);
    let custom_of_a_product =
        cart_of(vec![add_custom("bag", "SKU-late", 1), add_variant("shirt", "small", 1)]);
    removes(custom_of_a_product, "SKU-late", &[("small", 1)]);
}
