//! The engine's words: what is sold in tests of the engine alone, and what is asked of it.

use std::path::Path;

use trolley_engine::domain::cart::Expiry;
use trolley_engine::domain::catalog::{CurrencyFormat, Product, Settings, Stock};
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::command::{AddLine, AddLines, Checks, NewCart, OnAbsent, ProductRef, StockCheck};
use trolley_engine::domain::id::{CartId, LineId, ProductId, Sku, VariantId};
use trolley_engine::domain::money::{Currency, Prices, UnitPrice};
use trolley_engine::{
    CartView, Command, Engine, Error, Options, Principal, Profile, Quantity, Receipt, Submission, Timestamp,
};
use trolley_harness::process::undisturbed;

/// When everything happens unless a test says otherwise.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

pub(crate) fn cart_id(text: &str) -> CartId {
    CartId::new(text).unwrap()
}

pub(crate) fn line_id(text: &str) -> LineId {
    LineId::new(text).unwrap()
}

pub(crate) fn product_id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

pub(crate) fn variant_id(text: &str) -> VariantId {
    VariantId::new(text).unwrap()
}

pub(crate) fn sku(text: &str) -> Sku {
    Sku::new(text).unwrap()
}

pub(crate) fn units(units: i64) -> Quantity {
    Quantity::new(units).unwrap()
}

pub(crate) fn euros() -> Currency {
    Currency::new("EUR").unwrap()
}

pub(crate) fn prices(usd: Option<i64>, eur: Option<i64>) -> Prices {
    [(Currency::USD, usd), (euros(), eur)]
        .into_iter()
        .filter_map(|(currency, minor_units)| {
            Some((currency, UnitPrice { minor_units: minor_units?, includes_tax: false }))
        })
        .collect()
}

/// So many units in stock; none for stock that is not counted.
pub(crate) fn stock(available: Option<i64>) -> Stock {
    let counted = Stock { tracked: true, ..Stock::UNTRACKED };
    match available {
        Some(available) => Stock { available, ..counted },
        None => Stock::UNTRACKED,
    }
}

/// A product of this identifier with the SKU `SKU-` and it, at 10.00 dollars or 9.00 euros.
pub(crate) fn product(id: &str) -> Product {
    Product {
        prices: prices(Some(1_000), Some(900)),
        ..Product::new(product_id(id), sku(&format!("SKU-{id}")), id.to_owned(), NOW)
    }
}

/// What the stores of tests sell in: dollars and euros.
fn settings() -> Settings {
    let mut settings = Settings::in_dollars();
    let euros = CurrencyFormat { currency: euros(), ..settings.currencies[0].clone() };
    settings.currencies.push(euros);
    settings
}

/// An import of these products and the tests' settings.
pub(crate) fn import(products: Vec<Product>) -> Command {
    Command::Import(Box::new(Import { settings: Some(settings()), products, ..Import::default() }))
}

/// An engine in memory that sells these.
pub(crate) fn engine_with(products: Vec<Product>) -> Engine {
    let engine = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    submit(&engine, import(products)).unwrap();
    engine
}

/// The engine of a file.
pub(crate) fn open_file(file: &Path, profile: Profile) -> Engine {
    undisturbed(|| Engine::open(file, Options::new(profile))).unwrap()
}

/// Asks for one thing, as the shop's own server.
pub(crate) fn submit(engine: &Engine, command: Command) -> Result<Receipt, Error> {
    engine.submit(Submission::new(NOW, Principal::Server, vec![command]))
}

/// A cart that is there.
#[track_caller]
pub(crate) fn cart(engine: &Engine, id: &str) -> CartView {
    engine.find_cart(&cart_id(id), &Principal::Server, NOW).unwrap().unwrap()
}

/// How carts begin.
pub(crate) fn new_cart() -> NewCart {
    NewCart::new(Expiry::Never)
}

/// Checks of the stock and whether it is on sale.
pub(crate) fn checks(stock: StockCheck) -> Checks {
    Checks { stock, on_sale: true, ..Checks::NONE }
}

/// A line to add: one unit of this product.
pub(crate) fn one(line: &str, product: &str) -> AddLine {
    let product = ProductRef::Id(product_id(product));
    AddLine { checks: checks(StockCheck::Cart), ..AddLine::new(line_id(line), product, Quantity::ONE) }
}

/// Adds these lines or none.
pub(crate) fn add(cart: &str, lines: Vec<AddLine>) -> Command {
    Command::AddLines(AddLines::new(cart_id(cart), OnAbsent::Create(new_cart()), lines))
}

/// The same, in this currency where the cart has none yet.
pub(crate) fn add_in(currency: Currency, cart: &str, lines: Vec<AddLine>) -> Command {
    let Command::AddLines(add) = add(cart, lines) else { panic!("it adds lines") };
    Command::AddLines(AddLines { currency: Some(currency), ..add })
}
