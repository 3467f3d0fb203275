//! Putting seeds into a store.

use std::fmt;

use trolley_engine::domain::catalog::Settings;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::delivery::Delivery;
use trolley_engine::domain::money::Currency;
use trolley_engine::error::import::ImportProblem;
use trolley_engine::{Engine, Submission};
use trolley_engine::{Error, Principal, Timestamp};

use super::fault::Fault;
use super::{Seed, SeedError, carts, keys, place, products, promotions, settings};

/// How much of everything was put into a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Products, each with all its variants.
    pub products: usize,
    /// Promotions, each with all its codes.
    pub promotions: usize,
    /// Shipping methods.
    pub shipping_methods: usize,
    /// Tax zones.
    pub tax_zones: usize,
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
        let Self { products, promotions, shipping_methods, tax_zones, customers, keys, carts } = *self;
        write!(f, "{products} product{}, {promotions} promotion{}, ", plural(products), plural(promotions))?;
        write!(f, "{shipping_methods} shipping method{}, ", plural(shipping_methods))?;
        write!(f, "{tax_zones} tax zone{}, ", plural(tax_zones))?;
        write!(f, "{customers} customer{}, ", plural(customers))?;
        write!(f, "{keys} key{}, {carts} cart{}", plural(keys), plural(carts))
    }
}

/// A command and what it is made of.
struct Step {
    command: Command,
    /// The seed's place among all.
    seed: usize,
    /// The cart's place in the seed, and the member that the command puts into it one by one; none for the import.
    cart: Option<(usize, &'static str)>,
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
        promotions: count(|seed| seed.row.promotions.len()),
        shipping_methods: count(|seed| seed.row.shipping_methods.len()),
        tax_zones: count(|seed| seed.row.tax_zones.len()),
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
            promotions: promotions::promotions(&seed.row.promotions, at).map_err(invalid)?,
            customers: keys::customers(&seed.row.customers).map_err(invalid)?,
            keys: keys::keys(&seed.row.keys).map_err(invalid)?,
        };
        imports.push(Step { command: Command::Import(Box::new(import)), seed: index, cart: None });
        let carts = carts::carts(&seed.row.carts).map_err(invalid)?;
        for (place, steps) in carts.into_iter().enumerate() {
            let enter = steps.enter.map(|enter| (Command::AddLines(enter), "codes"));
            let commands = [(Command::CreateCart(steps.create), "lines")].into_iter().chain(enter);
            creations.extend(commands.map(|(command, member)| {
                let cart = Some((place, member));
                Step { command, seed: index, cart }
            }));
        }
    }
    imports.append(&mut creations);
    Ok(imports)
}

fn submit(engine: &Engine, at: Timestamp, commands: Vec<Command>) -> Result<(), Error> {
    engine.submit(Submission::new(at, Principal::Server, commands)).map(|_| ())
}

/// Names the place in the seeds that the engine refused.
fn explain(engine: &Engine, seeds: &[Seed], steps: &[Step], at: Timestamp, error: Error) -> SeedError {
    if matches!(
        error,
        Error::Overloaded | Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_)
    ) {
        return SeedError::Engine(error);
    }
    let Some(step) = refused(engine, steps, at) else { return SeedError::Engine(error) };
    let Some(seed) = seeds.get(step.seed) else { return SeedError::Engine(error) };
    let fault = match step.cart {
        None => Fault::new(place::of_import(seed, &error), &error),
        Some((cart, member)) => match &error {
            Error::LinesRefused { refusals } => match refusals.first() {
                Some(refusal) => Fault::new(format!("{member}[{}]", refusal.index), error.reason()),
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
        delivery: Delivery::default(),
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
