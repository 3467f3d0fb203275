//! Random commands on carts that give way, expire and are set aside: nothing is left behind, a refusal leaves all as it was,
//! and a trial shows what comes of the change.

use std::collections::BTreeSet;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use redb::ReadableTable as _;

use super::keying::keyed;
use super::parking::{park, resume};
use super::sending::send;
use super::{AT, add_line, cart_id, engine, new_cart, samples, submit};
use crate::domain::access::{Principal, owner};
use crate::domain::cart::{Cart, CustomInputsBody, Line};
use crate::domain::command::changing::{AbandonCart, UpdateCart};
use crate::domain::command::import::Import;
use crate::domain::command::keeping::DeleteParked;
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::ordering::{Checkout, CheckoutDelivery};
use crate::domain::command::{
    AddLines, ClearCart, Command, DeleteCart, LineRef, NewCart, OnAbsent, OnLastCart, RemoveLine,
};
use crate::domain::id::{CustomerId, LineId, ParkedId};
use crate::domain::shared::Shared;
use crate::engine::{Engine, Submission};
use crate::store::samples::promotions::gift;
use crate::store::tables::Tables as _;
use crate::store::{carts, parked};

const CARTS: [&str; 4] = ["c", "d", "user_ada", "user_bob"];
const PRODUCTS: [&str; 2] = ["mug", "cup"];

#[derive(Debug, Clone)]
enum What {
    Add { product: usize, inputs: Option<usize> },
    Remove { line: usize },
    Clear,
    Give { customer: Option<bool> },
    Abandon,
    Delete,
    Merge { from: usize, on_both: OnBoth, source_after: SourceAfter },
    CheckOut,
    Park,
    Resume,
    DeleteParked,
}

/// What to do with one of the carts, so many milliseconds from the beginning, and whether with a key and with what is refused
/// behind it.
#[derive(Debug, Clone)]
struct Step {
    cart: usize,
    what: What,
    at_ms: i64,
    is_keyed: bool,
    is_spoilt: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let on_both = prop_oneof![Just(OnBoth::Combine), Just(OnBoth::KeepSource), Just(OnBoth::KeepTarget)];
    let source_after = prop_oneof![
        Just(SourceAfter::Keep),
        Just(SourceAfter::Clear),
        Just(SourceAfter::Delete),
        Just(SourceAfter::Close)
    ];
    let inputs = prop_oneof![Just(None), Just(Some(3)), Just(Some(5_000)), Just(Some(70_000))];
    let what = prop_oneof![
        6 => (0..PRODUCTS.len(), inputs).prop_map(|(product, inputs)| What::Add { product, inputs }),
        1 => (0..3_usize).prop_map(|line| What::Remove { line }),
        1 => Just(What::Clear),
        1 => any::<Option<bool>>().prop_map(|customer| What::Give { customer }),
        1 => Just(What::Abandon),
        1 => Just(What::Delete),
        3 => (0..CARTS.len(), on_both, source_after)
            .prop_map(|(from, on_both, source_after)| What::Merge { from, on_both, source_after }),
        1 => Just(What::CheckOut),
        2 => Just(What::Park),
        2 => Just(What::Resume),
        1 => Just(What::DeleteParked),
    ];
    let is_rare = || prop::bool::weighted(0.2);
    let step = (0..CARTS.len(), what, 0..1_500_i64, is_rare(), is_rare());
    let step = step.prop_map(|(cart, what, at_ms, is_keyed, is_spoilt)| Step {
        cart,
        what,
        at_ms,
        is_keyed,
        is_spoilt,
    });
    prop::collection::vec(step, 1..25)
}

fn on_absent() -> OnAbsent {
    OnAbsent::Create(NewCart { takes_over: true, ..new_cart() })
}

/// What is parked, the last first.
fn parked(engine: &Engine) -> Option<ParkedId> {
    parked::newest(&engine.store.read().unwrap(), 0, 1).unwrap().0.pop().map(|parked| parked.id)
}

fn command(engine: &Engine, number: usize, Step { cart, what, .. }: &Step) -> Option<Command> {
    let name = CARTS[*cart];
    Some(match what {
        What::Add { product, inputs } => {
            let inputs = inputs.map(samples::inputs);
            let line = add_line(&format!("l{number}"), PRODUCTS[*product], inputs);
            Command::AddLines(AddLines::new(cart_id(name), on_absent(), vec![line]))
        }
        What::Remove { line } => {
            let stored = carts::find(&engine.store.read().unwrap(), &cart_id(name)).unwrap()?;
            let line = LineRef::Id(stored.cart.lines.get(*line)?.id.clone());
            Command::RemoveLine(RemoveLine { cart: cart_id(name), line })
        }
        What::Clear => Command::ClearCart(ClearCart::new(cart_id(name), on_absent())),
        What::Give { customer } => Command::UpdateCart(UpdateCart {
            customer: Some(
                customer.map(|is_ada| CustomerId::new(if is_ada { "ada" } else { "bob" }).unwrap()),
            ),
            ..UpdateCart::new(cart_id(name), OnAbsent::Refuse)
        }),
        What::Abandon => Command::AbandonCart(AbandonCart { cart: cart_id(name) }),
        What::Delete => Command::DeleteCart(DeleteCart { cart: cart_id(name), on_last: OnLastCart::Delete }),
        What::Merge { from, on_both, source_after } => Command::MergeCarts(MergeCarts {
            target: cart_id(name),
            on_absent: on_absent(),
            source: cart_id(CARTS[*from]),
            on_both: *on_both,
            source_after: *source_after,
            on_no_source: OnNoSource::OrClosedHasNoLines,
            metadata: MergedMetadata::TAKEN,
        }),
        What::CheckOut => {
            let Command::Checkout(paid) = send(name, &format!("o{number}")) else { return None };
            Command::Checkout(Box::new(Checkout { delivery: CheckoutDelivery::NONE, ..*paid }))
        }
        What::Park => park(name, &format!("p{number}")),
        What::Resume => resume(parked(engine)?.as_str(), Some(name)),
        What::DeleteParked => Command::DeleteParked(DeleteParked { parked: parked(engine)? }),
    })
}

/// All carts and all that is parked, as records have them.
fn stored(engine: &Engine) -> Vec<(String, Vec<u8>)> {
    let tables = engine.store.read().unwrap();
    let carts = tables.carts().unwrap().iter().unwrap().map(|row| {
        let (key, record) = row.unwrap();
        (key.value().to_string(), record.value().to_vec())
    });
    let parked = tables.parked().unwrap().iter().unwrap().map(|row| {
        let (id, record) = row.unwrap();
        (id.value().to_owned(), record.value().to_vec())
    });
    carts.chain(parked).collect()
}

/// Each index has what the carts have, and nothing else.
#[track_caller]
fn check_indexes(engine: &Engine) {
    let tables = engine.store.read().unwrap();
    let all = carts::chunk(&tables, 0..=u64::MAX, usize::MAX).unwrap().carts;
    let ids: BTreeSet<_> = all.iter().map(|stored| (stored.cart.id.to_string(), stored.key)).collect();
    let rows = tables.cart_ids().unwrap().iter().unwrap().map(Result::unwrap);
    assert_eq!(rows.map(|row| (row.0.value().to_owned(), row.1.value())).collect::<BTreeSet<_>>(), ids);

    let owners = all
        .iter()
        .filter_map(|stored| Some((owner(&stored.cart.id, Some(&stored.cart))?.to_owned(), stored.key)));
    let rows = tables.customer_carts().unwrap().iter().unwrap().map(|row| row.unwrap().0);
    let rows = rows.map(|key| (key.value().0.to_owned(), key.value().1));
    assert_eq!(rows.collect::<BTreeSet<_>>(), owners.collect());

    let lines = || all.iter().flat_map(|stored| stored.cart.lines.iter().map(|line| (line, stored.key)));
    let rows = tables.line_ids().unwrap().iter().unwrap().map(|row| row.unwrap().0);
    let rows = rows.map(|key| (key.value().0.to_owned(), key.value().1));
    let named: BTreeSet<_> = lines().map(|(line, key)| (line.id.to_string(), key)).collect();
    assert_eq!(rows.collect::<BTreeSet<_>>(), named);
    assert_eq!(named.len(), lines().count(), "no cart has two lines of one identifier");

    let rows = tables.blobs().unwrap().iter().unwrap().map(|row| row.unwrap().0.value());
    let beside = lines().filter(|(line, _)| is_beside(line));
    let beside = beside.map(|(line, key)| (key, line.sequence));
    assert_eq!(
        rows.map(|(key, sequence, _)| (key, sequence)).collect::<BTreeSet<_>>(),
        beside.collect::<BTreeSet<_>>()
    );
    for mut stored in all {
        carts::load_inputs(&tables, &mut stored).unwrap();
    }
}

fn is_beside(line: &Line) -> bool {
    line.custom_inputs.as_ref().is_some_and(|inputs| inputs.body == CustomInputsBody::Stored)
}

/// The cart without identifiers that differ from one time to the next.
fn shape(cart: Cart) -> Cart {
    let unnamed = |mut line: Shared<Line>| {
        line.id = LineId::new("any").unwrap();
        line
    };
    Cart { lines: cart.lines.into_iter().map(unnamed).collect(), ..cart }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_becomes_of_carts_their_indexes_agree_and_refusals_leave_no_trace(steps in steps()) {
        let engine = engine();
        let import = Import { promotions: vec![gift("g", "mug", 1, "cup")], ..Import::default() };
        submit(&engine, Command::Import(Box::new(import))).unwrap();
        for (number, step) in steps.iter().enumerate() {
            let Some(command) = command(&engine, number, step) else { continue };
            let at = AT.saturating_add_millis(step.at_ms);
            let before = stored(&engine);
            let spoil = Command::DeleteParked(DeleteParked { parked: ParkedId::new("none").unwrap() });
            let commands = [command.clone()].into_iter().chain(step.is_spoilt.then_some(spoil)).collect();
            let submission = Submission { at, ..Submission::new(at, Principal::Server, commands) };
            let trial = engine.try_out(at, &Principal::Server, &command, &submission.line_ids);
            if step.is_keyed {
                let key = keyed(u8::try_from(number).unwrap(), 1);
                prop_assert_eq!(engine.submit_keyed(submission, key).unwrap().is_replay, false);
                if trial.is_err() || step.is_spoilt {
                    prop_assert_eq!(stored(&engine), before);
                }
            } else {
                let result = engine.submit(submission);
                if result.is_err() {
                    prop_assert_eq!(stored(&engine), before);
                }
                match (trial, result) {
                    (Err(trial), Err(real)) => prop_assert_eq!(trial.to_string(), real.to_string()),
                    (Ok(_), Err(real)) => prop_assert_eq!((step.is_spoilt, real.to_string().contains("none")), (true, true)),
                    (Err(trial), Ok(_)) => prop_assert_eq!(trial.to_string(), ""),
                    (Ok(trial), Ok(real)) => {
                        let real = real.cart.map(|cart| engine.view(cart, at).unwrap());
                        let both = [trial.cart, real].map(|view| view.map(|view| (shape(view.cart), view.priced)));
                        prop_assert_eq!(&both[0], &both[1]);
                    }
                }
            }
            check_indexes(&engine);
        }
    }
}
