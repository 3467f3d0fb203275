use std::ops::Deref;

use super::bundling::{
    COMICS, Selected, add_set, by_parts, changes, component, default, in_dollars, set, shop,
};
use super::{add, add_lines, cart_id, line_id, net, product, quantities, refused, tracked, units};
use crate::domain::apply::apply;
use crate::domain::apply::stock::{StockKey, draws};
use crate::domain::bundle::BundlePrice;
use crate::domain::catalog::Product;
use crate::domain::command::{AddLine, Checks, Command, LineRef, StockCheck, UpdateLine};
use crate::domain::id::ProductId;

fn checked(line: AddLine, quantity: i64) -> AddLine {
    let checks = Checks { stock: StockCheck::Cart, ..Checks::NONE };
    AddLine { checks, quantity: units(quantity), ..line }
}

const STICKERS: Selected<'static> = &[COMICS, ("stickers", &[("sticker", 2)])];

fn five_stickers() -> Product {
    Product { stock: tracked(5), ..product("sticker") }
}

#[test]
fn a_bundle_draws_on_the_stock_of_its_parts() {
    let facts = shop(None, vec![five_stickers()]);
    let of = |quantity| {
        Command::AddLines(add_lines(vec![checked(add_set("set", "set", Some(STICKERS)), quantity)]))
    };
    assert!(apply(&facts, &of(2)).is_ok());
    refused(&facts, &of(3), "there are 5 of SKU-sticker in stock, 6 were asked for");
    let mut scarce = shop(None, vec![Product { stock: tracked(1), ..product("one") }]);
    assert!(apply(&scarce, &of(1)).is_ok());
    refused(&scarce, &of(2), "there are 1 of SKU-one in stock, 2 were asked for");
    scarce.products.remove(&ProductId::new("one").unwrap());
    assert!(apply(&scarce, &of(2)).is_ok(), "what is gone has no stock");
}

#[test]
fn bundles_and_lines_of_their_parts_share_a_stock() {
    let shop = |cart| shop(cart, vec![five_stickers()]);
    let plain = |quantity| checked(add("sticker", quantity), quantity);
    let bundle = |quantity| checked(add_set("set", "set", Some(STICKERS)), quantity);
    let command = |line| Command::AddLines(add_lines(vec![line]));
    let too_many = "there are 5 of SKU-sticker in stock, 6 were asked for";

    let cart = changes(&shop(None), vec![plain(2), bundle(1)]).cart;
    refused(&shop(cart.clone()), &command(plain(2)), too_many);
    refused(&shop(cart.clone()), &command(bundle(1)), too_many);
    let other = checked(
        add_set("other", "set", Some(&[COMICS, ("stickers", &[("sticker", 2)]), ("shirt", &[("red", 1)])])),
        1,
    );
    refused(&shop(cart.clone()), &command(other), too_many);
    let raise = |line: &str, quantity| {
        Command::UpdateLine(UpdateLine {
            quantity: Some(units(quantity)),
            checks: Checks { stock: StockCheck::Cart, ..Checks::NONE },
            ..UpdateLine::new(cart_id("c"), LineRef::Id(line_id(line)))
        })
    };
    refused(&shop(cart.clone()), &raise("set", 2), too_many);
    refused(&shop(cart.clone()), &raise("sticker", 4), too_many);
    let change = apply(&shop(cart), &raise("sticker", 3)).unwrap();
    assert_eq!(quantities(&change), [("sticker", 3), ("set", 1)]);
}

#[test]
fn a_bundle_with_a_stock_of_its_own_draws_on_that() {
    let stocked = Product { stock: tracked(2), ..set() };
    let shop = |cart| shop(cart, vec![stocked.clone(), five_stickers()]);
    let bundle = |line, quantity| checked(add_set(line, "set", Some(STICKERS)), quantity);
    let cart = changes(&shop(None), vec![bundle("set", 2)]).cart;
    let command = |line| Command::AddLines(add_lines(vec![line]));
    let too_many = "there are 2 of SKU-set in stock, 3 were asked for";
    refused(&shop(cart.clone()), &command(bundle("set", 1)), too_many);
    refused(&shop(cart.clone()), &command(checked(add_set("other", "set", Some(&[COMICS])), 1)), too_many);
    let all = command(checked(add("sticker", 5), 5));
    assert!(apply(&shop(cart), &all).is_ok(), "the bundles leave the stickers alone");
}

#[test]
fn one_call_alone_is_held_against_the_stock_where_that_is_asked() {
    let facts = |cart| shop(cart, vec![five_stickers()]);
    let of = |quantity| {
        let checks = Checks { stock: StockCheck::Request, ..Checks::NONE };
        let line = AddLine { checks, quantity: units(quantity), ..add_set("set", "set", Some(STICKERS)) };
        Command::AddLines(add_lines(vec![line]))
    };
    let cart = apply(&facts(None), &of(2)).unwrap().cart;
    assert!(apply(&facts(cart), &of(2)).is_ok());
    refused(&facts(None), &of(3), "there are 5 of SKU-sticker in stock, 6 were asked for");
}

#[test]
fn what_a_child_bundle_is_made_of_is_not_looked_at() {
    let child = Product {
        components: vec![component("only", (Some(1), None), vec![default("sticker")])],
        bundle_price: BundlePrice::Cumulative,
        ..in_dollars("red", net(30))
    };
    let facts = shop(None, vec![Product { stock: tracked(0), ..product("sticker") }, child, by_parts()]);
    let line = checked(add_set("set", "set", None), 1);
    let cart = changes(&facts, vec![line]).cart.unwrap();
    assert_eq!(cart.lines[0].unit_price, net(2_030));
    let alone = Command::AddLines(add_lines(vec![checked(add_set("red", "red", None), 1)]));
    refused(&facts, &alone, "there are 0 of SKU-sticker in stock, 1 were asked for");
}

#[test]
fn what_lines_draw_together_is_summed_by_stock() {
    let facts = shop(None, vec![five_stickers(), Product { stock: tracked(9), ..product("one") }]);
    let lines = vec![
        AddLine { quantity: units(3), ..add_set("set", "set", Some(STICKERS)) },
        add("sticker", 4),
        add("small", 2),
        add("plain", 7),
        add_set("other", "set", None),
    ];
    let cart = changes(&facts, lines).cart.unwrap();
    let drawn = draws(&facts.products, cart.lines.iter().map(Deref::deref));
    let drawn: Vec<_> = drawn
        .iter()
        .map(|(StockKey { product, variant }, units)| {
            (product.as_str(), variant.map(|id| id.as_str()), *units)
        })
        .collect();
    assert_eq!(drawn, [("one", None, 4), ("shirt", Some("small"), 2), ("sticker", None, 10)]);
}
