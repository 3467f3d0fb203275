use super::{eur, facts, net, product, refused, settings, tracked, units, variant};
use crate::domain::apply::{Outcome, apply};
use crate::domain::bundle::{BundlePrice, Component, ComponentOption};
use crate::domain::catalog::{Customer, PriceTier, Product, Settings, Stock};
use crate::domain::command::Command;
use crate::domain::command::import::Import;
use crate::domain::id::{CustomerId, ProductId};
use crate::domain::key::{Key, KeyDigest};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};

fn import(products: Vec<Product>) -> Command {
    Command::Import(Box::new(Import { products, ..Import::default() }))
}

#[test]
fn an_import_that_agrees_with_itself_is_taken() {
    let change = apply(&facts(None), &import(vec![product("a"), product("b")])).unwrap();
    assert!(matches!(change.outcome, Outcome::Imported));
}

#[test]
fn prices_and_stocks_out_of_range_are_refused() {
    let out_of_range = "the product a has a price or a stock that is out of range";
    let negative = Product { prices: [(eur(), net(-1))].into(), ..product("a") };
    refused(&facts(None), &import(vec![negative]), out_of_range);
    refused(&facts(None), &import(vec![Product { stock: tracked(-1), ..product("a") }]), out_of_range);
}

#[test]
fn the_default_currency_is_one_of_the_currencies() {
    let settings = Settings { default_currency: Currency::new("XTS").unwrap(), ..settings() };
    let command = Command::Import(Box::new(Import { settings: Some(settings), ..Import::default() }));
    refused(&facts(None), &command, "the default currency XTS is not among the currencies");
}

#[test]
fn a_customer_and_a_key_stand_there_once() {
    let customer =
        |id: &str| Customer { id: CustomerId::new(id).unwrap(), name: String::new(), email: String::new() };
    let customers = vec![customer("a"), customer("b"), customer("a")];
    let command = Command::Import(Box::new(Import { customers, ..Import::default() }));
    refused(&facts(None), &command, "the customer a stands there twice");
    let key = |digest, dialect: &str| Key {
        digest: KeyDigest([digest; 32]),
        dialect: dialect.to_owned(),
        kind: String::new(),
        scopes: vec![],
        customer: None,
        hint: String::new(),
        name: String::new(),
        created_at: None,
        expires_at: None,
        revoked_at: None,
    };
    let keys = |second| {
        let keys = vec![key(1, "storekit"), key(second, "stateset")];
        Command::Import(Box::new(Import { keys, ..Import::default() }))
    };
    refused(&facts(None), &keys(1), "the key stands there twice");
    assert!(apply(&facts(None), &keys(2)).is_ok());
}

#[track_caller]
fn taken(product: Product) {
    assert!(apply(&facts(None), &import(vec![product])).is_ok());
}

#[track_caller]
fn not_taken(product: Product, reason: &str) {
    refused(&facts(None), &import(vec![product]), &format!("the product a is not valid: {reason}"));
}

#[test]
fn tiers_are_by_rising_quantity_and_in_range() {
    let tier = |from, minor_units| PriceTier {
        quantity_min: units(from),
        prices: [(Currency::USD, net(minor_units))].into(),
    };
    let with = |tiers| Product { tiers, ..product("a") };
    taken(with(vec![tier(1, 0), tier(6, AMOUNT_MINOR_UNITS_MAX)]));
    not_taken(with(vec![tier(6, 5), tier(6, 4)]), "its tiers are not by rising quantity");
    not_taken(with(vec![tier(2, 5), tier(6, 4), tier(5, 3)]), "its tiers are not by rising quantity");
    for minor_units in [-1, AMOUNT_MINOR_UNITS_MAX + 1] {
        let out_of_range = "the product a has a price or a stock that is out of range";
        refused(&facts(None), &import(vec![with(vec![tier(2, minor_units)])]), out_of_range);
    }
    let held_back = Product { stock: Stock { allocated: -1, ..tracked(1) }, ..product("a") };
    let out_of_range = "the product a has a price or a stock that is out of range";
    refused(&facts(None), &import(vec![held_back]), out_of_range);
}

fn option(product: &str) -> ComponentOption {
    ComponentOption {
        product: ProductId::new(product).unwrap(),
        quantity: 1,
        quantity_min: None,
        quantity_max: None,
        is_default: true,
        sort_order: None,
    }
}

fn component(key: &str, options: Vec<ComponentOption>) -> Component {
    let (key, name) = (key.to_owned(), String::new());
    Component { key, name, options_min: None, options_max: None, sort_order: None, options }
}

fn bundle(components: Vec<Component>) -> Product {
    Product { components, ..product("a") }
}

#[test]
fn components_and_their_options_stand_there_once() {
    taken(bundle(vec![
        component("one", vec![option("b"), option("c")]),
        component("two", vec![option("b")]),
    ]));
    let same_key = vec![component("one", vec![option("b")]), component("one", vec![option("c")])];
    not_taken(bundle(same_key), "two of its components have one key");
    let same_option = component("one", vec![option("b"), option("b")]);
    not_taken(bundle(vec![same_option]), "a component has one option twice");
    not_taken(bundle(vec![component("one", vec![option("a")])]), "it is an option of itself");
}

#[test]
fn a_bundle_has_so_many_options_and_no_more() {
    let options = |count: usize| (0..count).map(|number| option(&format!("p-{number}"))).collect();
    let with = |count| bundle(vec![component("one", options(1_000)), component("two", options(count))]);
    taken(with(500));
    not_taken(with(501), "its components have too many options together");
}

#[test]
fn bounds_of_components_and_options_leave_something_to_select() {
    let counts = |options_min, options_max| {
        bundle(vec![Component { options_min, options_max, ..component("one", vec![option("b")]) }])
    };
    taken(counts(Some(2), Some(2)));
    taken(counts(None, Some(0)));
    not_taken(counts(Some(2), Some(1)), "a component asks for more options than it allows");
    let of = |quantity, quantity_min, quantity_max| {
        let option = ComponentOption { quantity, quantity_min, quantity_max, ..option("b") };
        bundle(vec![component("one", vec![option])])
    };
    taken(of(2, Some(2), Some(2)));
    taken(of(2_147_483_647, None, None));
    let out_of_range = "a number of units of an option is out of range";
    for product in
        [of(0, None, None), of(1, Some(0), None), of(1, None, Some(0)), of(2_147_483_648, None, None)]
    {
        not_taken(product, out_of_range);
    }
    not_taken(of(2, Some(3), Some(2)), "an option asks for more units than it allows");
    let not_allowed = "a default option has a number of units that it does not allow";
    not_taken(of(2, Some(3), Some(4)), not_allowed);
    not_taken(of(5, None, Some(4)), not_allowed);
    let mut chosen = of(2, Some(3), Some(4));
    chosen.components[0].options[0].is_default = false;
    taken(chosen);
}

#[test]
fn the_sum_of_parts_knows_no_variants() {
    let with = |bundle_price| Product {
        bundle_price,
        variants: vec![variant("v")],
        ..bundle(vec![component("one", vec![option("b")])])
    };
    taken(with(BundlePrice::Fixed));
    not_taken(with(BundlePrice::Cumulative), "it has variants, and its price is the sum of its parts");
    taken(Product { components: vec![], ..with(BundlePrice::Cumulative) });
}
