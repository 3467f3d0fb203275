//! Putting seeds into a store.

use std::fmt;

use trolley_engine::domain::catalog::Settings;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::money::Currency;
use trolley_engine::error::ImportProblem;
use trolley_engine::{Engine, Submission};
use trolley_engine::{Error, Principal, Timestamp};

use super::fault::Fault;
use super::{Seed, SeedError, carts, keys, products, settings};

/// How much of everything was put into a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Products, each with all its variants.
    pub products: usize,
    /// Customers.
    pub customers: usize,
    /// Keys.
    pub keys: usize,
    /// Carts.
    pub carts: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let Self { products, customers, keys, carts } = *self;
        write!(f, "{products} product{}, {customers} customer{}, ", plural(products), plural(customers))?;
        write!(f, "{keys} key{}, {carts} cart{}", plural(keys), plural(carts))
    }
}

/// A command and what it is made of.
struct Step {
    command: Command,
    /// The seed's place among all.
    seed: usize,
    /// The cart's place in the seed; none for its import.
    cart: Option<usize>,
}

/// Puts seeds into a store: all of them in order as one, or nothing.
///
/// # Errors
///
/// [`SeedError::Invalid`] where something in them makes no sense, in itself or in this store; [`SeedError::Engine`]
/// where the store fails.
pub fn load(engine: &Engine, seeds: &[Seed], at: Timestamp) -> Result<Counts, SeedError> {
    let steps = steps(&engine.settings(), seeds, at)?;
    if steps.is_empty() {
        return Ok(Counts::default());
    }
    let commands: Vec<Command> = steps.iter().map(|step| step.command.clone()).collect();
    if let Err(error) = submit(engine, at, commands) {
        return Err(explain(engine, seeds, &steps, at, error));
    }
    let count = |of: fn(&Seed) -> usize| seeds.iter().map(of).sum();
    Ok(Counts {
        products: count(|seed| seed.row.products.len()),
        customers: count(|seed| seed.row.customers.len()),
        keys: count(|seed| seed.row.keys.len()),
        carts: count(|seed| seed.row.carts.len()),
    })
}

/// First everything that carts may name, then the carts.
fn steps(present: &Settings, seeds: &[Seed], at: Timestamp) -> Result<Vec<Step>, SeedError> {
    let mut merged = present.clone();
    let mut imports = Vec::new();
    let mut creations = Vec::new();
    for (index, seed) in seeds.iter().enumerate() {
        let invalid = |fault| SeedError::Invalid { name: seed.name.clone(), fault };
        settings::merge(&mut merged, &seed.row).map_err(invalid)?;
        let import = Import {
            settings: Some(merged.clone()),
            products: products::products(&seed.row.products, at).map_err(invalid)?,
            promotions: Vec::new(),
            customers: keys::customers(&seed.row.customers).map_err(invalid)?,
            keys: keys::keys(&seed.row.keys).map_err(invalid)?,
        };
        imports.push(Step { command: Command::Import(Box::new(import)), seed: index, cart: None });
        let carts = carts::carts(&seed.row.carts).map_err(invalid)?;
        creations.extend(carts.into_iter().enumerate().map(|(place, cart)| Step {
            command: Command::CreateCart(cart),
            seed: index,
            cart: Some(place),
        }));
    }
    imports.append(&mut creations);
    Ok(imports)
}

fn submit(engine: &Engine, at: Timestamp, commands: Vec<Command>) -> Result<(), Error> {
    engine.submit(Submission::new(at, Principal::Server, commands)).map(|_| ())
}

/// Names the place in the seeds that the engine refused.
fn explain(engine: &Engine, seeds: &[Seed], steps: &[Step], at: Timestamp, error: Error) -> SeedError {
    if matches!(error, Error::Overloaded | Error::Stopped | Error::Store(_)) {
        return SeedError::Engine(error);
    }
    let Some(step) = refused(engine, steps, at) else { return SeedError::Engine(error) };
    let Some(seed) = seeds.get(step.seed) else { return SeedError::Engine(error) };
    let fault = match step.cart {
        None => Fault::new(import_place(seed, &error), &error),
        Some(cart) => match &error {
            Error::LinesRefused { refusals } => match refusals.first() {
                Some(refusal) => Fault::new(format!("lines[{}]", refusal.index), error.reason()),
                None => Fault::new("", &error),
            },
            reason => Fault::new("", reason),
        }
        .within(&format!("carts[{cart}]")),
    };
    SeedError::Invalid { name: seed.name.clone(), fault }
}

/// Which of the steps the engine refuses, found by halves. Each try ends in a command that is always refused, so that
/// nothing comes of it.
fn refused<'a>(engine: &Engine, steps: &'a [Step], at: Timestamp) -> Option<&'a Step> {
    // The code that ISO 4217 keeps for tests.
    let nowhere = Currency::new("XTS")?;
    let settings = Settings {
        store_id: String::new(),
        catalog_id: String::new(),
        default_currency: nowhere,
        currencies: Vec::new(),
    };
    let stop = Command::Import(Box::new(Import { settings: Some(settings), ..Import::default() }));
    let holds = |len: usize| {
        let steps = steps.iter().take(len).map(|step| step.command.clone());
        let reason = submit(engine, at, steps.chain([stop.clone()]).collect());
        matches!(
            reason,
            Err(Error::ImportInvalid(ImportProblem::DefaultCurrencyMissing { currency })) if currency == nowhere
        )
    };
    // The first `low` steps hold, the first `high` do not.
    let (mut low, mut high) = (0, steps.len());
    while low + 1 < high {
        let middle = low.midpoint(high);
        if holds(middle) { low = middle } else { high = middle }
    }
    steps.get(low)
}

/// Where the seed has what the engine found fault with.
fn import_place(seed: &Seed, error: &Error) -> String {
    let Error::ImportInvalid(problem) = error else { return String::new() };
    let products = seed.row.products.iter().enumerate();
    let mut rows = products.flat_map(|(index, product)| {
        let variants = product.variants.iter().enumerate().map(move |(variant_index, variant)| {
            (format!("products[{index}].variants[{variant_index}]"), &variant.id, &variant.sku)
        });
        [(format!("products[{index}]"), &product.id, &product.sku)].into_iter().chain(variants)
    });
    let found = match problem {
        ImportProblem::SkuTaken { sku } => {
            rows.find(|(.., row_sku)| *row_sku == sku.as_str()).map(|(place, ..)| format!("{place}.sku"))
        }
        ImportProblem::IdTaken { id } => {
            rows.find(|(_, row_id, _)| *row_id == id).map(|(place, ..)| format!("{place}.id"))
        }
        ImportProblem::OutOfRange { product } => {
            rows.find(|(_, row_id, _)| *row_id == product.as_str()).map(|(place, ..)| place)
        }
        ImportProblem::CustomerTwice { index, customer: _ } => Some(format!("customers[{index}]")),
        ImportProblem::KeyTwice { index } => Some(format!("keys[{index}]")),
        ImportProblem::CodeTaken { .. }
        | ImportProblem::PromotionInvalid { .. }
        | ImportProblem::ProductInvalid { .. } => None,
        ImportProblem::DefaultCurrencyMissing { .. } => Some("store.default_currency".to_owned()),
    };
    found.unwrap_or_default()
}
