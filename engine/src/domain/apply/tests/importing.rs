use super::{eur, facts, net, product, refused, settings, tracked, variant};
use crate::domain::apply::{Outcome, apply};
use crate::domain::catalog::{Customer, Product, Settings};
use crate::domain::command::Command;
use crate::domain::command::import::Import;
use crate::domain::id::{CustomerId, Sku};
use crate::domain::key::{Key, KeyDigest};
use crate::domain::money::Currency;

fn import(products: Vec<Product>) -> Command {
    Command::Import(Box::new(Import { products, ..Import::default() }))
}

#[test]
fn an_import_that_agrees_with_itself_is_taken() {
    let change = apply(&facts(None), &import(vec![product("a"), product("b")])).unwrap();
    assert!(matches!(change.outcome, Outcome::Imported));
}

#[test]
fn an_import_that_contradicts_itself_is_refused() {
    let twice = import(vec![product("a"), product("a")]);
    refused(&facts(None), &twice, "two products or variants would have the identifier a");
    let variant_like_product = Product { variants: vec![variant("a")], ..product("a") };
    refused(
        &facts(None),
        &import(vec![variant_like_product]),
        "two products or variants would have the identifier a",
    );
    let same_sku = Product { sku: Sku::new("SKU-a").unwrap(), ..product("b") };
    refused(
        &facts(None),
        &import(vec![product("a"), same_sku]),
        "two products or variants would have the SKU SKU-a",
    );
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
    };
    let keys = |second| {
        let keys = vec![key(1, "storekit"), key(second, "stateset")];
        Command::Import(Box::new(Import { keys, ..Import::default() }))
    };
    refused(&facts(None), &keys(1), "the key stands there twice");
    assert!(apply(&facts(None), &keys(2)).is_ok());
}
