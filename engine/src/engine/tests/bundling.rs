//! What is loaded for bundles.

use super::ordering::{checkout, pay};
use super::{CHECKS, add, add_all, add_line, engine, import, line_id, samples, submit, units, update};
use crate::domain::bundle::{BundlePrice, Component, ComponentOption, SelectedComponent};
use crate::domain::cart::Cart;
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::{AddContent, AddLine, Command, ProductRef};
use crate::domain::id::ProductId;
use crate::domain::quantity::Quantity;
use crate::engine::Engine;
use crate::error::Error;

fn product_id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

/// A mug and a cup of which there are four, a fork, and a set of up to two of them that costs what they cost.
fn engine_with_set() -> Engine {
    let engine = engine();
    let stock = Stock { tracked: true, available: 4, allocated: 0, low_threshold: None, backorder: false };
    let part = |id: &str| Product { stock: stock.clone(), ..samples::product(id) };
    let option = |product: &str| ComponentOption {
        product: product_id(product),
        quantity: 2,
        quantity_min: None,
        quantity_max: None,
        is_default: product == "mug",
        sort_order: None,
    };
    let set = Product {
        components: vec![Component {
            key: "drink".to_owned(),
            name: "Drink".to_owned(),
            options_min: Some(1),
            options_max: Some(2),
            sort_order: None,
            options: vec![option("mug"), option("cup")],
        }],
        bundle_price: BundlePrice::Cumulative,
        ..samples::product("set")
    };
    submit(&engine, import(vec![part("mug"), part("cup"), samples::product("fork"), set])).unwrap();
    engine
}

/// A set with what is selected by default, or with two of this.
fn add_set(line: &str, selected: Option<&str>) -> Command {
    let select = |product: &str| SelectedComponent {
        key: "drink".to_owned(),
        options: vec![(product_id(product), 2)],
    };
    let content = AddContent::Product {
        product: ProductRef::Id(product_id("set")),
        variant: None,
        selection: selected.map(|product| vec![select(product)]),
    };
    add_all("c", vec![AddLine { checks: CHECKS, ..AddLine::of(line_id(line), content, Quantity::ONE) }])
}

fn prices(cart: &Cart) -> Vec<i64> {
    cart.lines.iter().map(|line| line.unit_price.minor_units).collect()
}

#[test]
fn a_bundle_costs_what_is_selected_of_it_and_is_priced_anew_with_it() {
    let engine = engine_with_set();
    submit(&engine, add_set("l1", None)).unwrap();
    submit(&engine, add_set("l2", Some("cup"))).unwrap();
    let cart = submit(&engine, add_set("l3", Some("mug"))).unwrap().cart.unwrap();
    assert_eq!(units(&cart), [("l1", 2), ("l2", 1)], "what is selected by default is the same");
    assert_eq!(prices(&cart), [1_900, 1_900]);
    let unchecked = match update("c", "l1", None) {
        Command::UpdateLine(mut command) => {
            command.checks = crate::domain::command::Checks::NONE;
            Command::UpdateLine(command)
        }
        other => panic!("{other:?}"),
    };
    let cart = submit(&engine, unchecked).unwrap().cart.unwrap();
    assert_eq!((units(&cart), prices(&cart)), (vec![("l1", 7), ("l2", 1)], vec![1_900, 1_900]));
}

#[test]
fn bundles_of_the_cart_count_against_the_stock_of_what_is_in_them() {
    let engine = engine_with_set();
    submit(&engine, add_set("l1", None)).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    for command in [add("c", "l2", "mug"), add_set("l1", None)] {
        let error = submit(&engine, command).unwrap_err();
        let Error::InsufficientStock(shortage) = error.reason() else { panic!("{error:?}") };
        assert_eq!(shortage.product.as_str(), "mug");
    }
    submit(&engine, add_all("c", vec![add_line("l3", "cup", None), add_line("l4", "fork", None)])).unwrap();
}

#[test]
fn an_order_holds_back_what_its_bundles_are_made_of() {
    let engine = engine_with_set();
    submit(&engine, add_set("l1", None)).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    submit(&engine, checkout("c", "o")).unwrap();
    let order = submit(&engine, pay("o")).unwrap().order.unwrap();
    let held: Vec<(&str, i64)> =
        order.allocations.iter().map(|one| (one.product.as_str(), one.units)).collect();
    assert_eq!(held, [("mug", 3)]);
    let stock = |product: &str| {
        let reference = ProductRef::Id(product_id(product));
        let stock = engine.find_product(&reference).unwrap().unwrap().stock.clone();
        (stock.available, stock.allocated)
    };
    assert_eq!((stock("mug"), stock("cup")), ((1, 3), (4, 0)));
}
