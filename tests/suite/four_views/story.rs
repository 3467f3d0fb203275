//! What can happen to the cart, and through which API.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;

use super::shelf::GOODS;

/// Something that happens. A line is picked by its place, counted round.
#[derive(Debug, Clone)]
pub(super) enum Step {
    StoreKitAdd {
        good: usize,
        units: i64,
    },
    StoreKitRemove {
        line: usize,
    },
    /// The lines of another cart are moved to the customer's, and that cart is closed.
    StoreKitMerge,
    SdsAdd {
        good: usize,
        units: Option<i64>,
        team: bool,
    },
    SdsSet {
        line: usize,
        units: Option<i64>,
        options: Option<bool>,
    },
    SdsRemove {
        line: usize,
    },
    SdsClear,
    /// One as it is printed, several as a list.
    StateSetAdd {
        adds: Vec<StateSetAdd>,
    },
    /// 0 units take the line out; without units the rest is changed.
    StateSetSet {
        line: usize,
        units: Option<i64>,
        validate: bool,
        patch: bool,
    },
    StateSetRemove {
        line: usize,
    },
    StateSetClear {
        keep_code: bool,
    },
    /// The code is entered, or tried; spelled in one way or another.
    StateSetEnter {
        try_only: bool,
        spelled: &'static str,
    },
    StateSetLeave {
        spelled: &'static str,
    },
    /// The lines of another cart are moved to this one.
    StateSetMerge {
        on_both: OnBoth,
        delete: bool,
    },
    ElasticAdd {
        entry: Entry,
        currency: Option<usize>,
    },
    ElasticAddAll {
        entries: Vec<Entry>,
        all_or_nothing: bool,
    },
    /// 0 units take the line out.
    ElasticSet {
        line: usize,
        units: i64,
    },
    ElasticSetAll {
        changes: Vec<(usize, i64)>,
        all_or_nothing: bool,
    },
    ElasticRemove {
        line: usize,
    },
    ElasticClear,
    ElasticDelete,
    /// A code is taken away.
    ElasticLeave,
    ElasticTax {
        line: usize,
        thousandths: i64,
    },
    ElasticUntax,
    /// What is in another cart is added to this one too.
    ElasticCopy {
        all_or_nothing: bool,
    },
    /// Something is added to that other cart.
    OtherAdd {
        entries: Vec<Entry>,
        currency: Option<usize>,
    },
    /// What no API does, by its number.
    Refused {
        what: usize,
    },
}

/// A line to add through StateSet.
#[derive(Debug, Clone)]
pub(super) struct StateSetAdd {
    pub(super) good: usize,
    pub(super) units: i64,
    pub(super) replace: bool,
    pub(super) validate: bool,
    pub(super) price: Option<i64>,
    pub(super) notes: bool,
}

/// What becomes of a line of which both carts have some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnBoth {
    Combine,
    KeepSource,
    KeepTarget,
}

/// Something to add through Elastic Path.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Product {
        good: usize,
        by_sku: bool,
        units: i64,
    },
    Custom {
        custom: Custom,
        units: i64,
    },
    /// The code of a tenth off.
    Code,
}

/// Something that is in no catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Custom {
    /// Empty for one that is never the same as another.
    pub(super) sku: &'static str,
    pub(super) price: i64,
    pub(super) includes_tax: bool,
}

/// Stories of so many steps at most, each with whether it is asked for twice with one idempotency key.
pub(super) fn story(steps_max: usize) -> impl Strategy<Value = Vec<(Step, bool)>> {
    vec((step(), weighted_true(3)), 1..=steps_max)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (common(), units()).prop_map(|(good, units)| Step::StoreKitAdd { good, units }),
        3 => line().prop_map(|line| Step::StoreKitRemove { line }),
        2 => Just(Step::StoreKitMerge),
        6 => (common(), weighted(0.9, units()), weighted_true(9))
            .prop_map(|(good, units, team)| Step::SdsAdd { good, units, team }),
        4 => (line(), weighted(0.9, units()), weighted(0.3, any::<bool>()))
            .prop_map(|(line, units, options)| Step::SdsSet { line, units, options }),
        2 => line().prop_map(|line| Step::SdsRemove { line }),
        1 => Just(Step::SdsClear),
        8 => prop_oneof![3 => vec(stateset_add(), 1..2), 1 => vec(stateset_add(), 2..4)]
            .prop_map(|adds| Step::StateSetAdd { adds }),
        4 => (line(), weighted(0.8, set_units()), weighted_true(8), any::<bool>())
            .prop_map(|(line, units, validate, patch)| Step::StateSetSet { line, units, validate, patch }),
        2 => line().prop_map(|line| Step::StateSetRemove { line }),
        1 => any::<bool>().prop_map(|keep_code| Step::StateSetClear { keep_code }),
        2 => (any::<bool>(), spelled())
            .prop_map(|(try_only, spelled)| Step::StateSetEnter { try_only, spelled }),
        1 => spelled().prop_map(|spelled| Step::StateSetLeave { spelled }),
        3 => (on_both(), any::<bool>()).prop_map(|(on_both, delete)| Step::StateSetMerge { on_both, delete }),
        2 => any::<bool>().prop_map(|all_or_nothing| Step::ElasticCopy { all_or_nothing }),
        4 => (vec(entry(), 1..4), weighted(0.3, 0..3_usize))
            .prop_map(|(entries, currency)| Step::OtherAdd { entries, currency }),
        9 => (entry(), weighted(0.3, 0..3_usize)).prop_map(|(entry, currency)| Step::ElasticAdd { entry, currency }),
        3 => (vec(entry(), 2..5), any::<bool>())
            .prop_map(|(entries, all_or_nothing)| Step::ElasticAddAll { entries, all_or_nothing }),
        4 => (line(), set_units()).prop_map(|(line, units)| Step::ElasticSet { line, units }),
        3 => (vec((line(), set_units()), 1..4), any::<bool>())
            .prop_map(|(changes, all_or_nothing)| Step::ElasticSetAll { changes, all_or_nothing }),
        2 => line().prop_map(|line| Step::ElasticRemove { line }),
        1 => prop_oneof![Just(Step::ElasticClear), Just(Step::ElasticDelete)],
        1 => Just(Step::ElasticLeave),
        3 => (line(), prop_oneof![Just(50_i64), Just(75), Just(200), Just(333)])
            .prop_map(|(line, thousandths)| Step::ElasticTax { line, thousandths }),
        1 => Just(Step::ElasticUntax),
        5 => any::<usize>().prop_map(|what| Step::Refused { what }),
    ]
}

fn stateset_add() -> impl Strategy<Value = StateSetAdd> {
    let price = prop_oneof![Just(0_i64), 1..5_000_i64];
    (common(), units(), weighted_true(3), weighted_true(8), weighted(0.3, price), any::<bool>()).prop_map(
        |(good, units, replace, validate, price, notes)| StateSetAdd {
            good,
            units,
            replace,
            validate,
            price,
            notes,
        },
    )
}

fn spelled() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("SAVE10"), Just("save10")]
}

fn on_both() -> impl Strategy<Value = OnBoth> {
    prop_oneof![Just(OnBoth::Combine), Just(OnBoth::KeepSource), Just(OnBoth::KeepTarget)]
}

fn entry() -> impl Strategy<Value = Entry> {
    let custom = (prop_oneof![Just("wrap"), Just("ship"), Just("")], 0..2_000_i64, any::<bool>())
        .prop_map(|(sku, price, includes_tax)| Custom { sku, price, includes_tax });
    prop_oneof![
        8 => (0..GOODS.len(), any::<bool>(), units())
            .prop_map(|(good, by_sku, units)| Entry::Product { good, by_sku, units }),
        2 => (custom, units()).prop_map(|(custom, units)| Entry::Custom { custom, units }),
        2 => Just(Entry::Code),
    ]
}

/// What every API can ask for.
fn common() -> impl Strategy<Value = usize> {
    let common: Vec<usize> = (0..GOODS.len()).filter(|good| GOODS[*good].is_for_all()).collect();
    (0..common.len()).prop_map(move |index| common[index])
}

fn line() -> impl Strategy<Value = usize> {
    0..1_000_usize
}

fn units() -> impl Strategy<Value = i64> {
    prop_oneof![20 => 1..6_i64, 3 => 6..200_i64, 1 => Just(1_000_000_i64), 1 => Just(1_000_001), 1 => Just(2_147_483_647)]
}

fn set_units() -> impl Strategy<Value = i64> {
    prop_oneof![1 => Just(0_i64), 8 => units()]
}

/// True in so many of ten cases.
fn weighted_true(tenths: u32) -> impl Strategy<Value = bool> {
    prop_oneof![tenths => Just(true), 10 - tenths => Just(false)]
}
