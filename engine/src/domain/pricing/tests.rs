//! What carts cost, by example and by property.

mod published;
mod rewards;
mod gifts;
mod choosing;
mod taxing;
mod properties;

use std::collections::HashMap;

use super::{PricedCart, price};
use crate::domain::cart::{
    AutoAdded, Cart, CartDiscount, CartStatus, Content, Counted, CustomItem, EnteredCode, Expiry, Line,
};
use crate::domain::facts::Found;
use crate::domain::id::{CartId, LineId, ProductId, PromotionId, TaxId, VariantId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::promotion::{
    AmountsByCurrency, Code, Offer, Promotion, Promotions, Requirement, Reward, Target, Targets,
};
use crate::domain::quantity::Quantity;
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, Tax, TaxAmount};
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(1_000);

/// Units of a product, with the product's letter as the line's identifier too.
fn line(product: &str, minor_units: i64, quantity: i64) -> Line {
    let unit_price = UnitPrice { minor_units, includes_tax: false };
    Line {
        id: LineId::new(product).unwrap(),
        sequence: 1,
        content: Content::Product { product: ProductId::new(product).unwrap(), variant: None, bundle: None },
        quantity: Quantity::new(quantity).unwrap(),
        auto_added: vec![],
        unit_price,
        list_price: unit_price,
        price_overridden: false,
        tax_rate: Rate::ZERO,
        taxes: vec![],
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        added_at: NOW,
        updated_at: NOW,
    }
}

/// The same with this identifier, for a second line of one product.
fn named(id: &str, line: Line) -> Line {
    Line { id: LineId::new(id).unwrap(), ..line }
}

fn variant(id: &str, line: Line) -> Line {
    let Content::Product { product, bundle, .. } = line.content else {
        panic!("a custom item has no variant")
    };
    let content = Content::Product { product, variant: VariantId::new(id).ok(), bundle };
    Line { id: LineId::new(id).unwrap(), content, ..line }
}

fn custom(sku: &str, minor_units: i64, quantity: i64) -> Line {
    let custom = CustomItem { name: sku.to_owned(), sku: sku.to_owned(), description: String::new() };
    Line { content: Content::Custom(custom), ..line(sku, minor_units, quantity) }
}

fn with_tax_in(line: Line) -> Line {
    let unit_price = UnitPrice { includes_tax: true, ..line.unit_price };
    Line { unit_price, ..line }
}

fn taxed(rate: &str, line: Line) -> Line {
    Line { tax_rate: Rate::parse(rate).unwrap(), ..line }
}

fn with_taxes(amounts: &[TaxAmount], line: Line) -> Line {
    let tax = |(number, amount): (usize, &TaxAmount)| Tax {
        id: TaxId::new(format!("t{number}")).unwrap(),
        name: "tax".to_owned(),
        jurisdiction: None,
        code: None,
        amount: *amount,
    };
    Line { taxes: amounts.iter().enumerate().map(tax).collect(), ..line }
}

/// So many of the line's units were added by this promotion.
fn added(promotion: &str, units: u32, line: Line) -> Line {
    let promotion = PromotionId::new(promotion).unwrap();
    Line { auto_added: vec![AutoAdded { promotion, units }], ..line }
}

fn cart(lines: Vec<Line>) -> Cart {
    Cart {
        id: CartId::new("c").unwrap(),
        customer: None,
        status: CartStatus::Active,
        name: String::new(),
        description: String::new(),
        attributes: vec![],
        requested_currency: None,
        priced_currency: Some(Currency::USD),
        lines: lines.into_iter().map(Shared::from).collect(),
        discounts: vec![],
        codes: vec![],
        is_stock_deferred: false,
        separates_locations: true,
        preview_at: None,
        last_checkout: None,
        line_sequence: 1,
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
        counted: Counted::from(NOW),
        expiry: Expiry::Never,
    }
}

fn with_discount(minor_units: i64, mut cart: Cart) -> Cart {
    let id = format!("d{}", cart.discounts.len());
    cart.discounts.push(CartDiscount { id, code: "D".into(), name: String::new(), minor_units });
    cart
}

fn with_codes(codes: &[&str], cart: Cart) -> Cart {
    let entered = |code: &&str| EnteredCode {
        code: (*code).to_owned(),
        promotion: PromotionId::new("entered").unwrap(),
        entered_at: None,
    };
    Cart { codes: codes.iter().map(entered).collect(), ..cart }
}

fn usd(minor_units: i64) -> AmountsByCurrency {
    [(Currency::USD, minor_units)].into()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn list(targets: &str) -> Vec<Target> {
    targets.split_whitespace().map(|target| Target(target.to_owned())).collect()
}

fn only(targets: &str) -> Targets {
    Targets::Only(list(targets))
}

fn requirement(quantity: u32, targets: &str) -> Requirement {
    Requirement { targets: list(targets), quantity }
}

/// A promotion for every cart.
fn promotion(id: &str, reward: Reward) -> Promotion {
    Promotion {
        id: PromotionId::new(id).unwrap(),
        name: format!("Promotion {id}"),
        description: String::new(),
        is_enabled: true,
        offer: Offer::Automatic,
        starts_at: None,
        ends_at: None,
        subtotal_min: AmountsByCurrency::new(),
        applications_max: None,
        discount_max: AmountsByCurrency::new(),
        created_at: NOW,
        reward,
    }
}

fn by_code(codes: &[&str], promotion: Promotion) -> Promotion {
    let code = |code: &&str| Code { code: (*code).to_owned(), uses_max: None };
    Promotion { offer: Offer::ByCode(codes.iter().map(code).collect()), ..promotion }
}

fn cart_amount(minor_units: i64, excluded: &str) -> Reward {
    Reward::CartAmount { amounts: usd(minor_units), excluded: list(excluded) }
}

fn cart_percent(share: &str, excluded: &str) -> Reward {
    Reward::CartPercent { rates: [(Currency::USD, rate(share))].into(), excluded: list(excluded) }
}

fn gift(requirements: Vec<Requirement>, gifts: &str) -> Reward {
    Reward::Gift { requirements, gifts: list(gifts), is_added: true }
}

/// These promotions, the first one the oldest. Targets `a` to `z` are products, `a1` to `z9` their variants.
fn promotions(promotions: Vec<Promotion>) -> Promotions {
    let mut targets = HashMap::new();
    for product in 'a'..='z' {
        let id = ProductId::new(product.to_string()).unwrap();
        targets.insert(Target(product.to_string()), Found { product: id.clone(), variant: None });
        for number in 1..=9 {
            let variant = format!("{product}{number}");
            let found = Found { product: id.clone(), variant: VariantId::new(variant.as_str()).ok() };
            targets.insert(Target(variant), found);
        }
    }
    let by_age = promotions
        .into_iter()
        .zip(0..)
        .map(|(promotion, age)| Promotion { created_at: Timestamp::from_millis(age), ..promotion });
    Promotions::new(by_age.collect(), targets)
}

#[track_caller]
fn priced(cart: &Cart, all: Vec<Promotion>) -> PricedCart {
    price(cart, &promotions(all), NOW).unwrap()
}

/// The cart's lines cost so much together after these promotions, and each of them takes off so much of each line.
#[track_caller]
fn check(lines: Vec<Line>, all: Vec<Promotion>, expected: &[(&str, &[(usize, i64)])]) -> PricedCart {
    let priced = priced(&cart(lines), all);
    let applied: Vec<(&str, &[(usize, i64)])> =
        priced.applied.iter().map(|applied| (applied.id.as_str(), applied.shares.as_slice())).collect();
    assert_eq!(applied, expected);
    priced
}
