//! What must have come of what was done, kept in plain maps by rules written down once more: so that a mistake which
//! the engine makes on every storage alike is seen too.

use std::collections::BTreeMap;

use trolley_engine::domain::cart::CartStatus;
use trolley_engine::domain::command::ProductRef;
use trolley_engine::domain::order::PaymentState;
use trolley_engine::{Engine, Page, Principal, Timestamp};

use super::deed::{Deed, order_name};
use super::intent::Intent;
use super::stall::{CARD, CARDS, CARTS, FEE, GOODS, PLATE};
use crate::deals::order_id;
use crate::goods::{cart_id, product_id};

/// So many intents back an answer to a key is still known.
const ANSWERS_KEPT: u64 = 40;

/// What there is.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    pub(super) carts: BTreeMap<usize, Held>,
    /// What is set aside, and of which cart.
    pub(super) parked: BTreeMap<u64, (usize, Held)>,
    pub(super) orders: BTreeMap<u64, Ordered>,
    /// Cards that are held back, and those that were sent.
    cards_held: i64,
    cards_sent: i64,
    /// What was answered to keys: whether it was done.
    answered: BTreeMap<u64, bool>,
}

/// What a cart holds: units of goods, each written one by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) lines: BTreeMap<(usize, u64), u64>,
    pub(super) has_code: bool,
    pub(super) is_closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordered {
    cards: i64,
    pub(super) progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Unpaid,
    Paid,
    Refunded,
    Sent,
    Cancelled,
}

impl Held {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && !self.has_code
    }

    fn take(&mut self, other: Self) {
        for (key, units) in other.lines {
            *self.lines.entry(key).or_default() += units;
        }
        self.has_code |= other.has_code;
    }

    fn cards(&self) -> i64 {
        i64::try_from(self.lines.get(&(CARD, 0)).copied().unwrap_or_default()).unwrap()
    }
}

impl Ledger {
    /// Does all of an intent or none of it, and says whether it was done.
    pub(super) fn apply(&mut self, intent: &Intent) -> bool {
        if let Some(done) = self.answered.get(&intent.made).filter(|_| intent.is_keyed) {
            return *done;
        }
        let before = (1 < intent.deeds.len()).then(|| self.clone());
        let is_done =
            (0_u64..).zip(&intent.deeds).all(|(place, deed)| self.perform(deed, intent.made * 100 + place));
        if let Some(before) = before.filter(|_| !is_done) {
            *self = before;
        }
        if intent.is_keyed {
            self.answered.insert(intent.made, is_done);
            self.answered.retain(|made, _| intent.made <= made + ANSWERS_KEPT);
        }
        is_done
    }

    /// Does it, and says whether it was not refused; what is refused changes nothing.
    pub(super) fn perform(&mut self, deed: &Deed, made: u64) -> bool {
        match deed {
            Deed::Add { cart, lines, has_code } => {
                let lines = lines.iter().map(|(good, units)| ((*good, 0), u64::from(*units)));
                let mut added = Held { has_code: *has_code, ..Held::default() };
                lines.for_each(|(key, units)| *added.lines.entry(key).or_default() += units);
                self.open(*cart).take(added);
            }
            Deed::AddWritten { cart, .. } => {
                self.open(*cart).lines.insert((PLATE, made), 1);
            }
            Deed::AddUnknown { .. } | Deed::ImportTwins => return false,
            Deed::Update { cart, good, units } => {
                let line = self.carts.get_mut(cart).and_then(|held| held.lines.get_mut(&(*good, 0)));
                let Some(line) = line else { return false };
                *line = u64::from(*units);
            }
            Deed::Remove { cart, good } => {
                let Some(held) = self.carts.get_mut(cart) else { return false };
                let before = held.lines.len();
                held.lines.retain(|(one, _), _| one != good);
                return held.lines.len() < before;
            }
            Deed::Clear { cart } => {
                let Some(held) = self.carts.get_mut(cart) else { return false };
                *held = Held::default();
            }
            Deed::Delete { cart } => drop(self.carts.remove(cart)),
            Deed::Note { cart, .. } => return self.carts.contains_key(cart),
            Deed::Merge { target, source, is_deleted } => return self.merge(*target, *source, *is_deleted),
            Deed::Copy { target, source } => {
                let Some(copied) = self.carts.get(source).cloned() else { return true };
                // A code does not come into a cart without lines.
                if !copied.lines.is_empty() || self.has_lines(*target) {
                    self.open(*target).take(copied);
                }
            }
            Deed::Park { cart } => {
                let held = self.carts.get_mut(cart).filter(|held| !held.lines.is_empty());
                let Some(held) = held else { return false };
                self.parked.insert(made, (*cart, std::mem::take(held)));
            }
            Deed::Resume { parked } => {
                let Some((cart, held)) = self.parked.remove(parked) else { return false };
                *self.open(cart) = held;
            }
            Deed::Discard { parked } => return self.parked.remove(parked).is_some(),
            Deed::CheckOut { cart, is_paid } => return self.check_out(*cart, *is_paid, made),
            Deed::Pay { order } => return self.proceed(*order, Progress::Paid),
            Deed::Refund { order } => return self.proceed(*order, Progress::Refunded),
            Deed::Fulfil { order } => return self.proceed(*order, Progress::Sent),
            Deed::Cancel { order } => return self.proceed(*order, Progress::Cancelled),
            Deed::Import { .. } => {}
        }
        true
    }

    /// The cart, to be added to: a new one where there is none that can be changed.
    fn open(&mut self, cart: usize) -> &mut Held {
        let held = self.carts.entry(cart).or_default();
        if held.is_closed {
            *held = Held::default();
        }
        held
    }

    fn has_lines(&self, cart: usize) -> bool {
        self.carts.get(&cart).is_some_and(|held| !held.is_closed && !held.lines.is_empty())
    }

    fn merge(&mut self, target: usize, source: usize, is_deleted: bool) -> bool {
        let Some(giver) = self.carts.get_mut(&source) else { return false };
        let given = std::mem::take(giver);
        if is_deleted {
            self.carts.remove(&source);
        }
        if !given.is_empty() {
            self.open(target).take(given);
        }
        true
    }

    fn check_out(&mut self, cart: usize, is_paid: bool, made: u64) -> bool {
        let Some(held) = self.carts.get_mut(&cart).filter(|held| !held.lines.is_empty()) else {
            return false;
        };
        held.is_closed = true;
        self.orders.insert(made, Ordered { cards: held.cards(), progress: Progress::Unpaid });
        !is_paid || self.proceed(made, Progress::Paid)
    }

    fn proceed(&mut self, order: u64, to: Progress) -> bool {
        let Some(order) = self.orders.get_mut(&order) else { return false };
        match (order.progress, to) {
            (Progress::Unpaid, Progress::Paid) => self.cards_held += order.cards,
            (Progress::Paid, Progress::Sent) => {
                self.cards_held -= order.cards;
                self.cards_sent += order.cards;
            }
            (Progress::Refunded, Progress::Cancelled) => self.cards_held -= order.cards,
            (Progress::Paid, Progress::Refunded) | (Progress::Unpaid, Progress::Cancelled) => {}
            (_, _) => return false,
        }
        order.progress = to;
        true
    }

    /// Looks whether the engine has all this and nothing else.
    pub(super) fn check(&self, engine: &Engine, now: Timestamp) -> Result<(), String> {
        for (place, name) in CARTS.iter().enumerate() {
            let found = engine
                .find_cart(&cart_id(name), &Principal::Server, now)
                .map_err(|error| error.to_string())?;
            let found = found.map(|view| {
                let mut lines: Vec<(String, u64)> = view
                    .cart
                    .lines
                    .iter()
                    .map(|line| {
                        (
                            line.product().map_or("", |id| id.as_str()).to_owned(),
                            u64::from(line.quantity.units()),
                        )
                    })
                    .collect();
                lines.sort();
                (lines, view.cart.status == CartStatus::Converted, !view.cart.codes.is_empty())
            });
            let expected = self.carts.get(&place).map(|held| (sold(held), held.is_closed, held.has_code));
            same(name, &found, &expected)?;
        }
        let card = ProductRef::Id(product_id(GOODS[CARD].0));
        let card =
            engine.find_product(&card).map_err(|error| error.to_string())?.ok_or("the cards are gone")?;
        let in_stock = (card.stock.available, card.stock.allocated);
        same("the stock", &in_stock, &(CARDS - self.cards_held - self.cards_sent, self.cards_held))?;
        self.check_others(engine, now)
    }

    fn check_others(&self, engine: &Engine, now: Timestamp) -> Result<(), String> {
        let all = Page { offset: 0, limit: 0 };
        let parked = engine.parked(&Principal::Server, now, all).map_err(|error| error.to_string())?;
        same("what is parked", &parked.total, &(self.parked.len() as u64))?;
        let orders = engine.orders(&Principal::Server, all).map_err(|error| error.to_string())?;
        same("the orders", &orders.total, &(self.orders.len() as u64))?;
        // The newest: what was lost would be among them.
        for (made, order) in self.orders.iter().rev().take(3) {
            let name = order_name(*made);
            let found = engine.find_order(&order_id(&name), &Principal::Server);
            let found = found.map_err(|error| error.to_string())?.ok_or_else(|| format!("{name} is gone"))?;
            let progress = match (found.is_cancelled, found.is_fulfilled, found.payment()) {
                (true, _, _) => Progress::Cancelled,
                (_, true, _) => Progress::Sent,
                (_, _, PaymentState::Paid) => Progress::Paid,
                (_, _, PaymentState::Refunded) => Progress::Refunded,
                (_, _, _) => Progress::Unpaid,
            };
            same(&name, &progress, &order.progress)?;
        }
        Ok(())
    }
}

/// The products of a cart with their units, in order.
fn sold(held: &Held) -> Vec<(String, u64)> {
    let named = held.lines.iter().map(|((good, _), units)| {
        let name = if *good == FEE { "" } else { GOODS[*good].0 };
        (name.to_owned(), *units)
    });
    let mut lines: Vec<(String, u64)> = named.collect();
    lines.sort();
    lines
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: found {found:?}, the ledger has {expected:?}"))
}
