//! Searching carts: which are meant, in which order, and what all of them come to.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::domain::cart::Cart;
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, divide_rounding};
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;

/// Which carts are meant. All that is named must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Whose they are.
    pub customer: Option<CustomerId>,
    /// What has become of them.
    pub stage: Option<StageKind>,
    /// What is attached to them.
    pub attributes: Vec<AttributeTest>,
    /// Made at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Made before this moment.
    pub created_before: Option<Timestamp>,
    /// Last changed at this moment or later.
    pub updated_from: Option<Timestamp>,
    /// What must at least be paid for each, in minor units of its own currency.
    pub total_min: Option<i64>,
    /// How long a cart must be left alone to count as abandoned, in milliseconds; none where it never does.
    pub abandoned_after_ms: Option<i64>,
    /// What makes a cart count as marked in the tally.
    pub mark: Option<AttributeTest>,
    /// By what they are sorted.
    pub sort_by: SortBy,
    /// In which direction.
    pub direction: Direction,
}

/// A stage without its moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageKind {
    /// [`Stage::Active`].
    Active,
    /// [`Stage::Abandoned`].
    Abandoned,
    /// [`Stage::Converted`].
    Converted,
    /// [`Stage::Expired`].
    Expired,
}

impl From<Stage> for StageKind {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Active => Self::Active,
            Stage::Abandoned { .. } => Self::Abandoned,
            Stage::Converted => Self::Converted,
            Stage::Expired => Self::Expired,
        }
    }
}

/// What an attribute of a cart must be. Whatever is no text is as if it were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeTest {
    /// The attribute's name.
    pub name: String,
    /// What it must be.
    pub must: AttributeMust,
}

/// What an attribute must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeMust {
    /// This text.
    Be(String),
    /// This text, or not there.
    BeOrBeAbsent(String),
    /// There, as a text that is not empty, and another than this.
    BeOtherThan(String),
    /// Not there, or empty.
    BeAbsent,
}

impl AttributeTest {
    fn holds(&self, cart: &Cart) -> bool {
        let attribute = cart.attributes.iter().find(|(name, _)| *name == self.name);
        let text = attribute.and_then(|(_, value)| match value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
        });
        match &self.must {
            AttributeMust::Be(wanted) => text == Some(wanted),
            AttributeMust::BeOrBeAbsent(wanted) => text.is_none_or(|text| text == wanted),
            AttributeMust::BeOtherThan(other) => text.is_some_and(|text| !text.is_empty() && text != other),
            AttributeMust::BeAbsent => text.is_none_or(String::is_empty),
        }
    }
}

/// By what carts are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// When they were made.
    CreatedAt,
    /// When they were last changed.
    UpdatedAt,
    /// What is to be paid, in minor units whatever the currency.
    Total,
    /// Since when they are abandoned. Those that are not come last in either direction.
    AbandonedAt,
}

/// In which direction carts are sorted. Those that tie are sorted by when they were first stored, in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// What a cart is sorted by. Those without a value come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SortKey(Option<i64>, u64);

impl SortKey {
    /// The internal key of the cart.
    pub(crate) const fn stored_under(self) -> u64 {
        self.1
    }

    /// Which comes first.
    pub(crate) fn compare(self, other: Self, direction: Direction) -> Ordering {
        let directed = |order: Ordering| match direction {
            Direction::Ascending => order,
            Direction::Descending => order.reverse(),
        };
        match (self.0, other.0) {
            (Some(one), Some(two)) => directed((one, self.1).cmp(&(two, other.1))),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => directed(self.1.cmp(&other.1)),
        }
    }
}

impl Search {
    /// What has become of the cart by now, where it is meant as far as can be said without its price.
    pub(crate) fn stage_of(&self, cart: &Cart, now: Timestamp) -> Option<Stage> {
        let stage = Stage::of(cart, now, self.abandoned_after_ms);
        let is_meant = self.customer.as_ref().is_none_or(|customer| cart.customer.as_ref() == Some(customer))
            && self.created_from.is_none_or(|from| from <= cart.created_at)
            && self.created_before.is_none_or(|end| cart.created_at < end)
            && self.updated_from.is_none_or(|from| from <= cart.updated_at)
            && self.stage.is_none_or(|kind| kind == stage.into())
            && self.attributes.iter().all(|test| test.holds(cart));
        is_meant.then_some(stage)
    }

    /// What the cart is sorted by: one that is stored under this key, is in this stage, and costs so much.
    pub(crate) fn sort_key(&self, key: u64, cart: &Cart, stage: Stage, total: i64) -> SortKey {
        let value = match (self.sort_by, stage) {
            (SortBy::CreatedAt, _) => Some(cart.created_at.as_millis()),
            (SortBy::UpdatedAt, _) => Some(cart.updated_at.as_millis()),
            (SortBy::Total, _) => Some(total),
            (SortBy::AbandonedAt, Stage::Abandoned { since }) => Some(since.as_millis()),
            (SortBy::AbandonedAt, Stage::Active | Stage::Converted | Stage::Expired) => None,
        };
        SortKey(value, key)
    }
}

/// What all carts that are meant come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many are active.
    pub active: u64,
    /// How many are abandoned.
    pub abandoned: u64,
    /// How many an order was made of.
    pub converted: u64,
    /// How many have expired.
    pub expired: u64,
    /// How many are marked.
    pub marked: u64,
    /// How many of those an order was made of.
    pub marked_converted: u64,
    /// What those with lines cost, by their currency: amounts of different ones are not added up.
    pub amounts: BTreeMap<Currency, Amounts>,
}

/// What carts of one currency cost, in its minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// How many carts with lines there are.
    pub carts: u64,
    /// What they cost together.
    pub total: i128,
    /// What those of them cost together that are abandoned.
    pub abandoned_total: i128,
}

impl Amounts {
    /// What a cart costs on average, rounded; 0 where there is none.
    #[must_use]
    pub fn average(&self) -> i128 {
        if self.carts == 0 { 0 } else { divide_rounding(self.total, i128::from(self.carts)) }
    }
}

impl Tally {
    /// How many carts there are.
    #[must_use]
    pub const fn carts(&self) -> u64 {
        self.active + self.abandoned + self.converted + self.expired
    }

    /// Counts a cart that is meant.
    pub(crate) fn count(&mut self, search: &Search, cart: &Cart, stage: Stage, total: i64) {
        let is_marked = search.mark.as_ref().is_some_and(|mark| mark.holds(cart));
        self.marked += u64::from(is_marked);
        match stage {
            Stage::Active => self.active += 1,
            Stage::Abandoned { .. } => self.abandoned += 1,
            Stage::Converted => {
                self.converted += 1;
                self.marked_converted += u64::from(is_marked);
            }
            Stage::Expired => self.expired += 1,
        }
        let Some(currency) = cart.currency_lock() else { return };
        let amounts = self.amounts.entry(currency).or_default();
        amounts.carts += 1;
        amounts.total += i128::from(total);
        if StageKind::from(stage) == StageKind::Abandoned {
            amounts.abandoned_total += i128::from(total);
        }
    }
}

#[cfg(test)]
mod tests;
