//! What can happen in a story.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use trolley_engine::Quantity;
use trolley_engine::domain::command::merging::OnBoth;
use trolley_engine::domain::command::{OnDuplicate, OnRefusal, StockCheck};

use super::reference::SPAN_MS;
use super::shelf::GOODS;

/// How many carts there are.
pub(super) const CARTS: usize = 3;
/// How many keys there can be.
const KEYS: u8 = 3;
/// What is attached to carts.
pub(super) const MARK: &str = "mark";

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The clock is set forward, or a little back.
    Wait { ms: i64 },
    /// Units are added.
    Add { cart: usize, currency: Option<&'static str>, lines: Vec<Add>, on_refusal: OnRefusal },
    /// Many lines of one product are added, which differ in where they come from.
    Fill { cart: usize, first: usize, count: usize },
    /// A line is given a quantity.
    Update { cart: usize, line: Pick, units: i64, stock: StockCheck },
    /// Units of a custom item are added.
    AddCustom { cart: usize, currency: Option<&'static str>, custom: Custom, units: i64 },
    /// A code is entered.
    Enter { cart: usize, code: &'static str },
    /// A code is taken away.
    Leave { cart: usize, code: &'static str },
    /// Several lines are given a quantity, or taken out.
    Change { cart: usize, changes: Vec<(Pick, Option<i64>)>, stock: StockCheck, on_refusal: OnRefusal },
    /// What is in one cart is added to another too.
    Copy { target: usize, source: usize, stock: StockCheck, on_refusal: OnRefusal },
    /// Taxes are put on lines, in thousandths.
    Tax { cart: usize, taxes: Vec<(Pick, i64)>, on_refusal: OnRefusal },
    /// All taxes are taken off.
    Untax { cart: usize },
    /// A line is taken out.
    Remove { cart: usize, line: Pick },
    /// All lines are taken out.
    Clear { cart: usize },
    /// The lines of one cart are added to another.
    Merge { target: usize, source: usize, on_both: OnBoth, delete: bool },
    /// A cart is made.
    Create { cart: usize, named: Named, keep_equal: bool },
    /// A cart is given a name, a mark or neither; where it is not there, it may be made.
    Rename { cart: usize, name: Option<u8>, mark: Option<Option<u8>>, create: bool },
    /// A cart is deleted.
    Delete { cart: usize },
    /// What is in a cart is set aside.
    Park { cart: usize },
    /// What was set aside, in this place counted round, is taken up where it came from or in another cart.
    Resume { parked: usize, into: Option<usize> },
    /// What was set aside, in this place counted round, is deleted.
    Discard { parked: usize },
    /// A key is made.
    MakeKey { key: u8 },
    /// A key is revoked.
    RevokeKey { key: u8 },
    /// Several of the above as one.
    Together(Vec<Step>),
}

/// What a cart is called and marked with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) name: u8,
    pub(super) mark: Option<u8>,
}

/// A custom item. Its name tells it from others of its SKU, which stay what they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Custom {
    /// Empty for one that is never the same as another.
    pub(super) sku: &'static str,
    pub(super) price: i64,
    pub(super) includes_tax: bool,
}

/// What is added.
#[derive(Debug, Clone)]
pub(super) struct Add {
    /// The place among the goods; one past them is a product that does not exist, two
    /// past them one whose variant is not named.
    pub(super) good: usize,
    pub(super) by_sku: bool,
    pub(super) location: Option<usize>,
    pub(super) units: i64,
    pub(super) on_duplicate: OnDuplicate,
    pub(super) stock: StockCheck,
    pub(super) price: Option<i64>,
}

/// How a line is named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pick {
    /// The line in this place, counted round; where there is none, one that does not exist.
    Place(usize),
    /// By what is in it.
    Good(usize),
}

/// Stories of some steps.
pub(super) fn story() -> impl Strategy<Value = Vec<Step>> {
    let several = vec(simple_step(), 2..4).prop_map(Step::Together);
    vec(prop_oneof![9 => simple_step(), 1 => several], 1..60)
}

fn simple_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => prop_oneof![-SPAN_MS / 4..SPAN_MS, Just(SPAN_MS - 1), Just(SPAN_MS)].prop_map(|ms| Step::Wait { ms }),
        10 => (cart(), weighted(0.4, currency()), vec(add(), 1..4), on_refusal())
            .prop_map(|(cart, currency, lines, on_refusal)| Step::Add { cart, currency, lines, on_refusal }),
        2 => (cart(), 0..90_usize, 1..60_usize)
            .prop_map(|(cart, first, count)| Step::Fill { cart, first, count }),
        4 => (cart(), pick(), units(), stock())
            .prop_map(|(cart, line, units, stock)| Step::Update { cart, line, units, stock }),
        3 => (cart(), pick()).prop_map(|(cart, line)| Step::Remove { cart, line }),
        1 => cart().prop_map(|cart| Step::Clear { cart }),
        1 => (cart(), weighted(0.5, 0..2_usize)).prop_map(|(cart, location)| hoard(cart, location)),
        3 => (cart(), cart(), on_both(), any::<bool>())
            .prop_map(|(target, source, on_both, delete)| Step::Merge { target, source, on_both, delete }),
        2 => (cart(), 0..2_u8, weighted(0.5, 0..2_u8), any::<bool>()).prop_map(
            |(cart, name, mark, keep_equal)| Step::Create { cart, named: Named { name, mark }, keep_equal }
        ),
        2 => (cart(), weighted(0.5, 0..2_u8), weighted(0.5, weighted(0.5, 0..2_u8)), any::<bool>())
            .prop_map(|(cart, name, mark, create)| Step::Rename { cart, name, mark, create }),
        1 => cart().prop_map(|cart| Step::Delete { cart }),
        3 => (cart(), weighted(0.4, currency()), custom(), units())
            .prop_map(|(cart, currency, custom, units)| Step::AddCustom { cart, currency, custom, units }),
        2 => (cart(), code()).prop_map(|(cart, code)| Step::Enter { cart, code }),
        1 => (cart(), code()).prop_map(|(cart, code)| Step::Leave { cart, code }),
        3 => (cart(), vec((pick(), weighted(0.7, units())), 1..4), stock(), on_refusal())
            .prop_map(|(cart, changes, stock, on_refusal)| Step::Change { cart, changes, stock, on_refusal }),
        2 => (cart(), cart(), stock(), on_refusal())
            .prop_map(|(target, source, stock, on_refusal)| Step::Copy { target, source, stock, on_refusal }),
        3 => (cart(), vec((pick(), 0..=50_i64), 1..4), on_refusal())
            .prop_map(|(cart, taxes, on_refusal)| Step::Tax { cart, taxes, on_refusal }),
        1 => cart().prop_map(|cart| Step::Untax { cart }),
        3 => cart().prop_map(|cart| Step::Park { cart }),
        3 => (any::<usize>(), weighted(0.5, cart())).prop_map(|(parked, into)| Step::Resume { parked, into }),
        1 => any::<usize>().prop_map(|parked| Step::Discard { parked }),
        1 => (0..KEYS).prop_map(|key| Step::MakeKey { key }),
        1 => (0..KEYS).prop_map(|key| Step::RevokeKey { key }),
    ]
}

fn code() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("TENTH"), 3 => Just("FIVE"), 1 => Just("NOTHING")]
}

fn custom() -> impl Strategy<Value = Custom> {
    let sku = prop_oneof![Just("wrap"), Just("ship"), Just("")];
    let price = prop_oneof![1 => Just(-1), 8 => 0..2_000_i64];
    (sku, price, any::<bool>()).prop_map(|(sku, price, includes_tax)| Custom { sku, price, includes_tax })
}

/// So many of what is dear that a cart can hold them once, but not twice.
pub(super) fn hoard(cart: usize, location: Option<usize>) -> Step {
    let good = GOODS.iter().position(|good| good.product == "dear").unwrap();
    let dear = Add { good, units: 1_500, location, ..filling(0) };
    Step::Add { cart, currency: None, lines: vec![dear], on_refusal: OnRefusal::RefuseAll }
}

fn on_refusal() -> impl Strategy<Value = OnRefusal> {
    prop_oneof![
        4 => Just(OnRefusal::RefuseAll),
        4 => Just(OnRefusal::KeepGood),
        1 => Just(OnRefusal::RefuseAnyway),
    ]
}

fn cart() -> impl Strategy<Value = usize> {
    0..CARTS
}

fn currency() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("USD"), Just("EUR")]
}

fn add() -> impl Strategy<Value = Add> {
    let price = weighted(0.1, prop_oneof![Just(-1), Just(0), 1..1_000_i64]);
    let good = (0..GOODS.len() + 2, any::<bool>());
    (good, weighted(0.2, 0..3_usize), units(), on_duplicate(), stock(), price).prop_map(
        |((good, by_sku), location, units, on_duplicate, stock, price)| Add {
            good,
            by_sku,
            location,
            units,
            on_duplicate,
            stock,
            price,
        },
    )
}

fn units() -> impl Strategy<Value = i64> {
    let most = i64::from(Quantity::MAX.units());
    prop_oneof![8 => 1..10_i64, 1 => Just(most), 1 => most / 2..=most]
}

fn on_duplicate() -> impl Strategy<Value = OnDuplicate> {
    prop_oneof![4 => Just(OnDuplicate::Increase), 1 => Just(OnDuplicate::Replace), 1 => Just(OnDuplicate::Refuse)]
}

fn stock() -> impl Strategy<Value = StockCheck> {
    prop_oneof![Just(StockCheck::Skip), Just(StockCheck::Cart), Just(StockCheck::Request)]
}

fn on_both() -> impl Strategy<Value = OnBoth> {
    prop_oneof![Just(OnBoth::Combine), Just(OnBoth::KeepSource), Just(OnBoth::KeepTarget)]
}

fn pick() -> impl Strategy<Value = Pick> {
    prop_oneof![3 => any::<usize>().prop_map(Pick::Place), 1 => (0..GOODS.len()).prop_map(Pick::Good)]
}

/// One of the adds that fill a cart.
pub(super) fn filling(location: usize) -> Add {
    Add {
        good: 0,
        by_sku: false,
        location: Some(location),
        units: 1,
        on_duplicate: OnDuplicate::Increase,
        stock: StockCheck::Cart,
        price: None,
    }
}
