use rust_decimal::Decimal;

use super::{add, add_lines, cart_id, cart_of, facts, facts_with, line_id, product, refused, units};
use crate::domain::apply::{AddedTax, Outcome, Write, apply};
use crate::domain::cart::{Cart, CustomItem};
use crate::domain::catalog::Product;
use crate::domain::command::taxing::{AddTax, AddTaxes, ClearTaxes, LineKind, RemoveTax, UpdateTax};
use crate::domain::command::{AddContent, AddLine, Command, LineRef, OnRefusal, UpdateLine};
use crate::domain::id::{Sku, TaxId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, UnitPrice};
use crate::domain::tax::{Rate, Tax, TaxAmount};
use crate::error::Error;

fn id(text: &str) -> TaxId {
    TaxId::new(text).unwrap()
}

fn rate(percent: i64) -> TaxAmount {
    TaxAmount::Rate(Rate::new(Decimal::new(percent, 2)).unwrap())
}

/// A tax of five percent.
fn tax(name: &str) -> Tax {
    Tax { id: id(name), name: name.to_owned(), jurisdiction: Some("BC".into()), code: None, amount: rate(5) }
}

/// Two lines: a product and a custom item.
fn a_cart() -> Cart {
    let custom = CustomItem { name: "bag".into(), sku: "bag".into(), description: String::new() };
    let unit_price = UnitPrice { minor_units: 250, includes_tax: true };
    let content = AddContent::Custom { custom, unit_price };
    cart_of(vec![add("plain", 2), AddLine::of(line_id("bag"), content, units(1))])
}

fn on(line: &str, tax: Tax) -> AddTax {
    AddTax { line: LineRef::Id(line_id(line)), expected: None, tax }
}

fn add_taxes(taxes: Vec<AddTax>, on_refusal: OnRefusal) -> Command {
    Command::AddTaxes(AddTaxes { cart: cart_id("c"), taxes, on_refusal })
}

fn names(cart: &Cart) -> Vec<Vec<&str>> {
    cart.lines.iter().map(|line| line.taxes.iter().map(|tax| tax.id.as_str()).collect()).collect()
}

#[track_caller]
fn taxes(cart: Cart, taxes: Vec<AddTax>, expected: &[Vec<&str>]) -> Cart {
    let change = apply(&facts(Some(cart)), &add_taxes(taxes, OnRefusal::RefuseAll)).unwrap();
    let cart = change.cart.unwrap();
    assert_eq!(names(&cart), expected);
    cart
}

#[test]
fn taxes_are_put_on_lines_beside_those_they_have() {
    let cart = taxes(a_cart(), vec![on("plain", tax("a"))], &[vec!["a"], vec![]]);
    assert_eq!(cart.revision, 2);
    let cart = taxes(cart, vec![on("bag", tax("b")), on("plain", tax("c"))], &[vec!["a", "c"], vec!["b"]]);
    assert_eq!(cart.lines[0].taxes[0], tax("a"));
    let by_sku = AddTax { line: LineRef::Sku(Sku::new("bag").unwrap()), expected: None, tax: tax("d") };
    taxes(cart, vec![by_sku], &[vec!["a", "c"], vec!["b", "d"]]);
}

#[test]
fn a_tax_of_an_identifier_that_is_there_leaves_where_it_was() {
    let cart = taxes(a_cart(), vec![on("plain", tax("a")), on("plain", tax("b"))], &[vec!["a", "b"], vec![]]);
    let cart = taxes(cart, vec![on("bag", tax("a"))], &[vec!["b"], vec!["a"]]);
    let dearer = Tax { amount: rate(7), ..tax("a") };
    let cart = taxes(cart, vec![on("bag", dearer.clone())], &[vec!["b"], vec!["a"]]);
    assert_eq!(cart.lines[1].taxes, [dearer]);
}

#[test]
fn a_line_has_five_taxes_and_no_more() {
    let five = ["a", "b", "c", "d", "e"];
    let all = five.iter().map(|name| on("plain", tax(name))).collect();
    let cart = taxes(a_cart(), all, &[five.into(), vec![]]);
    let sixth = add_taxes(vec![on("plain", tax("f"))], OnRefusal::RefuseAll);
    refused(&facts(Some(cart.clone())), &sixth, "a line has at most 5 taxes");
    taxes(cart.clone(), vec![on("plain", tax("a"))], &[vec!["b", "c", "d", "e", "a"], vec![]]);
    taxes(cart, vec![on("bag", tax("f"))], &[five.into(), vec!["f"]]);
}

#[test]
fn a_line_that_is_not_there_or_something_else_takes_no_tax() {
    let check = |add: AddTax, expected: &str| {
        refused(&facts(Some(a_cart())), &add_taxes(vec![add], OnRefusal::RefuseAll), expected);
    };
    check(on("nothing", tax("a")), "the cart has no such line");
    let taken_for = |line, kind| AddTax { expected: Some(kind), ..on(line, tax("a")) };
    check(taken_for("plain", LineKind::Custom), "the line plain is not what it is taken for");
    check(taken_for("bag", LineKind::Product), "the line bag is not what it is taken for");
    let right = vec![
        taken_for("plain", LineKind::Product),
        AddTax { tax: tax("b"), ..taken_for("bag", LineKind::Custom) },
    ];
    taxes(a_cart(), right, &[vec!["a"], vec!["b"]]);
    let out_of_range = "a price that was given is negative or out of range";
    for minor_units in [-1, AMOUNT_MINOR_UNITS_MAX + 1] {
        check(on("plain", Tax { amount: TaxAmount::Fixed(minor_units), ..tax("a") }), out_of_range);
    }
    let command = add_taxes(vec![on("plain", tax("a"))], OnRefusal::RefuseAll);
    refused(&facts(None), &command, "there is no cart c");
}

#[test]
fn refused_taxes_refuse_all_or_are_left_out() {
    let asked = || vec![on("nothing", tax("a")), on("plain", tax("b")), on("nothing", tax("c"))];
    let facts = facts(Some(a_cart()));
    let Err(Error::LinesRefused { refusals }) = apply(&facts, &add_taxes(asked(), OnRefusal::RefuseAll))
    else {
        panic!("all are refused");
    };
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [0, 2]);
    let change = apply(&facts, &add_taxes(asked(), OnRefusal::KeepGood)).unwrap();
    assert_eq!(names(change.cart.as_ref().unwrap()), [vec!["b"], vec![]]);
    let Outcome::TaxesAdded { taxes, refusals } = change.outcome else { panic!("taxes were added") };
    assert_eq!(taxes, [AddedTax { index: 1, line: line_id("plain"), tax: id("b") }]);
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [0, 2]);
    let nothing_good = vec![on("nothing", tax("a"))];
    assert!(apply(&facts, &add_taxes(nothing_good, OnRefusal::KeepGood)).is_err());
    assert!(apply(&facts, &add_taxes(vec![on("plain", tax("b"))], OnRefusal::RefuseAnyway)).is_err());
}

/// A cart with the taxes `a` and `b` on its first line, `c` on its second.
fn taxed() -> Cart {
    let all = vec![on("plain", tax("a")), on("plain", tax("b")), on("bag", tax("c"))];
    taxes(a_cart(), all, &[vec!["a", "b"], vec!["c"]])
}

fn update(line: &str, tax: &str) -> UpdateTax {
    UpdateTax {
        cart: cart_id("c"),
        line: LineRef::Id(line_id(line)),
        tax: id(tax),
        name: None,
        jurisdiction: None,
        code: None,
        amount: None,
    }
}

#[test]
fn what_is_named_of_a_tax_changes_and_the_rest_stays() {
    let change = |command: UpdateTax| {
        let change = apply(&facts(Some(taxed())), &Command::UpdateTax(command)).unwrap();
        assert!(matches!(&change.outcome, Outcome::TaxUpdated { line } if *line == line_id("plain")));
        change.cart.unwrap().lines[0].taxes[1].clone()
    };
    assert_eq!(change(update("plain", "b")), tax("b"));
    let named = UpdateTax { name: Some("GST".into()), ..update("plain", "b") };
    assert_eq!(change(named), Tax { name: "GST".into(), ..tax("b") });
    let fixed = UpdateTax { amount: Some(TaxAmount::Fixed(12)), ..update("plain", "b") };
    assert_eq!(change(fixed), Tax { amount: TaxAmount::Fixed(12), ..tax("b") });
    let told = UpdateTax { jurisdiction: Some(None), code: Some(Some("G".into())), ..update("plain", "b") };
    assert_eq!(change(told), Tax { jurisdiction: None, code: Some("G".into()), ..tax("b") });
}

#[test]
fn a_tax_that_is_not_there_is_neither_changed_nor_taken_off() {
    let facts = facts(Some(taxed()));
    let remove = |line: &str, tax: &str| {
        let line = LineRef::Id(line_id(line));
        Command::RemoveTax(RemoveTax { cart: cart_id("c"), line, tax: id(tax) })
    };
    for (line, tax, expected) in [
        ("plain", "c", "there is no tax c"),
        ("bag", "a", "there is no tax a"),
        ("nothing", "a", "the cart has no such line"),
    ] {
        refused(&facts, &Command::UpdateTax(update(line, tax)), expected);
        refused(&facts, &remove(line, tax), expected);
    }
    let negative = UpdateTax { amount: Some(TaxAmount::Fixed(-1)), ..update("plain", "a") };
    let out_of_range = "a price that was given is negative or out of range";
    refused(&facts, &Command::UpdateTax(negative), out_of_range);
    let change = apply(&facts, &remove("plain", "a")).unwrap();
    assert_eq!(names(change.cart.as_ref().unwrap()), [vec!["b"], vec!["c"]]);
    assert!(matches!(change.outcome, Outcome::TaxRemoved));
}

#[test]
fn all_taxes_are_taken_off_at_once() {
    let clear = Command::ClearTaxes(ClearTaxes { cart: cart_id("c") });
    let change = apply(&facts(Some(taxed())), &clear).unwrap();
    assert!(matches!(change.outcome, Outcome::TaxesCleared { taxes: 3 }));
    let cart = change.cart.unwrap();
    assert_eq!(names(&cart), [vec![] as Vec<&str>, vec![]]);
    let again = apply(&facts(Some(cart)), &clear).unwrap();
    assert_eq!(again.write, Write::Nothing);
    refused(&facts(None), &clear, "there is no cart c");
}

#[test]
fn taxes_that_come_with_units_take_the_place_of_the_lines() {
    let with = |taxes: &[&str]| {
        let taxes = Some(taxes.iter().map(|name| tax(name)).collect());
        Command::AddLines(add_lines(vec![AddLine { taxes, ..add("plain", 1) }]))
    };
    let adds = |cart: Cart, command: &Command| apply(&facts(Some(cart)), command).unwrap().cart.unwrap();
    assert_eq!(names(&adds(taxed(), &with(&["x", "y"]))), [vec!["x", "y"], vec!["c"]]);
    assert_eq!(names(&adds(taxed(), &with(&[]))), [vec![], vec!["c"]]);
    assert_eq!(names(&adds(taxed(), &with(&["b", "c", "b"]))), [vec!["c", "b"], vec![]]);
    let plain = Command::AddLines(add_lines(vec![add("plain", 1)]));
    assert_eq!(names(&adds(taxed(), &plain)), [vec!["a", "b"], vec!["c"]]);
    assert_eq!(names(&adds(taxed(), &with(&["1", "2", "3", "4", "5"])))[0].len(), 5);
    let six = with(&["1", "2", "3", "4", "5", "6"]);
    refused(&facts(Some(taxed())), &six, "a line has at most 5 taxes");
}

#[test]
fn the_tax_of_the_catalog_is_read_again_with_the_price() {
    let rate = |percent| Rate::new(Decimal::new(percent, 2)).unwrap();
    let of = |percent| Product { tax_rate: rate(percent), ..product("plain") };
    let add_one = Command::AddLines(add_lines(vec![add("plain", 1)]));
    let cart = apply(&facts_with(None, vec![of(19)]), &add_one).unwrap().cart.unwrap();
    assert_eq!(cart.lines[0].tax_rate, rate(19));
    let again = apply(&facts_with(Some(cart.clone()), vec![of(7)]), &add_one).unwrap().cart.unwrap();
    assert_eq!(again.lines[0].tax_rate, rate(7));
    let update = Command::UpdateLine(UpdateLine::new(cart_id("c"), LineRef::Id(line_id("plain"))));
    let updated = apply(&facts_with(Some(cart), vec![of(0)]), &update).unwrap().cart.unwrap();
    assert_eq!(updated.lines[0].tax_rate, Rate::ZERO);
}
