use std::sync::Arc;

use super::{
    add, begin, cart_id, cart_of, catalog, facts, inputs, line_id, net, product, quantities, refused, text,
    units, variant,
};
use crate::domain::apply::{Outcome, Write, apply};
use crate::domain::cart::{Cart, CartDiscount, Options};
use crate::domain::catalog::Product;
use crate::domain::command::changing::ClearingNote;
use crate::domain::command::{
    AddLine, Checks, ClearCart, Command, LineRef, OnAbsent, RemoveLine, StockCheck, UpdateLine,
};
use crate::domain::facts::Facts;
use crate::domain::id::{CartId, Sku};
use crate::domain::money::Currency;
use crate::domain::value::Value;

fn update(line: &str) -> UpdateLine {
    UpdateLine::new(cart_id("c"), LineRef::Id(line_id(line)))
}

#[track_caller]
fn updates(cart: Cart, command: UpdateLine, expected: &[(&str, u32)]) -> Cart {
    let change = apply(&facts(Some(cart)), &Command::UpdateLine(command)).unwrap();
    assert_eq!(quantities(&change), expected);
    assert_eq!(change.write, Write::Update);
    change.cart.unwrap()
}

#[test]
fn a_quantity_is_set_and_the_rest_stays() {
    let cart = cart_of(vec![add("plain", 2), AddLine { notes: Some("gift".into()), ..add("scarce", 1) }]);
    let cart = updates(
        cart,
        UpdateLine { quantity: Some(units(9)), ..update("scarce") },
        &[("plain", 2), ("scarce", 9)],
    );
    assert_eq!(cart.lines[1].notes.as_deref(), Some("gift"));
    let absent = UpdateLine { quantity: Some(units(9)), ..update("nothing") };
    refused(&facts(Some(cart)), &Command::UpdateLine(absent), "the cart has no such line");
    refused(&facts(None), &Command::UpdateLine(update("plain")), "there is no cart c");
}

#[test]
fn stock_is_looked_at_only_where_the_quantity_grows() {
    let checks = Checks { stock: StockCheck::Cart, ..Checks::NONE };
    let set = |quantity| UpdateLine { quantity: Some(units(quantity)), checks, ..update("scarce") };
    let cart = cart_of(vec![add("scarce", 8)]);
    updates(cart.clone(), set(8), &[("scarce", 8)]);
    updates(cart.clone(), set(6), &[("scarce", 6)]);
    let more = Command::UpdateLine(set(9));
    refused(&facts(Some(cart)), &more, "there are 5 of SKU-scarce in stock, 9 were asked for");
}

#[test]
fn attributes_are_put_in_place_of_what_was_there() {
    let cart = cart_of(vec![AddLine { options: Some(vec![("team".into(), text("20"))]), ..add("plain", 1) }]);
    let command = UpdateLine {
        options: Some(vec![("team".into(), text("80"))]),
        custom_inputs: Some(inputs("front", "Ann")),
        location: Some("depot".into()),
        notes: Some("n".into()),
        metadata: Some(text("m")),
        ..update("plain")
    };
    let line = updates(cart, command, &[("plain", 1)]).lines.remove(0);
    assert_eq!(line.options, Some(Options { chosen: vec![("team".into(), text("80"))], replaced: true }));
    assert_eq!(line.custom_inputs, inputs("front", "Ann"));
    assert_eq!(
        (line.location.as_deref(), line.notes.as_deref(), &line.metadata),
        (Some("depot"), Some("n"), &Some(text("m")))
    );
}

#[test]
fn an_update_that_makes_two_keys_equal_keeps_both_lines() {
    let second =
        AddLine { new_line: line_id("two"), custom_inputs: inputs("front", "Ann"), ..add("plain", 1) };
    let cart = cart_of(vec![add("plain", 1), second]);
    let cart =
        updates(cart, UpdateLine { custom_inputs: Some(None), ..update("two") }, &[("plain", 1), ("two", 1)]);
    assert_eq!(cart.lines[0].key(), cart.lines[1].key());
}

#[test]
fn an_update_prices_anew_but_keeps_an_override() {
    let dearer = |cart: Cart| {
        let mut facts = facts(Some(cart));
        let mut product = catalog().remove(0);
        product.prices = [(Currency::USD, net(1_100))].into();
        facts.products.insert(product.id.clone(), Arc::new(product));
        facts
    };
    let cart = cart_of(vec![add("plain", 1)]);
    let set = Command::UpdateLine(UpdateLine { quantity: Some(units(2)), ..update("plain") });
    let line = apply(&dearer(cart), &set).unwrap().cart.unwrap().lines.remove(0);
    assert_eq!((line.unit_price, line.list_price), (net(1_100), net(1_100)));
    let cart = cart_of(vec![AddLine { price_override: Some(5), ..add("plain", 1) }]);
    let line = apply(&dearer(cart), &set).unwrap().cart.unwrap().lines.remove(0);
    assert_eq!((line.unit_price, line.list_price), (net(5), net(1_100)));
}

#[test]
fn a_line_of_a_product_that_is_gone_can_still_be_changed_and_removed() {
    let gone = |cart: Cart| Facts { products: [].into(), ..facts(Some(cart)) };
    let cart = cart_of(vec![add("plain", 1)]);
    let set = Command::UpdateLine(UpdateLine { quantity: Some(units(2)), ..update("plain") });
    let line = apply(&gone(cart.clone()), &set).unwrap().cart.unwrap().lines.remove(0);
    assert_eq!((line.quantity, line.unit_price), (units(2), net(1_000)));
    assert!(apply(&gone(cart), &remove(LineRef::Id(line_id("plain")))).is_ok());
}

#[test]
fn a_line_of_a_variant_that_is_gone_keeps_its_price() {
    let cart = cart_of(vec![add("small", 1)]);
    let mut facts = facts(Some(cart));
    let shirt = Product { variants: vec![variant("large")], ..product("shirt") };
    facts.products.insert(shirt.id.clone(), Arc::new(shirt));
    let set = Command::UpdateLine(UpdateLine { quantity: Some(units(2)), ..update("small") });
    let line = apply(&facts, &set).unwrap().cart.unwrap().lines.remove(0);
    assert_eq!((line.quantity, line.unit_price, line.list_price), (units(2), net(1_200), net(1_200)));
}

fn remove(line: LineRef) -> Command {
    Command::RemoveLine(RemoveLine { cart: cart_id("c"), line })
}

#[test]
fn a_line_goes_and_with_the_last_one_the_currency_lock() {
    let cart = cart_of(vec![add("plain", 2), add("scarce", 1)]);
    let change = apply(&facts(Some(cart)), &remove(LineRef::Id(line_id("plain")))).unwrap();
    assert_eq!(quantities(&change), [("scarce", 1)]);
    let cart = change.cart.unwrap();
    assert_eq!(cart.currency_lock(), Some(Currency::USD));
    let cart = apply(&facts(Some(cart)), &remove(LineRef::Id(line_id("scarce")))).unwrap().cart.unwrap();
    assert_eq!((cart.currency_lock(), cart.priced_currency), (None, Some(Currency::USD)));
    refused(&facts(Some(cart)), &remove(LineRef::Id(line_id("scarce"))), "the cart has no such line");
}

#[test]
fn a_removal_by_sku_takes_all_its_lines_and_an_update_means_the_plain_one() {
    let second = AddLine { new_line: line_id("two"), location: Some("depot".into()), ..add("plain", 1) };
    let cart = cart_of(vec![add("scarce", 1), add("plain", 1), second]);
    let sku = || LineRef::Sku(Sku::new("SKU-plain").unwrap());
    let set = UpdateLine { line: sku(), quantity: Some(units(7)), ..update("plain") };
    updates(cart.clone(), set, &[("scarce", 1), ("plain", 7), ("two", 1)]);
    let mut plain_last = cart.clone();
    plain_last.lines.swap(1, 2);
    plain_last.lines[1].sequence = 2;
    plain_last.lines[2].sequence = 3;
    let set = UpdateLine { line: sku(), quantity: Some(units(7)), ..update("plain") };
    updates(plain_last, set, &[("scarce", 1), ("two", 1), ("plain", 7)]);
    let change = apply(&facts(Some(cart)), &remove(sku())).unwrap();
    assert_eq!(quantities(&change), [("scarce", 1)]);
    let Outcome::Removed { lines } = change.outcome else { panic!("lines were removed") };
    assert_eq!(lines, [line_id("plain"), line_id("two")]);
}

#[test]
fn a_line_of_another_cart_is_told_apart() {
    let elsewhere = |cart| Facts { line_elsewhere: Some(CartId::new("other").unwrap()), ..facts(cart) };
    let command = remove(LineRef::Id(line_id("x")));
    refused(&elsewhere(Some(cart_of(vec![add("plain", 1)]))), &command, "the line x is not in this cart");
    refused(&elsewhere(None), &command, "the line x is not in this cart");
    refused(&facts(None), &command, "there is no cart c");
}

#[test]
fn clearing_takes_lines_and_discounts_and_keeps_the_cart() {
    let clear = |on_absent| Command::ClearCart(ClearCart::new(cart_id("c"), on_absent));
    let discount = CartDiscount { id: "1".into(), code: "A".into(), name: String::new(), minor_units: 5 };
    let cart = Cart { discounts: vec![discount], ..cart_of(vec![add("plain", 2), add("scarce", 1)]) };
    let change = apply(&facts(Some(cart)), &clear(OnAbsent::Refuse)).unwrap();
    assert!(matches!(change.outcome, Outcome::Cleared { lines: 2 }));
    let cart = change.cart.unwrap();
    assert!(cart.lines.is_empty() && cart.discounts.is_empty());
    assert_eq!(cart.revision, 2);
    let again = apply(&facts(Some(cart)), &clear(OnAbsent::Refuse)).unwrap();
    assert_eq!(again.write, Write::Nothing);
    refused(&facts(None), &clear(OnAbsent::Refuse), "there is no cart c");
    let absent = apply(&facts(None), &clear(OnAbsent::Create(begin()))).unwrap();
    assert_eq!((absent.write, absent.cart.unwrap().id), (Write::Nothing, cart_id("c")));
}

#[test]
fn a_clearing_can_leave_the_codes_and_note_what_it_took_out() {
    let note = ClearingNote {
        attribute: "metadata".to_owned(),
        members: vec![("why".to_owned(), Some(Value::Bool(true))), ("old".to_owned(), None)],
        count_as: "lines".to_owned(),
    };
    let own = CartDiscount { id: "1".into(), code: "A".into(), name: String::new(), minor_units: 7 };
    let metadata = Value::Map(vec![("till".to_owned(), Value::Null), ("old".to_owned(), Value::Null)]);
    let cart = Cart {
        discounts: vec![own],
        attributes: vec![("metadata".to_owned(), metadata)],
        ..cart_of(vec![add("plain", 2), add("cheap", 1)])
    };
    let clear =
        ClearCart { keeps_codes: true, note: Some(note), ..ClearCart::new(cart_id("c"), OnAbsent::Refuse) };
    let change = apply(&facts(Some(cart)), &Command::ClearCart(clear.clone())).unwrap();
    let cart = change.cart.unwrap();
    assert_eq!((cart.lines.len(), cart.discounts.len()), (0, 1));
    let members = |lines: &str| {
        let number = Value::Number(lines.to_owned());
        let till = ("till".to_owned(), Value::Null);
        Value::Map(vec![till, ("why".to_owned(), Value::Bool(true)), ("lines".to_owned(), number)])
    };
    assert_eq!(cart.attributes, [("metadata".to_owned(), members("2"))]);
    let again = apply(&facts(Some(cart)), &Command::ClearCart(clear.clone())).unwrap();
    assert_eq!((again.cart.unwrap().attributes[0].1.clone(), again.write), (members("0"), Write::Update));
    let absent = ClearCart { on_absent: OnAbsent::Create(begin()), ..clear };
    let change = apply(&facts(None), &Command::ClearCart(absent)).unwrap();
    assert_eq!((change.cart.unwrap().attributes.len(), change.write), (0, Write::Nothing));
}
