//! The rules of carts once more: plain lists, one thing after the other, nothing shared with the engine but commands.

mod adding;
mod changing;
mod bringing;
pub(super) mod holding;
mod parking;
mod taxing;
pub(super) mod money;
mod whole;

use trolley_engine::Timestamp;
use trolley_engine::domain::command::{Command, LineRef, OnRefusal};

use self::adding::COPY_PREFIX;
use self::parking::Parked;
use super::shelf::GOODS;
use super::story::CARTS;

/// How long a cart lives after its last change.
pub(super) const SPAN_MS: i64 = 1_000_000;
const LINES_MAX: usize = 100;
const UNITS_MAX: i64 = 2_147_483_647;
const TOTAL_MAX: i128 = 9_007_199_254_740_991;

/// What can be seen of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) mark: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) codes: Vec<String>,
    pub(super) subtotal: i64,
    pub(super) discount: i64,
    pub(super) updated_at: Timestamp,
    pub(super) lines: Vec<SeenLine>,
}

/// What can be seen of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenLine {
    pub(super) id: String,
    /// The product, or the name of a custom item.
    pub(super) what: String,
    pub(super) variant: Option<String>,
    pub(super) location: Option<String>,
    pub(super) units: i64,
    pub(super) price: i64,
    pub(super) includes_tax: bool,
    /// Its taxes by their identifiers, in thousandths.
    pub(super) taxes: Vec<(String, i64)>,
    pub(super) added_at: Timestamp,
}

#[derive(Debug, Clone)]
struct Cart {
    name: String,
    mark: Option<String>,
    currency: &'static str,
    updated_at: Timestamp,
    touched_at: Timestamp,
    lines: Vec<Line>,
    codes: Vec<String>,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// By its place on the shelf.
    Good(usize),
    /// A custom item. One without a SKU is never the same as another.
    Custom { name: String, sku: String },
}

#[derive(Debug, Clone)]
struct Line {
    /// Empty of a copy until the engine has given it one.
    id: String,
    what: What,
    location: Option<String>,
    units: i64,
    price: i64,
    /// Of a custom item what it cost when it was first added.
    list: i64,
    includes_tax: bool,
    overridden: bool,
    taxes: Vec<(String, i64)>,
    added_at: Timestamp,
}

impl Cart {
    fn total_with(&self, place: Option<usize>, price: i64, units: i64) -> i128 {
        let others = self.lines.iter().enumerate().filter(|(index, _)| Some(*index) != place);
        let others: i128 = others.map(|(_, line)| i128::from(line.price) * i128::from(line.units)).sum();
        others + i128::from(price) * i128::from(units)
    }

    fn units_elsewhere(&self, good: usize, place: Option<usize>) -> i64 {
        let shared = |line: &Line| match line.what {
            What::Good(other) => GOODS[other].stock_of == GOODS[good].stock_of,
            What::Custom { .. } => false,
        };
        let others = self.lines.iter().enumerate();
        let others = others.filter(|(index, line)| Some(*index) != place && shared(line));
        others.map(|(_, line)| line.units).sum()
    }

    /// The line that this would be added to.
    fn place(&self, what: &What, location: Option<&str>) -> Option<usize> {
        self.lines.iter().position(|line| {
            let is_same = match (what, &line.what) {
                (What::Good(one), What::Good(other)) => one == other,
                (What::Custom { sku: one, .. }, What::Custom { sku: other, .. }) => {
                    !one.is_empty() && one == other
                }
                (What::Good(_), What::Custom { .. }) | (What::Custom { .. }, What::Good(_)) => false,
            };
            is_same && line.location.as_deref() == location
        })
    }

    fn find(&self, line: &LineRef) -> Option<usize> {
        match line {
            LineRef::Id(id) => self.lines.iter().position(|line| line.id == id.as_str()),
            LineRef::Sku(sku) => {
                let sells = |line: &&Line| match line.what {
                    What::Good(good) => GOODS[good].sku == sku.as_str(),
                    What::Custom { .. } => false,
                };
                let plain = |line: &&Line| sells(line) && line.location.is_none();
                let found = self.lines.iter().find(plain).or_else(|| self.lines.iter().find(sells))?;
                self.lines.iter().position(|line| line.id == found.id)
            }
        }
    }
}

/// All carts and the clock.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    now: Timestamp,
    carts: [Option<Cart>; CARTS],
    parked: Vec<Parked>,
    keys: Vec<(u8, bool)>,
}

/// What a command came to.
type Word = Result<String, String>;

impl Reference {
    pub(super) fn new() -> Self {
        Self {
            now: Timestamp::from_millis(1_700_000_000_000),
            carts: [const { None }; CARTS],
            parked: vec![],
            keys: vec![],
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn wait(&mut self, ms: i64) {
        self.now = self.now.saturating_add_millis(ms);
    }

    /// What can be seen of a cart; none where it is not there.
    pub(super) fn cart(&self, cart: usize) -> Option<Seen> {
        self.live(cart).map(|cart| Seen {
            name: cart.name.clone(),
            mark: cart.mark.clone(),
            currency: (!cart.lines.is_empty()).then(|| cart.currency.to_owned()),
            codes: cart.codes.clone(),
            subtotal: cart.subtotal(),
            discount: cart.discount(),
            updated_at: cart.updated_at,
            lines: cart.lines.iter().map(seen_line).collect(),
        })
    }

    /// The identifier of the line in this place, counted round; of a line that is nowhere where there is none.
    pub(super) fn line_id(&self, cart: usize, place: usize) -> String {
        match self.live(cart).map(|cart| &cart.lines) {
            Some(lines) if !lines.is_empty() => lines[place % lines.len()].id.clone(),
            Some(_) | None => "line-nowhere".to_owned(),
        }
    }

    /// Gives the copies of a cart the identifiers that the engine has made for them.
    pub(super) fn name_copies(&mut self, cart: usize, ids: &[String]) {
        name_copies(self.carts[cart].iter_mut().flat_map(|cart| &mut cart.lines), ids);
    }

    /// Applies commands as one.
    pub(super) fn apply(&mut self, commands: &[Command]) -> Word {
        let mut after = self.clone();
        let words: Result<Vec<String>, String> =
            commands.iter().map(|command| after.apply_one(command)).collect();
        let words = words?;
        *self = after;
        Ok(words.join(", "))
    }

    fn live(&self, cart: usize) -> Option<&Cart> {
        let cart = self.carts[cart].as_ref()?;
        (self.now < cart.touched_at.saturating_add_millis(SPAN_MS)).then_some(cart)
    }

    fn live_or_new(&self, cart: usize) -> Cart {
        self.live(cart).cloned().unwrap_or_else(|| self.new_cart())
    }

    fn new_cart(&self) -> Cart {
        Cart {
            name: String::new(),
            mark: None,
            currency: "",
            updated_at: self.now,
            touched_at: self.now,
            lines: vec![],
            codes: vec![],
        }
    }

    fn put(&mut self, number: usize, cart: Cart) {
        let (at, touched_at) = match self.live(number) {
            Some(stored) => (self.now.not_before(stored.updated_at), self.now.max(stored.touched_at)),
            None => (self.now, self.now),
        };
        self.carts[number] = Some(Cart { updated_at: at.max(cart.updated_at), touched_at, ..cart });
    }

    fn apply_one(&mut self, command: &Command) -> Word {
        match command {
            Command::AddLines(command) => self.add(command),
            Command::UpdateLine(command) => self.update(command),
            Command::RemoveLine(command) => self.remove(command),
            Command::ChangeLines(command) => self.change(command),
            Command::ClearCart(command) => self.clear(command),
            Command::MergeCarts(command) => self.merge(command),
            Command::CopyLines(command) => self.copy(command),
            Command::RemoveCode(command) => self.leave(command),
            Command::AddTaxes(command) => self.tax(command),
            Command::ClearTaxes(command) => self.untax(command),
            Command::CreateCart(command) => self.create(command),
            Command::UpdateCart(command) => self.rename(command),
            Command::DeleteCart(command) => Ok(self.delete(command)),
            Command::ParkCart(command) => self.park(command),
            Command::ResumeCart(command) => self.resume(command),
            Command::DeleteParked(command) => self.discard(command),
            Command::CreateKey(command) => self.make_key(command),
            Command::RevokeKey(command) => self.revoke_key(*command),
            Command::UpdateTax(_)
            | Command::RemoveTax(_)
            | Command::Checkout(_)
            | Command::PayOrder(_)
            | Command::CaptureTransaction(_)
            | Command::RefundTransaction(_)
            | Command::UpdateOrder(_)
            | Command::AbandonCart(_)
            | Command::EnterCode(_)
            | Command::Import(_) => panic!("no step asks for that"),
        }
    }
}

fn name_copies<'a>(lines: impl Iterator<Item = &'a mut Line>, ids: &[String]) {
    for (line, id) in lines.zip(ids).filter(|(line, _)| line.id.starts_with(COPY_PREFIX)) {
        line.id.clone_from(id);
    }
}

/// Whether all is refused, of which so much was good and this was not.
fn is_refused(on_refusal: OnRefusal, good: usize, refused: &[String]) -> bool {
    match on_refusal {
        OnRefusal::RefuseAll => !refused.is_empty(),
        OnRefusal::KeepGood => good == 0 && !refused.is_empty(),
        OnRefusal::RefuseAnyway => true,
    }
}

fn number(cart: &str) -> usize {
    cart.strip_prefix("cart-").and_then(|number| number.parse().ok()).expect("a cart of the story")
}

fn seen_line(line: &Line) -> SeenLine {
    let (what, variant) = match &line.what {
        What::Good(good) => (GOODS[*good].product.to_owned(), GOODS[*good].variant.map(str::to_owned)),
        What::Custom { name, .. } => (name.clone(), None),
    };
    SeenLine {
        id: line.id.clone(),
        what,
        variant,
        location: line.location.clone(),
        units: line.units,
        price: line.price,
        includes_tax: line.includes_tax,
        taxes: line.taxes.clone(),
        added_at: line.added_at,
    }
}
