//! Random commands, applied to the engine and to plain lists by rules written down once more, as simply as can be.
//! After each the answers and all carts must be the same.
//!
//! `TROLLEY_TEST_CASES=100000` plays so many stories.

mod heard;
mod reference;
mod shelf;
mod story;
mod teller;

use std::sync::Arc;

use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;
use trolley_engine::domain::apply::{AddedLine, Outcome};
use trolley_engine::domain::cart::Line;
use trolley_engine::domain::pricing::{PricedCart, PricedLine};
use trolley_engine::domain::value::Value;
use trolley_engine::engine::{Engine, Submission};
use trolley_engine::error::reason::LineRefusal;
use trolley_engine::{CartView, Command, Error, LineView, Options, Page, ParkedView, Principal, Profile};
use trolley_harness::fuzzing::Sheet;

use crate::goods::{cart_id, open_file, submit};
use reference::holding::key_number;
use reference::money::round;
use reference::{Reference, Seen, SeenLine};
use shelf::thousandths;
use story::{CARTS, MARK, Step, story};
use teller::{Teller, cart_name};

const CASES: u32 = 300;
/// On disk, where every step waits for a flush.
const CASES_ON_DISK: u32 = 12;
/// On disk the store is closed and opened again after every so many steps.
const REOPENED_AFTER: usize = 7;
/// Of so many steps one is compared with the whole store before it where it is refused.
const DIGESTED_EACH: usize = 5;

#[test]
fn any_story_goes_as_in_the_reference() {
    let cases =
        std::env::var("TROLLEY_TEST_CASES").map_or(CASES, |text| text.parse().expect("a number of cases"));
    tell_many(cases, |steps| {
        tell(steps, stocked(Engine::in_memory(Options::new(Profile::Memory)).unwrap()), |_, engine| engine)
    });
}

#[test]
fn any_story_goes_on_where_it_was_when_the_file_is_opened_again() {
    tell_many(CASES_ON_DISK, |steps| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("carts.redb");
        let engine = open_file(&file, Profile::Fast);
        tell(steps, stocked(engine), |number, engine| {
            if number % REOPENED_AFTER != 0 {
                return engine;
            }
            engine.close().unwrap();
            open_file(&file, Profile::Fast)
        });
    });
}

/// Plays the story in these bytes, whatever they are. A store that is opened again holds what it held.
pub(crate) fn commands(data: &[u8]) {
    let sheet = Sheet::over(Arc::new([]));
    let open = || Engine::with_backend(sheet.clone(), Options::new(Profile::Fast)).unwrap();
    tell(&heard::story(data), stocked(open()), |number, engine| {
        if number % REOPENED_AFTER != 0 {
            return engine;
        }
        let digest = engine.digest().unwrap();
        engine.close().unwrap();
        let engine = open();
        assert_eq!(engine.digest().unwrap(), digest, "the store was opened again");
        engine
    });
}

fn stocked(engine: Engine) -> Engine {
    submit(&engine, shelf::stocking()).unwrap();
    engine
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
        // All of the store is looked at now and then: it takes as long as the rest.
        let digest = (number % DIGESTED_EACH == 0).then(|| engine.digest().unwrap());
        let expected = reference.apply(&commands);
        let said = ask(&engine, &reference, commands);
        for cart in 0..CARTS {
            let lines = find(&engine, &reference, cart).map_or_else(Vec::new, |view| view.cart.lines);
            let ids: Vec<String> = lines.iter().map(|line| line.id.to_string()).collect();
            reference.name_copies(cart, &ids);
        }
        reference.name_parked_copies(&seen_parked(&engine, &reference));
        assert_eq!(said, expected, "step {number}: {step:?}");
        if said.is_err() {
            assert_eq!(revisions(&engine, &reference), before, "step {number} was refused: {step:?}");
            let after = digest.map(|_| engine.digest().unwrap());
            assert_eq!(after, digest, "step {number} was refused: {step:?}");
        }
        engine = after_step(number, engine);
        for cart in 0..CARTS {
            let seen = find(&engine, &reference, cart).as_ref().map(seen);
            assert_eq!(seen, reference.cart(cart), "cart {cart} after step {number}: {step:?}");
        }
        assert_eq!(seen_parked(&engine, &reference), reference.parked(), "after step {number}: {step:?}");
        assert_eq!(seen_keys(&engine), reference.keys(), "after step {number}: {step:?}");
    }
}

fn find(engine: &Engine, reference: &Reference, cart: usize) -> Option<CartView> {
    engine.find_cart(&cart_id(&cart_name(cart)), &Principal::Server, reference.now()).unwrap()
}

/// What is set aside, the last first: under which identifier, and its lines.
fn seen_parked(engine: &Engine, reference: &Reference) -> Vec<(String, Vec<SeenLine>)> {
    let page = Page { offset: 0, limit: usize::MAX };
    let parked = engine.parked(&Principal::Server, reference.now(), page).unwrap();
    let seen = |one: ParkedView| {
        (one.id.to_string(), one.view.cart.lines.iter().map(|line| seen_line(line)).collect())
    };
    parked.entries.into_iter().map(seen).collect()
}

/// All keys, by their numbers, and whether each is in force.
fn seen_keys(engine: &Engine) -> Vec<(u8, bool)> {
    engine.keys().iter().map(|key| (key_number(key.digest), key.revoked_at.is_none())).collect()
}

fn revisions(engine: &Engine, reference: &Reference) -> Vec<Option<u64>> {
    (0..CARTS).map(|cart| find(engine, reference, cart).map(|view| view.cart.revision)).collect()
}

/// The engine's word on commands, in the reference's words.
fn ask(engine: &Engine, reference: &Reference, commands: Vec<Command>) -> Result<String, String> {
    let submission = Submission::new(reference.now(), Principal::Server, commands);
    match engine.submit(submission) {
        Ok(receipt) => Ok(receipt.outcomes.iter().map(outcome).collect::<Vec<_>>().join(", ")),
        Err(error) => Err(refusal(&error)),
    }
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Added { lines, refusals } => format!("added {}{}", took(lines), refused(refusals)),
        Outcome::Copied { lines, refusals } => format!("copied {}{}", took(lines), refused(refusals)),
        Outcome::LinesChanged { refusals } => format!("changed{}", refused(refusals)),
        Outcome::TaxesAdded { taxes, refusals } => {
            let taxed: Vec<String> = taxes.iter().map(|tax| tax.index.to_string()).collect();
            format!("taxed {}{}", taxed.join(" "), refused(refusals))
        }
        Outcome::TaxesCleared { taxes } => format!("untaxed {taxes}"),
        Outcome::CodeRemoved => "left".to_owned(),
        Outcome::Updated { .. } => "updated".to_owned(),
        Outcome::Removed { lines } => format!("removed {}", lines.len()),
        Outcome::Cleared { lines } => format!("cleared {lines}"),
        Outcome::Merged { lines, left } => {
            let moved = lines.iter().filter(|line| line.is_new).count();
            format!("moved {moved} combined {}", lines.len() - moved + left)
        }
        Outcome::Created => "created".to_owned(),
        Outcome::Kept => "kept".to_owned(),
        Outcome::CartUpdated => "renamed".to_owned(),
        Outcome::Deleted { was_there } => format!("deleted {was_there}"),
        Outcome::Parked { .. } => "parked".to_owned(),
        Outcome::Resumed => "resumed".to_owned(),
        Outcome::ParkedDeleted => "discarded".to_owned(),
        Outcome::KeyCreated { .. } => "made a key".to_owned(),
        Outcome::KeyRevoked { was_in_force } => format!("revoked {was_in_force}"),
        Outcome::CodeEntered { .. }
        | Outcome::TaxUpdated { .. }
        | Outcome::TaxRemoved
        | Outcome::CheckedOut { .. }
        | Outcome::Transacted { .. }
        | Outcome::OrderUpdated
        | Outcome::Imported => panic!("no step asks for that"),
    }
}

fn took(lines: &[AddedLine]) -> String {
    let line = |line: &AddedLine| format!("{}{}", line.index, if line.is_new { "n" } else { "" });
    lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

fn refused(refusals: &[LineRefusal]) -> String {
    refusals.iter().map(|refused| format!(" {}:{}", refused.index, refusal(&refused.error))).collect()
}

/// The refusals that a story can meet.
fn refusal(error: &Error) -> String {
    match error {
        Error::CartNotFound { .. } | Error::CartExpired { .. } => "no cart".to_owned(),
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
        Error::InsufficientStock(shortage) => {
            format!("stock {}/{}", shortage.requested, shortage.available)
        }
        Error::PriceOutOfRange => "price".to_owned(),
        Error::TotalOutOfRange => "total".to_owned(),
        Error::CodeNotFound { .. } => "no code".to_owned(),
        Error::CartEmpty { .. } => "empty".to_owned(),
        Error::CartNotEmpty { .. } => "not empty".to_owned(),
        Error::ParkedNotFound { .. } => "not parked".to_owned(),
        Error::KeyNotFound { .. } => "no key".to_owned(),
        Error::KeyExists => "key exists".to_owned(),
        Error::TooManyTaxes { .. } => "too many taxes".to_owned(),
        other => panic!("no step meets that: {other}"),
    }
}

/// What can be seen of a cart, and that its amounts agree.
fn seen(view: &CartView) -> Seen {
    let cart = &view.cart;
    let priced = &view.priced;
    assert!(cart.lines.is_sorted_by_key(|line| line.sequence), "lines keep their order");
    view.lines().for_each(|line| check_line(line, priced));
    let sum = |part: fn(&PricedLine) -> i64| priced.lines.iter().map(part).sum::<i64>();
    assert_eq!(sum(|line| line.subtotal), priced.subtotal);
    assert_eq!(sum(|line| line.discount_total), priced.discount_total);
    assert_eq!(sum(|line| line.tax_total), priced.tax_total);
    assert_eq!(sum(|line| line.total), priced.total);
    assert_eq!(priced.applied.iter().map(|applied| applied.minor_units).sum::<i64>(), priced.discount_total);
    let mark = Value::Map(cart.attributes.clone());
    Seen {
        name: cart.name.clone(),
        mark: mark.member(MARK).map(|mark| format!("{mark:?}")),
        currency: cart.currency_lock().map(|currency| currency.to_string()),
        codes: cart.codes.iter().map(|entered| entered.code.clone()).collect(),
        subtotal: priced.subtotal,
        discount: priced.discount_total,
        updated_at: cart.updated_at,
        lines: cart.lines.iter().map(|line| seen_line(line)).collect(),
    }
}

fn seen_line(line: &Line) -> SeenLine {
    let product = line.product().map(ToString::to_string);
    SeenLine {
        id: line.id.to_string(),
        what: product.or_else(|| Some(line.custom()?.name.clone())).unwrap(),
        variant: line.variant().map(ToString::to_string),
        location: line.location.clone(),
        units: i64::from(line.quantity.units()),
        price: line.unit_price.minor_units,
        includes_tax: line.unit_price.includes_tax,
        taxes: line.taxes.iter().map(|tax| (tax.id.to_string(), thousandths(tax.amount))).collect(),
        added_at: line.added_at,
    }
}

/// A line's share of the discount is its part of the subtotal, to a minor unit for each promotion, and its tax is on what
/// is left.
fn check_line(line: LineView<'_>, cart: &PricedCart) {
    let LineView { line, priced, .. } = line;
    assert_eq!(priced.subtotal, line.unit_price.minor_units * i64::from(line.quantity.units()));
    let whole = i128::from(cart.subtotal);
    let is_off = i128::from(priced.discount_total) * whole;
    let should_be_off = i128::from(cart.discount_total) * i128::from(priced.subtotal);
    assert!((is_off - should_be_off).abs() <= 2 * whole, "{priced:?} of {cart:?}");
    let left = priced.subtotal - priced.discount_total;
    assert!(0 <= left);
    let rates: i64 = line.taxes.iter().map(|tax| thousandths(tax.amount)).sum();
    let tax = if line.unit_price.includes_tax { 0 } else { round(left, rates) };
    assert_eq!((priced.tax_total, priced.total), (tax, left + tax));
}
