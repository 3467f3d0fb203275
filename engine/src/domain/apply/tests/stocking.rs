use std::sync::Arc;

use super::{
    add, add_lines, add_variant, adds, cart_id, cart_of, facts, line_id, product, quantities, refused,
    refuses, tracked, units, variant,
};
use crate::domain::apply::apply;
use crate::domain::catalog::{Product, Variant};
use crate::domain::command::{AddLine, Checks, Command, LineRef, OnDuplicate, StockCheck, UpdateLine};

fn checked(stock: StockCheck, line: AddLine) -> AddLine {
    AddLine { checks: Checks { stock, ..Checks::NONE }, ..line }
}

#[test]
fn stock_is_held_against_what_the_cart_would_hold() {
    let cart = cart_of(vec![add("scarce", 3)]);
    adds(Some(cart.clone()), vec![checked(StockCheck::Cart, add("scarce", 2))], &[("scarce", 5)]);
    let many = checked(StockCheck::Cart, add("scarce", 3));
    refuses(Some(cart.clone()), many, "there are 5 of SKU-scarce in stock, 6 were asked for");
    let elsewhere = AddLine { location: Some("depot".into()), new_line: line_id("two"), ..add("scarce", 3) };
    let elsewhere = checked(StockCheck::Cart, elsewhere);
    refuses(Some(cart.clone()), elsewhere, "there are 5 of SKU-scarce in stock, 6 were asked for");
    adds(Some(cart.clone()), vec![checked(StockCheck::Request, add("scarce", 5))], &[("scarce", 8)]);
    let at_once = checked(StockCheck::Request, add("scarce", 6));
    refuses(Some(cart.clone()), at_once, "there are 5 of SKU-scarce in stock, 6 were asked for");
    adds(Some(cart), vec![checked(StockCheck::Skip, add("scarce", 60))], &[("scarce", 63)]);
}

#[test]
fn variants_without_stock_of_their_own_share_the_products() {
    let unstocked = |id: &str| Variant { stock: None, ..variant(id) };
    let shirt = Product {
        stock: tracked(5),
        variants: vec![unstocked("small"), unstocked("large"), variant("medium")],
        ..product("shirt")
    };
    let facts = |cart| {
        let mut facts = facts(cart);
        facts.products.insert(shirt.id.clone(), Arc::new(shirt.clone()));
        facts
    };
    let of = |id: &str, quantity| checked(StockCheck::Cart, add_variant("shirt", id, quantity));
    let command = |line| Command::AddLines(add_lines(vec![line]));
    let cart = apply(&facts(None), &command(of("small", 3))).unwrap().cart;
    let too_many = "there are 5 of SKU-large in stock, 6 were asked for";
    refused(&facts(cart.clone()), &command(of("large", 3)), too_many);
    let cart = apply(&facts(cart), &command(of("large", 2))).unwrap().cart;
    let too_many = "there are 5 of SKU-small in stock, 6 were asked for";
    refused(&facts(cart.clone()), &command(of("small", 1)), too_many);
    let raise = UpdateLine {
        quantity: Some(units(3)),
        checks: Checks { stock: StockCheck::Cart, ..Checks::NONE },
        ..UpdateLine::new(cart_id("c"), LineRef::Id(line_id("large")))
    };
    let too_many = "there are 5 of SKU-large in stock, 6 were asked for";
    refused(&facts(cart.clone()), &Command::UpdateLine(raise), too_many);
    let change = apply(&facts(cart), &command(of("medium", 2))).unwrap();
    assert_eq!(quantities(&change), [("small", 3), ("large", 2), ("medium", 2)]);
}

#[test]
fn replacing_by_less_than_there_is_too_little_of_is_allowed() {
    let cart = cart_of(vec![add("scarce", 9)]);
    let fewer = AddLine { on_duplicate: OnDuplicate::Replace, ..checked(StockCheck::Cart, add("scarce", 7)) };
    adds(Some(cart), vec![fewer], &[("scarce", 7)]);
}
