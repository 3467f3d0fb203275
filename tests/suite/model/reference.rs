//! The rules of carts once more: plain lists, one thing after the other, nothing shared with the engine but commands.

mod whole;

use trolley_engine::Timestamp;
use trolley_engine::domain::command::{
    AddLine, AddLines, Command, LineRef, MergeCarts, OnBoth, OnDuplicate, OnRefusal, ProductRef, RemoveLine,
    SourceAfter, StockCheck, UpdateLine,
};

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
    pub(super) total: i64,
    pub(super) updated_at: Timestamp,
    pub(super) lines: Vec<SeenLine>,
}

/// What can be seen of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenLine {
    pub(super) id: String,
    pub(super) product: String,
    pub(super) variant: Option<String>,
    pub(super) location: Option<String>,
    pub(super) units: i64,
    pub(super) price: i64,
    pub(super) added_at: Timestamp,
}

#[derive(Debug, Clone)]
struct Cart {
    name: String,
    mark: Option<String>,
    currency: &'static str,
    updated_at: Timestamp,
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    id: String,
    good: usize,
    location: Option<String>,
    units: i64,
    price: i64,
    overridden: bool,
    added_at: Timestamp,
}

impl Cart {
    fn total_with(&self, place: Option<usize>, price: i64, units: i64) -> i128 {
        let others = self.lines.iter().enumerate().filter(|(index, _)| Some(*index) != place);
        let others: i128 = others.map(|(_, line)| i128::from(line.price) * i128::from(line.units)).sum();
        others + i128::from(price) * i128::from(units)
    }

    fn units_elsewhere(&self, good: usize, place: Option<usize>) -> i64 {
        let shared = |line: &Line| GOODS[line.good].stock_of == GOODS[good].stock_of;
        let others = self.lines.iter().enumerate();
        let others = others.filter(|(index, line)| Some(*index) != place && shared(line));
        others.map(|(_, line)| line.units).sum()
    }

    fn place(&self, good: usize, location: Option<&str>) -> Option<usize> {
        self.lines.iter().position(|line| line.good == good && line.location.as_deref() == location)
    }

    fn find(&self, line: &LineRef) -> Option<usize> {
        match line {
            LineRef::Id(id) => self.lines.iter().position(|line| line.id == id.as_str()),
            LineRef::Sku(sku) => {
                let sells = |line: &&Line| GOODS[line.good].sku == sku.as_str();
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
}

/// What a command came to.
type Word = Result<String, String>;

impl Reference {
    pub(super) fn new() -> Self {
        Self { now: Timestamp::from_millis(1_700_000_000_000), carts: [const { None }; CARTS] }
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
            total: i64::try_from(cart.total_with(None, 0, 0)).unwrap(),
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
        (self.now < cart.updated_at.saturating_add_millis(SPAN_MS)).then_some(cart)
    }

    fn live_or_new(&self, cart: usize) -> Cart {
        self.live(cart).cloned().unwrap_or_else(|| self.new_cart())
    }

    fn new_cart(&self) -> Cart {
        Cart { name: String::new(), mark: None, currency: "", updated_at: self.now, lines: vec![] }
    }

    fn put(&mut self, number: usize, cart: Cart) {
        self.carts[number] = Some(Cart { updated_at: self.now.max(cart.updated_at), ..cart });
    }

    fn apply_one(&mut self, command: &Command) -> Word {
        match command {
            Command::AddLines(command) => self.add(command),
            Command::UpdateLine(command) => self.update(command),
            Command::RemoveLine(command) => self.remove(command),
            Command::ClearCart(command) => self.clear(command),
            Command::MergeCarts(command) => self.merge(command),
            Command::CreateCart(command) => self.create(command),
            Command::UpdateCart(command) => self.rename(command),
            Command::DeleteCart(command) => Ok(self.delete(command)),
            Command::Import(_) => panic!("no step asks for that"),
        }
    }

    fn add(&mut self, command: &AddLines) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live_or_new(number);
        let asked =
            command.currency.map_or("USD", |currency| if currency.as_str() == "EUR" { "EUR" } else { "USD" });
        let (mut added, mut refused) = (Vec::new(), Vec::new());
        for (index, add) in command.lines.iter().enumerate() {
            match self.add_line(&mut cart, asked, add) {
                Ok(true) => added.push(format!("{index}n")),
                Ok(false) => added.push(format!("{index}")),
                Err(why) => refused.push(format!("{index}:{why}")),
            }
        }
        let is_refused = match command.on_refusal {
            OnRefusal::RefuseAll => !refused.is_empty(),
            OnRefusal::KeepGood => added.is_empty(),
            OnRefusal::RefuseAnyway => true,
        };
        if is_refused {
            return Err(refused.join(" "));
        }
        self.put(number, cart);
        Ok(format!(
            "added {}{}",
            added.join(" "),
            refused.iter().map(|why| format!(" {why}")).collect::<String>()
        ))
    }

    /// Adds one; whether it is a new line.
    fn add_line(&self, cart: &mut Cart, asked: &'static str, add: &AddLine) -> Result<bool, String> {
        let good = sold(add)?;
        let currency = if cart.lines.is_empty() { asked } else { cart.currency };
        let list = if currency == "EUR" { GOODS[good].eur } else { GOODS[good].usd }.ok_or("no price")?;
        let place = cart.place(good, add.location.as_deref());
        let asked_units = i64::from(add.quantity.units());
        let before = place.map_or(0, |place| cart.lines[place].units);
        let units = match (place, add.on_duplicate) {
            (Some(_), OnDuplicate::Refuse) => return Err("duplicate".to_owned()),
            (Some(_), OnDuplicate::Increase) => before + asked_units,
            (Some(_), OnDuplicate::Replace) | (None, _) => asked_units,
        };
        if UNITS_MAX < units {
            return Err("too many units".to_owned());
        }
        if place.is_none() && cart.lines.len() == LINES_MAX {
            return Err("too many lines".to_owned());
        }
        let elsewhere = cart.units_elsewhere(good, place);
        check_stock(good, add.checks.stock, elsewhere, before, units, asked_units)?;
        let kept =
            place.map(|place| &cart.lines[place]).filter(|line| line.overridden).map(|line| line.price);
        let (price, overridden) = match (add.price_override, kept) {
            (Some(price), _) if price < 0 => return Err("price".to_owned()),
            (Some(price), _) | (None, Some(price)) => (price, true),
            (None, None) => (list, false),
        };
        if TOTAL_MAX < cart.total_with(place, price, units) {
            return Err("total".to_owned());
        }
        cart.currency = currency;
        let (id, location) = (add.new_line.to_string(), add.location.clone());
        let line =
            Line { id, good, location, units, price, overridden, added_at: self.now.max(cart.updated_at) };
        match place {
            Some(place) => {
                let present = &mut cart.lines[place];
                (present.units, present.price, present.overridden) = (units, price, overridden);
            }
            None => cart.lines.push(line),
        }
        Ok(place.is_none())
    }

    fn update(&mut self, command: &UpdateLine) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        let place = cart.find(&command.line).ok_or("no line")?;
        let (good, before, price) =
            (cart.lines[place].good, cart.lines[place].units, cart.lines[place].price);
        let units = command.quantity.map_or(before, |quantity| i64::from(quantity.units()));
        if before < units {
            let elsewhere = cart.units_elsewhere(good, Some(place));
            check_stock(good, command.checks.stock, elsewhere, before, units, units)?;
        }
        if TOTAL_MAX < cart.total_with(Some(place), price, units) {
            return Err("total".to_owned());
        }
        cart.lines[place].units = units;
        self.put(number, cart);
        Ok("updated".to_owned())
    }

    fn remove(&mut self, command: &RemoveLine) -> Word {
        let number = number(command.cart.as_str());
        let is_elsewhere = match &command.line {
            LineRef::Id(_) => (0..CARTS).any(|other| {
                other != number && self.live(other).is_some_and(|cart| cart.find(&command.line).is_some())
            }),
            LineRef::Sku(_) => false,
        };
        let missing = |word: &str| if is_elsewhere { "elsewhere".to_owned() } else { word.to_owned() };
        let mut cart = self.live(number).ok_or_else(|| missing("no cart"))?.clone();
        let mut removed = 0;
        while let Some(place) = cart.find(&command.line) {
            cart.lines.remove(place);
            removed += 1;
        }
        if removed == 0 {
            return Err(missing("no line"));
        }
        self.put(number, cart);
        Ok(format!("removed {removed}"))
    }

    fn merge(&mut self, command: &MergeCarts) -> Word {
        let (target, source) = (number(command.target.as_str()), number(command.source.as_str()));
        if target == source {
            return Err("itself".to_owned());
        }
        let mut cart = self.live_or_new(target);
        let Some(origin) = self.live(source).cloned() else {
            return Ok("moved 0 combined 0".to_owned());
        };
        if origin.lines.is_empty() {
            if command.source_after == SourceAfter::Delete {
                self.carts[source] = None;
            }
            return Ok("moved 0 combined 0".to_owned());
        }
        if !cart.lines.is_empty() && cart.currency != origin.currency {
            return Err("other currency".to_owned());
        }
        cart.currency = origin.currency;
        cart.updated_at = cart.updated_at.max(origin.updated_at);
        let (mut moved, mut combined) = (0, 0);
        for line in &origin.lines {
            match cart.place(line.good, line.location.as_deref()) {
                Some(place) => {
                    combine(&mut cart, place, line, command.on_both)?;
                    combined += 1;
                }
                None if cart.lines.len() == LINES_MAX => return Err("too many lines".to_owned()),
                None if TOTAL_MAX < cart.total_with(None, line.price, line.units) => {
                    return Err("total".to_owned());
                }
                None => {
                    cart.lines.push(line.clone());
                    moved += 1;
                }
            }
        }
        self.put(target, cart);
        match command.source_after {
            SourceAfter::Clear => self.put(source, Cart { lines: vec![], ..origin }),
            SourceAfter::Delete => self.carts[source] = None,
        }
        Ok(format!("moved {moved} combined {combined}"))
    }
}

fn combine(cart: &mut Cart, place: usize, line: &Line, on_both: OnBoth) -> Result<(), String> {
    let units = match on_both {
        OnBoth::KeepTarget => return Ok(()),
        OnBoth::KeepSource => line.units,
        OnBoth::Combine => cart.lines[place].units + line.units,
    };
    if UNITS_MAX < units {
        return Err("too many units".to_owned());
    }
    if TOTAL_MAX < cart.total_with(Some(place), cart.lines[place].price, units) {
        return Err("total".to_owned());
    }
    cart.lines[place].units = units;
    Ok(())
}

fn check_stock(
    good: usize,
    check: StockCheck,
    elsewhere: i64,
    before: i64,
    after: i64,
    asked: i64,
) -> Result<(), String> {
    let requested = match check {
        StockCheck::Skip => return Ok(()),
        StockCheck::Cart if after <= before => return Ok(()),
        StockCheck::Cart => elsewhere + after,
        StockCheck::Request => asked,
    };
    match GOODS[good].stock {
        Some(available) if available < requested => Err(format!("stock {requested}/{available}")),
        Some(_) | None => Ok(()),
    }
}

/// What an add names.
fn sold(add: &AddLine) -> Result<usize, String> {
    let variant = add.variant.as_ref().map(|variant| variant.as_str());
    let found = GOODS.iter().position(|good| match &add.product {
        ProductRef::Id(id) => good.product == id.as_str() && good.variant == variant,
        ProductRef::Sku(sku) => good.sku == sku.as_str(),
    });
    let is_shirt = matches!(&add.product, ProductRef::Id(id) if id.as_str() == "shirt");
    found.ok_or_else(|| if is_shirt { "variant?".to_owned() } else { "no product".to_owned() })
}

fn number(cart: &str) -> usize {
    cart.strip_prefix("cart-").and_then(|number| number.parse().ok()).expect("a cart of the story")
}

fn seen_line(line: &Line) -> SeenLine {
    SeenLine {
        id: line.id.clone(),
        product: GOODS[line.good].product.to_owned(),
        variant: GOODS[line.good].variant.map(str::to_owned),
        location: line.location.clone(),
        units: line.units,
        price: line.price,
        added_at: line.added_at,
    }
}
