//! A line of an export: what kind of thing it has, and the thing.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use trolley_engine::archive::{
    AnswerEntry, CartEntry, ClockEntry, CodeUses, Counters, Entry, Mark, OrderEntry, Origin, ParkedEntry,
};
use trolley_engine::domain::catalog::{Customer, Product, Settings};
use trolley_engine::domain::id::LineId;
use trolley_engine::domain::key::Key;
use trolley_engine::domain::promotion::Promotion;

use super::Invalid;
use super::answer::AnswerWire;
use super::cart::{CartEntryWire, ParkedWire};
use super::customer::{CodeUsesWire, CustomerWire, KeyWire};
use super::order::OrderEntryWire;
use super::product::ProductWire;
use super::promotion::PromotionWire;
use super::spelling::Spelling;
use super::store::{ClockWire, CountersWire, OriginWire, SettingsWire};

/// What a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// What the export is; the first line.
    Trolley,
    Origin,
    Clock,
    Settings,
    Counters,
    Product,
    Promotion,
    CodeUses,
    Customer,
    Key,
    Cart,
    Order,
    Parked,
    Answer,
    /// How much there was; the last line.
    End,
}

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line<T> {
    pub(super) kind: Kind,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    stray: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost_custom_inputs_of: Vec<Spelling<LineId>>,
    pub(super) entry: T,
}

impl<T> Line<T> {
    pub(super) fn new(kind: Kind, mark: Mark, entry: T) -> Self {
        let lost_custom_inputs_of = mark.lines_without_inputs.into_iter().map(Spelling).collect();
        Self { kind, stray: mark.is_stray, lost_custom_inputs_of, entry }
    }
}

impl<T: Serialize> Line<T> {
    /// The line with its end.
    pub(super) fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl Line<Json> {
    /// What it says of its entry besides.
    pub(super) fn take_mark(&mut self) -> Mark {
        let lines = std::mem::take(&mut self.lost_custom_inputs_of);
        Mark { is_stray: self.stray, lines_without_inputs: lines.into_iter().map(|line| line.0).collect() }
    }
}

/// The line of an entry.
pub(super) fn line(entry: Entry, mark: Mark) -> serde_json::Result<Vec<u8>> {
    match entry {
        Entry::Origin(origin) => Line::new(Kind::Origin, mark, OriginWire::from(origin)).bytes(),
        Entry::Clock(clock) => Line::new(Kind::Clock, mark, ClockWire::from(clock)).bytes(),
        Entry::Settings(settings) => Line::new(Kind::Settings, mark, SettingsWire::from(*settings)).bytes(),
        Entry::Counters(counters) => Line::new(Kind::Counters, mark, CountersWire::from(counters)).bytes(),
        Entry::Product(product) => Line::new(Kind::Product, mark, ProductWire::from(*product)).bytes(),
        Entry::Promotion(promotion) => {
            Line::new(Kind::Promotion, mark, PromotionWire::from(*promotion)).bytes()
        }
        Entry::CodeUses(uses) => Line::new(Kind::CodeUses, mark, CodeUsesWire::from(uses)).bytes(),
        Entry::Customer(customer) => Line::new(Kind::Customer, mark, CustomerWire::from(customer)).bytes(),
        Entry::Key(key) => Line::new(Kind::Key, mark, KeyWire::from(key)).bytes(),
        Entry::Cart(cart) => Line::new(Kind::Cart, mark, CartEntryWire::from(cart)).bytes(),
        Entry::Order(order) => Line::new(Kind::Order, mark, OrderEntryWire::from(order)).bytes(),
        Entry::Parked(parked) => Line::new(Kind::Parked, mark, ParkedWire::from(parked)).bytes(),
        Entry::Answer(answer) => Line::new(Kind::Answer, mark, AnswerWire::from(answer)).bytes(),
    }
}

/// The entry of a line; none of the first line's and the last line's kinds.
pub(super) fn entry(kind: Kind, json: Json) -> Result<Option<Entry>, String> {
    let invalid = |invalid: Invalid| invalid.to_string();
    Ok(Some(match kind {
        Kind::Trolley | Kind::End => return Ok(None),
        Kind::Origin => Entry::Origin(Origin::from(read::<OriginWire>(json)?)),
        Kind::Clock => Entry::Clock(ClockEntry::from(read::<ClockWire>(json)?)),
        Kind::Settings => Entry::Settings(Box::new(Settings::from(read::<SettingsWire>(json)?))),
        Kind::Counters => Entry::Counters(Counters::from(read::<CountersWire>(json)?)),
        Kind::Product => {
            Entry::Product(Box::new(Product::try_from(read::<ProductWire>(json)?).map_err(invalid)?))
        }
        Kind::Promotion => Entry::Promotion(Box::new(Promotion::from(read::<PromotionWire>(json)?))),
        Kind::CodeUses => Entry::CodeUses(CodeUses::from(read::<CodeUsesWire>(json)?)),
        Kind::Customer => Entry::Customer(Customer::from(read::<CustomerWire>(json)?)),
        Kind::Key => Entry::Key(Key::from(read::<KeyWire>(json)?)),
        Kind::Cart => Entry::Cart(CartEntry::try_from(read::<CartEntryWire>(json)?).map_err(invalid)?),
        Kind::Order => Entry::Order(OrderEntry::try_from(read::<OrderEntryWire>(json)?).map_err(invalid)?),
        Kind::Parked => Entry::Parked(ParkedEntry::try_from(read::<ParkedWire>(json)?).map_err(invalid)?),
        Kind::Answer => Entry::Answer(AnswerEntry::try_from(read::<AnswerWire>(json)?).map_err(invalid)?),
    }))
}

/// The value of this form; what is wrong is named by its place.
pub(super) fn read<T: DeserializeOwned>(json: Json) -> Result<T, String> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let place = error.path().to_string();
        match place.as_str() {
            "." => error.inner().to_string(),
            place => format!("{place}: {}", error.inner()),
        }
    })
}
