//! Random commands, applied to the engine and to plain lists by rules written down once more, as simply as can be.
//! After each the answers and all carts must be the same.
//!
//! `TROLLEY_TEST_CASES=100000` plays so many stories.

mod reference;
mod shelf;
mod story;

use proptest::test_runner::{Config, TestRunner};
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::pricing;
use trolley_engine::engine::{Engine, Submission};
use trolley_engine::{CartView, Command, Error, Principal};

use crate::goods::{cart_id, engine_with};
use reference::{Reference, Seen, SeenLine};
use story::{CARTS, Step, Teller, cart_name, story};

const CASES: u32 = 300;

#[test]
fn any_story_goes_as_in_the_reference() {
    let cases =
        std::env::var("TROLLEY_TEST_CASES").map_or(CASES, |text| text.parse().expect("a number of cases"));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let told = TestRunner::new(config).run(&story(), |steps| {
        tell(&steps);
        Ok(())
    });
    if let Err(error) = told {
        panic!("{error}");
    }
}

/// Plays a story, step by step.
fn tell(steps: &[Step]) {
    let engine = engine_with(shelf::products());
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
        Outcome::Created | Outcome::Imported => panic!("no step asks for that"),
    }
}

/// The refusals that a story can meet.
fn refusal(error: &Error) -> String {
    match error {
        Error::CartNotFound { .. } => "no cart".to_owned(),
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
    Seen {
        currency: cart.currency_lock().map(|currency| currency.to_string()),
        total: priced.total,
        updated_at: cart.updated_at,
        lines,
    }
}
