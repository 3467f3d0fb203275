//! Gifts through the whole engine: whatever brings one, all that is needed for it is loaded and drawn beforehand.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_oneof, proptest};

use super::ordering::checkout;
use super::parking::{park, parked, resume};
use super::{AT, add_line, cart_id, engine, find, import, line_id, new_cart, samples, submit};
use crate::domain::command::changing::{AbandonCart, ChangeLines, LineChange, UpdateCart};
use crate::domain::command::import::Import;
use crate::domain::command::merging::{
    CopyFrom, CopyLines, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter,
};
use crate::domain::command::{
    AddLine, AddLines, Checks, Command, LineRef, NewCart, OnAbsent, OnRefusal, RemoveLine, UpdateLine,
};
use crate::domain::id::Sku;
use crate::domain::promotion::Promotion;
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::store::samples::promotions::gift;

const PRODUCTS: [&str; 3] = ["mug", "cup", "fork"];
/// When some of the promotions begin.
const LATER: Timestamp = AT.saturating_add_millis(60_000);
/// A guest's, and that of a customer who goes on shopping in it once it is closed.
const CARTS: [&str; 2] = ["c", "user_ada"];

/// Something to do with one of the carts, by its place, and one of the products or lines.
#[derive(Debug, Clone)]
struct Step {
    cart: usize,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Add { product: usize, units: i64, has_inputs: bool, has_location: bool },
    Separate { separates: bool },
    Preview,
    Set { line: usize, units: i64 },
    Mark { line: usize },
    Remove { line: usize },
    RemoveSku { product: usize },
    ReplaceSku { product: usize, units: i64, has_location: bool },
    Merge { on_both: OnBoth, source_after: SourceAfter },
    Copy,
    Checkout,
    Abandon,
    Park,
    Resume,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (product, line, units) = (0..PRODUCTS.len(), 0..4_usize, 1..4_i64);
    let on_both = prop_oneof![Just(OnBoth::Combine), Just(OnBoth::KeepSource), Just(OnBoth::KeepTarget)];
    let after = prop_oneof![
        Just(SourceAfter::Clear),
        Just(SourceAfter::Delete),
        Just(SourceAfter::Keep),
        Just(SourceAfter::Close)
    ];
    let what = prop_oneof![
        4 => (product.clone(), units.clone(), prop::bool::weighted(0.2), prop::bool::weighted(0.3)).prop_map(
            |(product, units, has_inputs, has_location)| What::Add { product, units, has_inputs, has_location }
        ),
        1 => any::<bool>().prop_map(|separates| What::Separate { separates }),
        1 => Just(What::Preview),
        2 => (line.clone(), units.clone()).prop_map(|(line, units)| What::Set { line, units }),
        1 => line.clone().prop_map(|line| What::Mark { line }),
        2 => line.prop_map(|line| What::Remove { line }),
        1 => product.clone().prop_map(|product| What::RemoveSku { product }),
        2 => (product, units, any::<bool>())
            .prop_map(|(product, units, has_location)| What::ReplaceSku { product, units, has_location }),
        2 => (on_both, after).prop_map(|(on_both, source_after)| What::Merge { on_both, source_after }),
        1 => Just(What::Copy),
        1 => Just(What::Checkout),
        1 => Just(What::Abandon),
        1 => Just(What::Park),
        2 => Just(What::Resume),
    ];
    prop::collection::vec((0..CARTS.len(), what).prop_map(|(cart, what)| Step { cart, what }), 1..12)
}

fn promotions() -> impl Strategy<Value = Vec<Promotion>> {
    let one = (0..PRODUCTS.len(), 1..3_u32, 0..PRODUCTS.len(), prop::bool::weighted(0.3));
    prop::collection::vec(one, 1..4).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        let promotion =
            |(number, (required, units, given, is_coming)): (usize, (usize, u32, usize, bool))| {
                let promotion = gift(&format!("p{number}"), PRODUCTS[required], units, PRODUCTS[given]);
                Promotion { starts_at: is_coming.then_some(LATER), ..promotion }
            };
        numbered.map(promotion).collect()
    })
}

fn on_absent() -> OnAbsent {
    OnAbsent::Create(NewCart { takes_over: true, ..new_cart() })
}

fn quantity(units: i64) -> Quantity {
    Quantity::new(units).unwrap()
}

/// The command, with a line of the cart as it is now; none where it has no such line.
fn command(engine: &Engine, number: usize, Step { cart, what }: &Step) -> Option<Command> {
    let (name, other) = (CARTS[*cart], CARTS[1 - *cart]);
    let line = |place: &usize| {
        let cart = find(engine, name)?.cart;
        Some(LineRef::Id(cart.lines.get(*place)?.id.clone()))
    };
    let sku = |product: &usize| LineRef::Sku(Sku::new(format!("SKU-{}", PRODUCTS[*product])).unwrap());
    let update = |line, units| UpdateLine { quantity: units, ..UpdateLine::new(cart_id(name), line) };
    Some(match what {
        What::Separate { separates } => Command::UpdateCart(UpdateCart {
            separates_locations: Some(*separates),
            ..UpdateCart::new(cart_id(name), on_absent())
        }),
        What::Preview => Command::UpdateCart(UpdateCart {
            preview_at: Some(LATER),
            ..UpdateCart::new(cart_id(name), on_absent())
        }),
        What::Add { product, units, has_inputs, has_location } => {
            let inputs = has_inputs.then(|| samples::inputs(3));
            let line = add_line(&format!("l{number}"), PRODUCTS[*product], inputs);
            let location = has_location.then(|| "depot".to_owned());
            let line = AddLine { quantity: quantity(*units), location, ..line };
            Command::AddLines(AddLines::new(cart_id(name), on_absent(), vec![line]))
        }
        What::Set { line: place, units } => Command::UpdateLine(update(line(place)?, Quantity::new(*units))),
        What::Mark { line: place } => Command::UpdateLine(UpdateLine {
            custom_inputs: Some(Some(samples::inputs(4))),
            ..update(line(place)?, None)
        }),
        What::Remove { line: place } => {
            Command::RemoveLine(RemoveLine { cart: cart_id(name), line: line(place)? })
        }
        What::RemoveSku { product } => {
            Command::RemoveLine(RemoveLine { cart: cart_id(name), line: sku(product) })
        }
        What::ReplaceSku { product, units, has_location } => Command::ChangeLines(ChangeLines {
            cart: cart_id(name),
            changes: vec![
                LineChange::Remove { line: sku(product) },
                LineChange::Update {
                    line: sku(&((product + 1) % PRODUCTS.len())),
                    quantity: Quantity::new(*units),
                    custom_inputs: None,
                    location: has_location.then(|| "depot".to_owned()),
                    checks: Checks::ALL,
                },
            ],
            on_refusal: OnRefusal::KeepGood,
        }),
        What::Merge { on_both, source_after } => Command::MergeCarts(MergeCarts {
            target: cart_id(name),
            on_absent: on_absent(),
            source: cart_id(other),
            on_both: *on_both,
            source_after: *source_after,
            on_no_source: OnNoSource::HasNoLines,
            metadata: MergedMetadata::TAKEN,
        }),
        What::Copy => Command::CopyLines(CopyLines {
            cart: cart_id(name),
            on_absent: on_absent(),
            from: CopyFrom::Cart(cart_id(other)),
            currency: None,
            checks: Checks::NONE,
            on_refusal: OnRefusal::KeepGood,
        }),
        What::Abandon => Command::AbandonCart(AbandonCart { cart: cart_id(name) }),
        What::Park => park(name, &format!("p{number}")),
        What::Resume => resume(&parked(engine).first()?.0, Some(name)),
        What::Checkout => checkout(name, &format!("o{number}")),
    })
}

#[test]
fn a_gift_does_not_go_to_a_line_that_gets_a_location_with_the_same_change() {
    let engine = engine();
    let import = Import { promotions: vec![gift("g", "mug", 1, "cup")], ..Import::default() };
    let lines = vec![add_line("l1", "mug", None), add_line("l2", "cup", None)];
    submit(&engine, Command::AddLines(AddLines::new(cart_id("c"), on_absent(), lines))).unwrap();
    submit(&engine, Command::Import(Box::new(import))).unwrap();
    let change = |line: &str, quantity: Option<Quantity>, location: Option<&str>| LineChange::Update {
        line: LineRef::Id(line_id(line)),
        quantity,
        custom_inputs: None,
        location: location.map(str::to_owned),
        checks: Checks::NONE,
    };
    let changes = vec![change("l1", Quantity::new(2), None), change("l2", None, Some("depot"))];
    let change = ChangeLines { cart: cart_id("c"), changes, on_refusal: OnRefusal::RefuseAll };
    submit(&engine, Command::ChangeLines(change)).unwrap();
    let cart = find(&engine, "c").unwrap().cart;
    assert_eq!(cart.lines.iter().map(|line| line.quantity.units()).collect::<Vec<_>>(), [2, 1, 1]);
}

proptest! {
    #[test]
    fn no_gift_that_is_due_is_ever_lacking(steps in steps(), promotions in promotions()) {
        let engine = engine();
        submit(&engine, import(vec![samples::product("fork")])).unwrap();
        submit(&engine, Command::Import(Box::new(Import { promotions, ..Import::default() }))).unwrap();
        for (number, step) in steps.iter().enumerate() {
            let Some(command) = command(&engine, number, step) else { continue };
            let Ok(receipt) = submit(&engine, command) else { continue };
            prop_assert!(receipt.notices.gift_refusals.is_empty());
            for view in CARTS.iter().filter_map(|cart| find(&engine, cart)) {
                prop_assert!(view.priced.suggestions.is_empty(), "{step:?}: {:?}", view.priced.suggestions);
            }
        }
    }
}
