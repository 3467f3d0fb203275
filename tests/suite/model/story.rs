//! What can happen in a story, and how the engine is asked for it.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use trolley_engine::Quantity;
use trolley_engine::domain::cart::{CartStatus, Expiry};
use trolley_engine::domain::command::{
    AddLine, AddLines, ClearCart, Command, CreateCart, DeleteCart, LineRef, MergeCarts, NewCart, OnAbsent,
    OnBoth, OnDuplicate, OnPresent, OnRefusal, ProductRef, RemoveLine, SourceAfter, StockCheck, UpdateCart,
    UpdateLine,
};
use trolley_engine::domain::id::LineId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::value::Value;

use super::reference::{Reference, SPAN_MS};
use super::shelf::GOODS;
use crate::goods::{cart_id, checks, new_cart, product_id, sku, units as quantity, variant_id};

/// How many carts there are.
pub(super) const CARTS: usize = 3;
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
    /// Several of the above as one.
    Together(Vec<Step>),
}

/// What a cart is called and marked with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) name: u8,
    pub(super) mark: Option<u8>,
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
    ]
}

/// So many of what is dear that a cart can hold them once, but not twice.
fn hoard(cart: usize, location: Option<usize>) -> Step {
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

/// The identifier of a cart.
pub(super) fn cart_name(cart: usize) -> String {
    format!("cart-{cart}")
}

/// Makes commands of steps. Every line that is added has an identifier of its own.
#[derive(Debug, Default)]
pub(super) struct Teller {
    lines: usize,
}

impl Teller {
    /// What the engine is asked; lines are named as they stand before the step.
    pub(super) fn commands(&mut self, step: &Step, before: &Reference) -> Vec<Command> {
        match step {
            Step::Wait { .. } => vec![],
            Step::Together(steps) => steps.iter().flat_map(|step| self.commands(step, before)).collect(),
            Step::Add { cart, currency, lines, on_refusal } => {
                let lines = lines.iter().map(|add| self.add_line(add)).collect();
                vec![self.add_lines(*cart, *currency, lines, *on_refusal)]
            }
            Step::Fill { cart, first, count } => {
                let lines =
                    (*first..first + count).map(|location| self.add_line(&filling(location))).collect();
                vec![self.add_lines(*cart, None, lines, OnRefusal::KeepGood)]
            }
            Step::Update { cart, line, units, stock } => vec![Command::UpdateLine(UpdateLine {
                cart: cart_id(&cart_name(*cart)),
                line: line_ref(*cart, *line, before),
                quantity: Some(quantity(*units)),
                custom_inputs: None,
                location: None,
                options: None,
                notes: None,
                metadata: None,
                checks: checks(*stock),
            })],
            Step::Remove { cart, line } => vec![Command::RemoveLine(RemoveLine {
                cart: cart_id(&cart_name(*cart)),
                line: line_ref(*cart, *line, before),
            })],
            Step::Clear { cart } => vec![Command::ClearCart(ClearCart {
                cart: cart_id(&cart_name(*cart)),
                on_absent: OnAbsent::Refuse,
            })],
            Step::Merge { target, source, on_both, delete } => vec![Command::MergeCarts(MergeCarts {
                target: cart_id(&cart_name(*target)),
                on_absent: OnAbsent::Create(mortal()),
                source: cart_id(&cart_name(*source)),
                on_both: *on_both,
                source_after: if *delete { SourceAfter::Delete } else { SourceAfter::Clear },
            })],
            Step::Create { cart, named, keep_equal } => vec![create_cart(*cart, *named, *keep_equal)],
            Step::Rename { cart, name, mark, create } => vec![Command::UpdateCart(UpdateCart {
                cart: cart_id(&cart_name(*cart)),
                on_absent: if *create { OnAbsent::Create(mortal()) } else { OnAbsent::Refuse },
                name: name.map(|name| name.to_string()),
                description: None,
                attributes: mark.map(|mark| (MARK.to_owned(), mark.map(mark_value))).into_iter().collect(),
            })],
            Step::Delete { cart } => {
                vec![Command::DeleteCart(DeleteCart { cart: cart_id(&cart_name(*cart)) })]
            }
        }
    }

    fn add_lines(
        &self,
        cart: usize,
        currency: Option<&'static str>,
        lines: Vec<AddLine>,
        on_refusal: OnRefusal,
    ) -> Command {
        Command::AddLines(AddLines {
            cart: cart_id(&cart_name(cart)),
            on_absent: OnAbsent::Create(mortal()),
            currency: currency.and_then(Currency::new),
            lines,
            on_refusal,
        })
    }

    fn add_line(&mut self, add: &Add) -> AddLine {
        self.lines += 1;
        let (product, variant) = match GOODS.get(add.good) {
            Some(good) if add.by_sku => (ProductRef::Sku(sku(good.sku)), None),
            Some(good) => (ProductRef::Id(product_id(good.product)), good.variant.map(variant_id)),
            None if add.good == GOODS.len() => (ProductRef::Id(product_id("nothing")), None),
            None => (ProductRef::Id(product_id("shirt")), None),
        };
        AddLine {
            new_line: LineId::new(format!("line-{}", self.lines)).unwrap(),
            product,
            variant,
            quantity: quantity(add.units),
            on_duplicate: add.on_duplicate,
            checks: checks(add.stock),
            price_override: add.price,
            custom_inputs: None,
            location: add.location.map(|location| format!("shelf {location}")),
            options: None,
            notes: None,
            metadata: None,
        }
    }
}

/// One of the adds that fill a cart.
fn filling(location: usize) -> Add {
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

fn create_cart(cart: usize, named: Named, keep_equal: bool) -> Command {
    let attributes = named.mark.map(|mark| (MARK.to_owned(), mark_value(mark))).into_iter().collect();
    Command::CreateCart(CreateCart {
        cart: cart_id(&cart_name(cart)),
        new: NewCart { name: named.name.to_string(), attributes, ..mortal() },
        on_present: if keep_equal { OnPresent::KeepEqual } else { OnPresent::Refuse },
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines: vec![],
    })
}

fn mark_value(mark: u8) -> Value {
    Value::Number(mark.to_string())
}

fn mortal() -> NewCart {
    NewCart { expiry: Expiry::AfterUpdate { span_ms: SPAN_MS }, ..new_cart() }
}

fn line_ref(cart: usize, pick: Pick, before: &Reference) -> LineRef {
    match pick {
        Pick::Place(place) => LineRef::Id(LineId::new(before.line_id(cart, place)).unwrap()),
        Pick::Good(good) => LineRef::Sku(sku(GOODS[good].sku)),
    }
}
