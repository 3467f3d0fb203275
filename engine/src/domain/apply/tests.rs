//! Rules by example. Every test says what is there, what is asked, and what comes of it.

mod adding;
mod locating;
mod previewing;
mod barring;
mod stocking;
mod changing;
mod closing;
mod making;
mod whole;
mod merging;
mod importing;
mod bundling;
mod bundle_stocking;
mod customizing;
mod entering;
mod taxing;
mod bulk;
mod copying;
mod promising;
mod giving;
mod ordering;
mod sending;
mod spending;
mod repeating;
mod paying;
mod parking;
mod gifting;
mod telling;

use std::collections::HashMap;
use std::sync::Arc;

use super::{Change, Outcome, apply};
use crate::domain::access::Principal;
use crate::domain::cart::{Cart, CartStatus, CustomInputs, Expiry};
use crate::domain::catalog::{
    CurrencyFormat, CustomInputDefinition, Product, ProductStatus, Settings, Stock, Variant,
};
use crate::domain::command::{
    AddContent, AddLine, AddLines, Command, CreateCart, NewCart, OnAbsent, OnPresent, ProductRef,
};
use crate::domain::facts::{Facts, Found};
use crate::domain::id::{CartId, LineId, ProductId, Sku, VariantId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::promotion::Promotions;
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;
use crate::error::Error;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn eur() -> Currency {
    Currency::new("EUR").unwrap()
}

fn cart_id(text: &str) -> CartId {
    CartId::new(text).unwrap()
}

fn line_id(text: &str) -> LineId {
    LineId::new(text).unwrap()
}

fn units(units: i64) -> Quantity {
    Quantity::new(units).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn inputs(key: &str, value: &str) -> Option<CustomInputs> {
    CustomInputs::new(Value::Map(vec![(key.to_owned(), text(value))]))
}

fn net(minor_units: i64) -> UnitPrice {
    UnitPrice { minor_units, includes_tax: false }
}

/// A product with this identifier, `SKU-` and it as SKU, a price of 10.00 dollars and 9.00 euros, and no tracked stock.
fn product(id: &str) -> Product {
    let sku = Sku::new(format!("SKU-{id}")).unwrap();
    Product {
        prices: [(Currency::USD, net(1_000)), (eur(), net(900))].into(),
        ..Product::new(ProductId::new(id).unwrap(), sku, id.to_owned(), NOW)
    }
}

fn tracked(available: i64) -> Stock {
    Stock { tracked: true, available, ..Stock::UNTRACKED }
}

fn variant(id: &str) -> Variant {
    Variant {
        id: VariantId::new(id).unwrap(),
        sku: Sku::new(format!("SKU-{id}")).unwrap(),
        name: id.to_owned(),
        prices: [(Currency::USD, net(1_200))].into(),
        stock: Some(tracked(2)),
    }
}

/// `plain`; `scarce`, of which there are 5; `shirt` in the variants `small` and `large`, 2 of each at 12.00 dollars;
/// `card`, which takes custom inputs; `kit`, which requires the option `team`; `gone`, which is not on sale; `cheap`,
/// which has a price in dollars alone.
fn catalog() -> Vec<Product> {
    let definition = |key: &str, required| CustomInputDefinition {
        key: key.to_owned(),
        name: key.to_uppercase(),
        required,
        characters_max: Some(4),
    };
    vec![
        product("plain"),
        Product { stock: tracked(5), ..product("scarce") },
        Product { variants: vec![variant("small"), variant("large")], ..product("shirt") },
        Product {
            custom_inputs: vec![definition("front", true), definition("back", false)],
            ..product("card")
        },
        Product { required_options: vec!["team".to_owned()], ..product("kit") },
        Product { status: ProductStatus::Inactive, ..product("gone") },
        Product { prices: [(Currency::USD, net(1))].into(), ..product("cheap") },
    ]
}

fn settings() -> Settings {
    let mut settings = Settings::in_dollars();
    let euros = CurrencyFormat { currency: eur(), ..settings.currencies[0].clone() };
    settings.currencies.push(euros);
    settings
}

/// The facts for anybody, with this cart stored, and every product findable by every way.
fn facts(cart: Option<Cart>) -> Facts {
    let mut references = Vec::new();
    for product in catalog() {
        let found = |variant| Found { product: product.id.clone(), variant };
        references.push((ProductRef::Id(product.id.clone()), found(None)));
        references.push((ProductRef::Sku(product.sku.clone()), found(None)));
        for variant in &product.variants {
            let by_id = ProductRef::Id(ProductId::new(variant.id.as_str()).unwrap());
            references.push((by_id, found(Some(variant.id.clone()))));
            references.push((ProductRef::Sku(variant.sku.clone()), found(Some(variant.id.clone()))));
        }
    }
    Facts {
        now: NOW,
        clock_moved_ms: 0,
        principal: Principal::Guest,
        settings: Arc::new(settings()),
        cart: cart.map(Arc::new),
        instead: None,
        source: None,
        customer_known: true,
        is_last_of_customer: false,
        customer: None,
        references,
        promotions: Arc::new(Promotions::default()),
        code_uses: HashMap::new(),
        order: None,
        order_number: 7,
        own_number: 6,
        parked: None,
        key: None,
        parked_count: 0,
        new_lines: (0..200).map(|number| line_id(&format!("new-{number}"))).collect(),
        products: catalog().into_iter().map(|product| (product.id.clone(), Arc::new(product))).collect(),
        line_elsewhere: None,
    }
}

/// The same with these products besides, or in place of those of the same identifier.
fn facts_with(cart: Option<Cart>, products: Vec<Product>) -> Facts {
    let mut facts = facts(cart);
    for product in products {
        let found = Found { product: product.id.clone(), variant: None };
        facts.references.push((ProductRef::Id(product.id.clone()), found.clone()));
        facts.references.push((ProductRef::Sku(product.sku.clone()), found));
        facts.products.insert(product.id.clone(), Arc::new(product));
    }
    facts
}

/// So many units of a product; a new line is called by the product.
fn add(product: &str, quantity: i64) -> AddLine {
    let reference = ProductRef::Id(ProductId::new(product).unwrap());
    AddLine::new(line_id(product), reference, units(quantity))
}

/// So many units of a product in a variant that is named apart from it; a new line is called by the variant.
fn add_variant(product: &str, variant: &str, quantity: i64) -> AddLine {
    let product = ProductRef::Id(ProductId::new(product).unwrap());
    let variant = VariantId::new(variant).ok();
    AddLine::of(
        line_id(variant.as_ref().unwrap().as_str()),
        AddContent::Product { product, variant, selection: None },
        units(quantity),
    )
}

/// One unit of whatever has this SKU; a new line is called `line`.
fn add_by_sku(sku: &str) -> AddLine {
    AddLine::new(line_id("line"), ProductRef::Sku(Sku::new(sku).unwrap()), units(1))
}

fn begin() -> NewCart {
    NewCart::new(Expiry::Never)
}

fn add_lines(lines: Vec<AddLine>) -> AddLines {
    AddLines::new(cart_id("c"), OnAbsent::Create(begin()), lines)
}

/// A stored cart with these lines.
fn cart_of(lines: Vec<AddLine>) -> Cart {
    let change = apply(&facts(None), &Command::AddLines(add_lines(lines))).unwrap();
    change.cart.unwrap()
}

fn create(lines: Vec<AddLine>) -> CreateCart {
    CreateCart {
        cart: cart_id("c"),
        new: begin(),
        on_present: OnPresent::Refuse,
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines,
    }
}

/// The quantities of the cart, by line.
fn quantities(change: &Change) -> Vec<(&str, u32)> {
    let cart = change.cart.as_ref().unwrap();
    cart.lines.iter().map(|line| (line.id.as_str(), line.quantity.units())).collect()
}

/// How many of the source's lines a merge has taken as new lines, has put into lines that were there, and has left.
#[track_caller]
fn merge_counts(change: &Change) -> [usize; 3] {
    let Outcome::Merged { lines, left } = &change.outcome else { panic!("{:?}", change.outcome) };
    let moved = lines.iter().filter(|line| line.is_new).count();
    [moved, lines.len() - moved, *left]
}

/// The words of the reason for which the command is refused.
#[track_caller]
fn refusal(facts: &Facts, command: &Command) -> Error {
    apply(facts, command).expect_err("the command is refused").reason().clone()
}

#[track_caller]
fn refused(facts: &Facts, command: &Command, expected: &str) {
    assert_eq!(refusal(facts, command).to_string(), expected);
}

#[track_caller]
fn adds(cart: Option<Cart>, lines: Vec<AddLine>, expected: &[(&str, u32)]) -> Cart {
    let change = apply(&facts(cart), &Command::AddLines(add_lines(lines))).unwrap();
    assert_eq!(quantities(&change), expected);
    change.cart.unwrap()
}

#[track_caller]
fn refuses(cart: Option<Cart>, line: AddLine, expected: &str) {
    refused(&facts(cart), &Command::AddLines(add_lines(vec![line])), expected);
}
