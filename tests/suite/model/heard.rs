//! Stories read from bytes, for fuzzers: a byte for a choice, so that a small change of the bytes is one of the story.

use trolley_engine::Quantity;
use trolley_engine::domain::command::merging::OnBoth;
use trolley_engine::domain::command::{OnDuplicate, OnRefusal, StockCheck};
use trolley_harness::fuzzing::Bytes;

use super::reference::SPAN_MS;
use super::shelf::GOODS;
use super::story::{Add, CARTS, Custom, Named, Pick, Step, hoard};

/// Most steps of a story.
const STEPS_MAX: usize = 60;
/// Kinds of steps that are not several.
const KINDS: usize = 22;
const ON_REFUSAL: [OnRefusal; 3] = [OnRefusal::RefuseAll, OnRefusal::KeepGood, OnRefusal::RefuseAnyway];
const ON_DUPLICATE: [OnDuplicate; 3] = [OnDuplicate::Increase, OnDuplicate::Replace, OnDuplicate::Refuse];
const ON_BOTH: [OnBoth; 3] = [OnBoth::Combine, OnBoth::KeepSource, OnBoth::KeepTarget];
const STOCK: [StockCheck; 3] = [StockCheck::Skip, StockCheck::Cart, StockCheck::Request];
const CODES: [&str; 3] = ["TENTH", "FIVE", "NOTHING"];
const CURRENCIES: [Option<&str>; 4] = [None, None, Some("USD"), Some("EUR")];
const SKUS: [&str; 3] = ["wrap", "ship", ""];

/// The story in these bytes.
pub(super) fn story(data: &[u8]) -> Vec<Step> {
    let mut bytes = Bytes(data);
    let mut steps = Vec::new();
    while !bytes.is_empty() && steps.len() < STEPS_MAX {
        steps.push(match bytes.byte() {
            kind if usize::from(kind) < 240 => step(kind, &mut bytes),
            _ => Step::Together((0..2 + bytes.below(2)).map(|_| step(bytes.byte(), &mut bytes)).collect()),
        });
    }
    steps
}

fn step(kind: u8, bytes: &mut Bytes<'_>) -> Step {
    let cart = bytes.below(CARTS);
    match usize::from(kind) % KINDS {
        0 => Step::Wait { ms: wait(bytes) },
        1..=3 => Step::Add {
            cart,
            currency: bytes.pick(&CURRENCIES),
            lines: (0..1 + bytes.below(3)).map(|_| add(bytes)).collect(),
            on_refusal: bytes.pick(&ON_REFUSAL),
        },
        4 => Step::Fill { cart, first: bytes.below(90), count: 1 + bytes.below(59) },
        5 => Step::Update { cart, line: pick(bytes), units: units(bytes), stock: bytes.pick(&STOCK) },
        6 => Step::AddCustom {
            cart,
            currency: bytes.pick(&CURRENCIES),
            custom: Custom { sku: bytes.pick(&SKUS), price: price(bytes), includes_tax: bytes.flag() },
            units: units(bytes),
        },
        7 => Step::Enter { cart, code: bytes.pick(&CODES) },
        8 => Step::Leave { cart, code: bytes.pick(&CODES) },
        9 => Step::Change {
            cart,
            changes: (0..1 + bytes.below(3)).map(|_| change(bytes)).collect(),
            stock: bytes.pick(&STOCK),
            on_refusal: bytes.pick(&ON_REFUSAL),
        },
        10 | 11 => Step::Copy {
            target: cart,
            source: bytes.below(CARTS),
            stock: bytes.pick(&STOCK),
            on_refusal: bytes.pick(&ON_REFUSAL),
        },
        12 => Step::Tax {
            cart,
            taxes: (0..1 + bytes.below(3)).map(|_| (pick(bytes), thousandths(bytes))).collect(),
            on_refusal: bytes.pick(&ON_REFUSAL),
        },
        13 => Step::Untax { cart },
        14 => Step::Remove { cart, line: pick(bytes) },
        15 => Step::Clear { cart },
        16 => Step::Merge {
            target: cart,
            source: bytes.below(CARTS),
            on_both: bytes.pick(&ON_BOTH),
            delete: bytes.flag(),
        },
        17 => Step::Create { cart, named: named(bytes), keep_equal: bytes.flag() },
        18 => rename(cart, bytes),
        19 => bytes.pick(&[Step::Delete { cart }, Step::Discard { parked: 0 }, Step::Discard { parked: 1 }]),
        20 => bytes.pick(&[Step::Park { cart }, hoard(cart, None), hoard(cart, Some(0))]),
        _ => Step::Resume { parked: bytes.below(8), into: bytes.flag().then_some(cart) },
    }
}

fn wait(bytes: &mut Bytes<'_>) -> i64 {
    match bytes.byte() {
        0 => SPAN_MS - 1,
        1 => SPAN_MS,
        2 => -i64::from(bytes.short()),
        _ => i64::from(bytes.short()) * 16,
    }
}

fn add(bytes: &mut Bytes<'_>) -> Add {
    Add {
        good: bytes.below(GOODS.len() + 2),
        by_sku: bytes.flag(),
        location: bytes.pick(&[None, None, None, Some(0), Some(1), Some(2)]),
        units: units(bytes),
        on_duplicate: bytes.pick(&ON_DUPLICATE),
        stock: bytes.pick(&STOCK),
        price: if bytes.byte() < 224 { None } else { Some(price(bytes)) },
    }
}

fn units(bytes: &mut Bytes<'_>) -> i64 {
    let most = i64::from(Quantity::MAX.units());
    match bytes.byte() {
        255 => most,
        254 => most / 2 + i64::from(bytes.short()),
        253 => 1 + i64::from(bytes.short()) * 256,
        few => 1 + i64::from(few % 10),
    }
}

fn price(bytes: &mut Bytes<'_>) -> i64 {
    match bytes.byte() {
        0 => -1,
        1 => 0,
        _ => i64::from(bytes.short()),
    }
}

fn change(bytes: &mut Bytes<'_>) -> (Pick, Option<i64>) {
    let line = pick(bytes);
    (line, if bytes.byte() < 64 { None } else { Some(units(bytes)) })
}

fn thousandths(bytes: &mut Bytes<'_>) -> i64 {
    i64::from(bytes.byte() % 51)
}

fn pick(bytes: &mut Bytes<'_>) -> Pick {
    match bytes.byte() {
        place @ 0..192 => Pick::Place(usize::from(place)),
        good => Pick::Good(usize::from(good) % GOODS.len()),
    }
}

fn named(bytes: &mut Bytes<'_>) -> Named {
    Named { name: bytes.byte() % 2, mark: bytes.pick(&[None, Some(0), Some(1)]) }
}

fn rename(cart: usize, bytes: &mut Bytes<'_>) -> Step {
    Step::Rename {
        cart,
        name: bytes.pick(&[None, Some(0), Some(1)]),
        mark: bytes.pick(&[None, Some(None), Some(Some(0)), Some(Some(1))]),
        create: bytes.flag(),
    }
}
