use super::{add_lines, cart_id, eur, facts, facts_with, line_id, net, product, quantities, refused, units};
use crate::domain::apply::{Change, apply};
use crate::domain::bundle::{BundlePrice, Component, ComponentOption, SelectedComponent};
use crate::domain::cart::Cart;
use crate::domain::catalog::{PriceTier, Product, ProductStatus};
use crate::domain::command::{
    AddContent, AddLine, AddLines, Checks, Command, LineRef, ProductRef, UpdateLine,
};
use crate::domain::facts::Facts;
use crate::domain::id::ProductId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};

fn option(product: &str) -> ComponentOption {
    ComponentOption {
        product: ProductId::new(product).unwrap(),
        quantity: 1,
        quantity_min: None,
        quantity_max: None,
        is_default: false,
        sort_order: None,
    }
}

pub(super) fn default(product: &str) -> ComponentOption {
    ComponentOption { is_default: true, ..option(product) }
}

pub(super) fn component(
    key: &str,
    bounds: (Option<u32>, Option<u32>),
    options: Vec<ComponentOption>,
) -> Component {
    let (options_min, options_max) = bounds;
    Component {
        key: key.to_owned(),
        name: key.to_uppercase(),
        options_min,
        options_max,
        sort_order: None,
        options,
    }
}

/// A shirt of two, by default the first; exactly two comics of three, by default the first two; two to five stickers of
/// at most one kind.
pub(super) fn set() -> Product {
    let stickers = ComponentOption { quantity_min: Some(2), quantity_max: Some(5), ..option("sticker") };
    Product {
        components: vec![
            component("shirt", (None, None), vec![default("red"), option("blue")]),
            component("comics", (Some(2), Some(2)), vec![default("one"), default("two"), option("three")]),
            component("stickers", (Some(0), Some(1)), vec![stickers, option("badge")]),
        ],
        ..product("set")
    }
}

fn parts() -> Vec<Product> {
    ["red", "blue", "one", "two", "three", "sticker", "badge"].map(product).into()
}

/// The facts with the set and its parts, with these products in place of those of the same identifier.
pub(super) fn shop(cart: Option<Cart>, instead: Vec<Product>) -> Facts {
    let mut products = parts();
    products.push(set());
    products.extend(instead);
    facts_with(cart, products)
}

pub(super) type Selected<'a> = &'a [(&'a str, &'a [(&'a str, u32)])];

fn selected(components: Selected<'_>) -> Vec<SelectedComponent> {
    let id = |product: &str| ProductId::new(product).unwrap();
    let of = |(key, options): &(&str, &[(&str, u32)])| SelectedComponent {
        key: (*key).to_owned(),
        options: options.iter().map(|(product, units)| (id(product), *units)).collect(),
    };
    components.iter().map(of).collect()
}

/// One set, or whatever it is, with what is selected of it.
pub(super) fn add_set(line: &str, product: &str, components: Option<Selected<'_>>) -> AddLine {
    let product = ProductRef::Id(ProductId::new(product).unwrap());
    let content = AddContent::Product { product, variant: None, selection: components.map(selected) };
    AddLine::of(line_id(line), content, units(1))
}

pub(super) const COMICS: (&str, &[(&str, u32)]) = ("comics", &[("one", 1), ("three", 1)]);

#[track_caller]
pub(super) fn changes(facts: &Facts, lines: Vec<AddLine>) -> Change {
    apply(facts, &Command::AddLines(add_lines(lines))).unwrap()
}

#[track_caller]
fn selects(components: Option<Selected<'_>>, expected: Selected<'_>) {
    let change = changes(&shop(None, vec![]), vec![add_set("set", "set", components)]);
    let line = &change.cart.as_ref().unwrap().lines[0];
    assert_eq!(line.bundle().unwrap().components(), selected(expected));
}

#[test]
fn what_is_selected_is_kept_as_it_was_sent() {
    selects(Some(&[("shirt", &[("blue", 1)]), COMICS]), &[("shirt", &[("blue", 1)]), COMICS]);
    selects(Some(&[COMICS]), &[COMICS]);
    selects(Some(&[COMICS, ("shirt", &[])]), &[COMICS, ("shirt", &[])]);
    selects(
        Some(&[("shirt", &[("blue", 1), ("red", 1)]), COMICS]),
        &[("shirt", &[("blue", 1), ("red", 1)]), COMICS],
    );
    for stickers in [2, 5] {
        selects(
            Some(&[COMICS, ("stickers", &[("sticker", stickers)])]),
            &[COMICS, ("stickers", &[("sticker", stickers)])],
        );
    }
}

#[test]
fn where_nothing_is_selected_the_defaults_of_every_component_are() {
    selects(None, &[("shirt", &[("red", 1)]), ("comics", &[("one", 1), ("two", 1)])]);
}

#[test]
fn a_component_that_comes_in_pieces_is_one() {
    selects(Some(&[("comics", &[("one", 1)]), ("comics", &[("three", 1)])]), &[COMICS]);
    let twice: Selected<'_> = &[COMICS, ("shirt", &[("red", 1), ("red", 1)])];
    let command = Command::AddLines(add_lines(vec![add_set("set", "set", Some(twice))]));
    let reason =
        "the selection of set is not valid: 2 units of the option red of the component shirt are selected";
    refused(&shop(None, vec![]), &command, reason);
}

#[track_caller]
fn refuses_selection(components: Option<Selected<'_>>, reason: &str) {
    let command = Command::AddLines(add_lines(vec![add_set("set", "set", components)]));
    refused(&shop(None, vec![]), &command, &format!("the selection of set is not valid: {reason}"));
}

#[test]
fn what_cannot_be_had_is_refused() {
    let count = "options of the component comics are selected";
    refuses_selection(Some(&[]), &format!("0 {count}"));
    refuses_selection(Some(&[("shirt", &[("red", 1)])]), &format!("0 {count}"));
    refuses_selection(Some(&[("comics", &[])]), &format!("0 {count}"));
    refuses_selection(Some(&[("comics", &[("one", 1)])]), &format!("1 {count}"));
    refuses_selection(Some(&[("comics", &[("one", 1), ("two", 1), ("three", 1)])]), &format!("3 {count}"));
    let two_stickers: Selected<'_> = &[COMICS, ("stickers", &[("sticker", 2), ("badge", 1)])];
    refuses_selection(Some(two_stickers), "2 options of the component stickers are selected");
    refuses_selection(Some(&[COMICS, ("hat", &[])]), "it has no component hat");
    let foreign: Selected<'_> = &[COMICS, ("shirt", &[("one", 1)])];
    refuses_selection(Some(foreign), "the component shirt has no option one");
    for units in [0, 2] {
        let shirts: Selected<'_> = &[COMICS, ("shirt", &[("red", units)])];
        let reason = format!("{units} units of the option red of the component shirt are selected");
        refuses_selection(Some(shirts), &reason);
    }
    for units in [0, 1, 6] {
        let stickers: Selected<'_> = &[COMICS, ("stickers", &[("sticker", units)])];
        let reason = format!("{units} units of the option sticker of the component stickers are selected");
        refuses_selection(Some(stickers), &reason);
    }
}

#[test]
fn a_product_that_is_no_bundle_has_nothing_to_select() {
    for components in [&[] as Selected<'_>, &[COMICS]] {
        let command = Command::AddLines(add_lines(vec![add_set("plain", "plain", Some(components))]));
        let reason = "the selection of plain is not valid: it has no components";
        refused(&facts(None), &command, reason);
    }
}

#[test]
fn defaults_that_are_too_few_are_refused() {
    let mut bare = set();
    bare.components[1].options.iter_mut().for_each(|option| option.is_default = false);
    let command = Command::AddLines(add_lines(vec![add_set("set", "set", None)]));
    let reason = "the selection of set is not valid: 0 options of the component comics are selected";
    refused(&shop(None, vec![bare]), &command, reason);
}

#[test]
fn an_option_that_is_not_on_sale_is_refused_where_that_is_checked() {
    let checked = |on_sale| {
        let checks = Checks { on_sale, ..Checks::NONE };
        Command::AddLines(add_lines(vec![AddLine { checks, ..add_set("set", "set", Some(&[COMICS])) }]))
    };
    let inactive = shop(None, vec![Product { status: ProductStatus::Inactive, ..product("three") }]);
    let mut gone = shop(None, vec![]);
    gone.products.remove(&ProductId::new("three").unwrap());
    let reason =
        "the selection of set is not valid: the option three of the component comics is not there any more";
    for facts in [inactive, gone] {
        refused(&facts, &checked(true), reason);
        assert!(apply(&facts, &checked(false)).is_ok());
    }
}

#[test]
fn equal_selections_are_one_line_in_whatever_order() {
    let lines = vec![
        add_set("1", "set", Some(&[("shirt", &[("red", 1)]), ("comics", &[("one", 1), ("two", 1)])])),
        add_set("2", "set", Some(&[("comics", &[("two", 1), ("one", 1)]), ("shirt", &[("red", 1)])])),
        add_set("3", "set", None),
        add_set("4", "set", Some(&[("comics", &[("two", 1), ("one", 1)]), ("shirt", &[])])),
        add_set("5", "set", Some(&[("comics", &[("two", 1), ("one", 1)])])),
        add_set("6", "set", Some(&[COMICS, ("stickers", &[("sticker", 2)])])),
        add_set("7", "set", Some(&[COMICS, ("stickers", &[("sticker", 3)])])),
    ];
    assert_eq!(quantities(&changes(&shop(None, vec![]), lines)), [("1", 3), ("4", 2), ("6", 1), ("7", 1)]);
}

#[track_caller]
fn costs(facts: &Facts, components: Option<Selected<'_>>, expected: UnitPrice) {
    let change = changes(facts, vec![add_set("set", "set", components)]);
    let line = &change.cart.as_ref().unwrap().lines[0];
    assert_eq!((line.unit_price, line.list_price), (expected, expected));
}

pub(super) fn in_dollars(id: &str, price: UnitPrice) -> Product {
    Product { prices: [(Currency::USD, price)].into(), ..product(id) }
}

/// The set at the price of its parts. Its own price is there to be wrong.
pub(super) fn by_parts() -> Product {
    Product { bundle_price: BundlePrice::Cumulative, prices: [(Currency::USD, net(7))].into(), ..set() }
}

#[test]
fn a_bundle_costs_its_own_price_or_the_sum_of_what_is_selected() {
    let fixed = Product { prices: [(Currency::USD, net(4_000))].into(), ..set() };
    costs(&shop(None, vec![fixed]), Some(&[COMICS]), net(4_000));
    let prices = vec![in_dollars("three", net(250)), in_dollars("sticker", net(11)), by_parts()];
    let facts = shop(None, prices);
    costs(&facts, Some(&[COMICS]), net(1_250));
    costs(&facts, Some(&[COMICS, ("stickers", &[("sticker", 3)])]), net(1_283));
    costs(&facts, None, net(3_000));
}

#[test]
fn a_part_costs_what_one_unit_of_it_does() {
    let tier = PriceTier { quantity_min: units(2), prices: [(Currency::USD, net(1))].into() };
    let sticker = Product { tiers: vec![tier.clone()], ..in_dollars("sticker", net(10)) };
    let by_parts = Product { tiers: vec![tier], ..by_parts() };
    let facts = shop(None, vec![sticker, by_parts]);
    let line = add_set("set", "set", Some(&[COMICS, ("stickers", &[("sticker", 5)])]));
    let cart = changes(&facts, vec![AddLine { quantity: units(9), ..line }]).cart.unwrap();
    assert_eq!(cart.lines[0].unit_price, net(2_050));
}

#[test]
fn nobody_pays_a_tax_twice_where_only_some_parts_have_it_in_their_price() {
    let gross = |minor_units| UnitPrice { minor_units, includes_tax: true };
    let taxed = |id| in_dollars(id, gross(100));
    costs(&shop(None, vec![by_parts(), taxed("one"), taxed("three")]), Some(&[COMICS]), gross(200));
    costs(&shop(None, vec![by_parts(), taxed("one")]), Some(&[COMICS]), gross(1_100));
    costs(&shop(None, vec![by_parts()]), Some(&[COMICS]), net(2_000));
}

#[test]
fn a_part_without_a_price_in_the_currency_is_named() {
    let facts = shop(None, vec![by_parts(), in_dollars("three", net(5))]);
    let lines = add_lines(vec![add_set("set", "set", Some(&[COMICS]))]);
    let command = Command::AddLines(AddLines { currency: Some(eur()), ..lines });
    refused(&facts, &command, "the product three has no price in EUR");
    let fixed = shop(None, vec![in_dollars("set", net(5)), in_dollars("three", net(5))]);
    let fixed = Facts { ..fixed };
    refused(&fixed, &command, "the product set has no price in EUR");
}

#[test]
fn the_sum_of_the_parts_keeps_to_the_limit() {
    let dear = |minor_units| shop(None, vec![by_parts(), in_dollars("three", net(minor_units))]);
    costs(&dear(AMOUNT_MINOR_UNITS_MAX - 1_000), Some(&[COMICS]), net(AMOUNT_MINOR_UNITS_MAX));
    let command = Command::AddLines(add_lines(vec![add_set("set", "set", Some(&[COMICS]))]));
    let too_dear = dear(AMOUNT_MINOR_UNITS_MAX - 999);
    refused(&too_dear, &command, "the cart's total would be out of range");
}

#[test]
fn a_bundle_is_priced_anew_with_its_parts() {
    let cart = changes(&shop(None, vec![by_parts()]), vec![add_set("set", "set", Some(&[COMICS]))]).cart;
    let facts = shop(cart, vec![by_parts(), in_dollars("three", net(500))]);
    let update = UpdateLine::new(cart_id("c"), LineRef::Id(line_id("set")));
    let change = apply(&facts, &Command::UpdateLine(update)).unwrap();
    assert_eq!(change.cart.unwrap().lines[0].unit_price, net(1_500));
    let again = changes(&facts, vec![add_set("other", "set", Some(&[COMICS]))]);
    assert_eq!(again.cart.unwrap().lines[0].unit_price, net(1_500));
}
