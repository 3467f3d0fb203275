//! Random commands, applied to the engine and to plain lists by rules written down once more, as simply as can be.
//! After each the answers and all carts must be the same.
//!
//! `TROLLEY_TEST_CASES=100000` plays so many stories.

mod reference;
mod shelf;
mod story;

use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::pricing;
use trolley_engine::domain::value::Value;
use trolley_engine::engine::{Engine, Submission};
use trolley_engine::{CartView, Command, Error, Principal, Profile};

use crate::goods::{cart_id, engine_with, import, open_file, submit};
use reference::{Reference, Seen, SeenLine};
use story::{CARTS, MARK, Step, Teller, cart_name, story};

const CASES: u32 = 300;
/// On disk, where every step waits for a flush.
const CASES_ON_DISK: u32 = 12;
/// On disk the store is closed and opened again after every so many steps.
const REOPENED_AFTER: usize = 7;

#[test]
fn any_story_goes_as_in_the_reference() {
    let cases =
        std::env::var("TROLLEY_TEST_CASES").map_or(CASES, |text| text.parse().expect("a number of cases"));
    tell_many(cases, |steps| tell(steps, engine_with(shelf::products()), |_, engine| engine));
}

#[test]
fn any_story_goes_on_where_it_was_when_the_file_is_opened_again() {
    tell_many(CASES_ON_DISK, |steps| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("carts.redb");
        let engine = open_file(&file, Profile::Fast);
        submit(&engine, import(shelf::products())).unwrap();
        tell(steps, engine, |number, engine| {
            if number % REOPENED_AFTER != 0 {
                return engine;
            }
            engine.close().unwrap();
            open_file(&file, Profile::Fast)
        });
    });
}

fn tell_many(cases: u32, tell: impl Fn(&[Step])) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let told = TestRunner::new(config).run(&story(), |steps| {
        tell(&steps);
        Ok(())
    });
    if let Err(error) = told {
        panic!("{error}");
    }
}

/// Plays a story, step by step. `after_step` may put another engine of the same carts in place of the present one.
fn tell(steps: &[Step], mut engine: Engine, after_step: impl Fn(usize, Engine) -> Engine) {
    let mut reference = Reference::new();
    let mut teller = Teller::default();
    for (number, step) in steps.iter().enumerate() {
        if let Step::Wait { ms } = step {
            reference.wait(*ms);
        }
        let commands = teller.commands(step, &reference);
        if commands.is_empty() {
            continue;
        }
        let before = revisions(&engine, &reference);
        let expected = reference.apply(&commands);
        let said = ask(&engine, &reference, commands);
        assert_eq!(said, expected, "step {number}: {step:?}");
        engine = after_step(number, engine);
        if said.is_err() {
            assert_eq!(revisions(&engine, &reference), before, "step {number} was refused: {step:?}");
        }
        for cart in 0..CARTS {
            let seen = find(&engine, &reference, cart).as_ref().map(seen);
            assert_eq!(seen, reference.cart(cart), "cart {cart} after step {number}: {step:?}");
        }
    }
}

fn find(engine: &Engine, reference: &Reference, cart: usize) -> Option<CartView> {
    engine.find_cart(&cart_id(&cart_name(cart)), &Principal::Server, reference.now()).unwrap()
}

fn revisions(engine: &Engine, reference: &Reference) -> Vec<Option<u64>> {
    (0..CARTS).map(|cart| find(engine, reference, cart).map(|view| view.cart.revision)).collect()
}

/// The engine's word on commands, in the reference's words.
fn ask(engine: &Engine, reference: &Reference, commands: Vec<Command>) -> Result<String, String> {
    let submission = Submission { at: reference.now(), principal: Principal::Server, commands };
    match engine.submit(submission) {
        Ok(receipt) => Ok(receipt.outcomes.iter().map(outcome).collect::<Vec<_>>().join(", ")),
        Err(error) => Err(refusal(&error)),
    }
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Added { lines, refusals } => {
            let added: Vec<String> = lines
                .iter()
                .map(|line| format!("{}{}", line.index, if line.is_new { "n" } else { "" }))
                .collect();
            let refused: Vec<String> = refusals
                .iter()
                .map(|refused| format!(" {}:{}", refused.index, refusal(&refused.error)))
                .collect();
            format!("added {}{}", added.join(" "), refused.concat())
        }
        Outcome::Updated { .. } => "updated".to_owned(),
        Outcome::Removed { lines } => format!("removed {}", lines.len()),
        Outcome::Cleared { lines } => format!("cleared {lines}"),
        Outcome::Merged { moved, combined } => format!("moved {moved} combined {combined}"),
        Outcome::Created => "created".to_owned(),
        Outcome::Kept => "kept".to_owned(),
        Outcome::CartUpdated => "renamed".to_owned(),
        Outcome::Deleted { was_there } => format!("deleted {was_there}"),
        Outcome::Imported => panic!("no step asks for that"),
    }
}

/// The refusals that a story can meet.
fn refusal(error: &Error) -> String {
    match error {
        Error::CartNotFound { .. } => "no cart".to_owned(),
        Error::CartExists { .. } => "exists".to_owned(),
        Error::MergeIntoItself { .. } => "itself".to_owned(),
        Error::MergeCurrencyMismatch { .. } => "other currency".to_owned(),
        Error::LinesRefused { refusals } => refusals
            .iter()
            .map(|refused| format!("{}:{}", refused.index, refusal(&refused.error)))
            .collect::<Vec<_>>()
            .join(" "),
        Error::ProductNotFound { .. } => "no product".to_owned(),
        Error::VariantRequired { .. } => "variant?".to_owned(),
        Error::LineNotFound => "no line".to_owned(),
        Error::LineElsewhere { .. } => "elsewhere".to_owned(),
        Error::PriceMissing { .. } => "no price".to_owned(),
        Error::DuplicateLine { .. } => "duplicate".to_owned(),
        Error::QuantityOutOfRange => "too many units".to_owned(),
        Error::TooManyLines => "too many lines".to_owned(),
        Error::InsufficientStock { requested, available, .. } => format!("stock {requested}/{available}"),
        Error::PriceOutOfRange => "price".to_owned(),
        Error::TotalOutOfRange => "total".to_owned(),
        other => panic!("no step meets that: {other}"),
    }
}

fn seen(view: &CartView) -> Seen {
    let cart = &view.cart;
    let priced = pricing::price(cart).expect("a stored cart can be priced");
    assert_eq!(priced, view.priced, "a view is priced as its cart is");
    assert!(cart.lines.is_sorted_by_key(|line| line.sequence), "lines keep their order");
    let lines: Vec<SeenLine> = cart
        .lines
        .iter()
        .map(|line| SeenLine {
            id: line.id.to_string(),
            product: line.product.to_string(),
            variant: line.variant.as_ref().map(ToString::to_string),
            location: line.location.clone(),
            units: i64::from(line.quantity.units()),
            price: line.unit_price.minor_units,
            added_at: line.added_at,
        })
        .collect();
    let mark = Value::Map(cart.attributes.clone());
    Seen {
        name: cart.name.clone(),
        mark: mark.member(MARK).map(|mark| format!("{mark:?}")),
        currency: cart.currency_lock().map(|currency| currency.to_string()),
        total: priced.total,
        updated_at: cart.updated_at,
        lines,
    }
}
