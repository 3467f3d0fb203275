//! Filling an empty store with entries. Each is checked as if a stranger had written it: it must come back from its record
//! as it was given, stand there once, and take no name that another has.

use std::collections::HashSet;

use super::answer;
use crate::archive::{
    AnswerEntry, CartEntry, ClockEntry, CodeUses, Counters, Entry, OrderEntry, Origin, ParkedEntry,
};
use crate::domain::cart::Cart;
use crate::domain::catalog::{Product, Settings};
use crate::domain::delivery::DeliveryProblem;
use crate::domain::promotion::{Offer, Promotion};
use crate::env::engine_time::Kept;
use crate::error::archive::{LoadError, free};
use crate::store::record::{self, catalog as catalog_record, key as key_record};
use crate::store::tables::WriteTables;
use crate::store::{carts, catalog, meta, orders, parked};

/// What has been put into an empty store so far.
#[derive(Debug, Default)]
pub(crate) struct Loading {
    origin: Option<Origin>,
    clock: Option<ClockEntry>,
    settings: Option<Settings>,
    counters: Option<Counters>,
    /// The codes of all promotions.
    codes: HashSet<String>,
    /// The highest numbers that entries have.
    highest: Counters,
    /// Bytes of the records of answers.
    answer_bytes: u64,
}

impl Loading {
    /// Puts one entry more into the store.
    ///
    /// # Errors
    ///
    /// [`LoadError`]; some of the entry is written by then: the transaction is to be dropped.
    pub(crate) fn put(&mut self, tables: &mut WriteTables<'_>, entry: Entry) -> Result<(), LoadError> {
        let name = entry.name();
        match entry {
            Entry::Origin(origin) => once(&mut self.origin, origin, "origin"),
            Entry::Clock(clock) => once(&mut self.clock, clock, "clock"),
            Entry::Settings(settings) => {
                check_settings(&settings)?;
                once(&mut self.settings, *settings, "settings")
            }
            Entry::Counters(counters) => once(&mut self.counters, counters, "counters"),
            Entry::Product(product) => put_product(tables, &product),
            Entry::Promotion(promotion) => self.put_promotion(tables, &promotion),
            Entry::CodeUses(CodeUses { code, uses }) => {
                let before = tables.code_uses.open()?.insert(code.as_str(), uses)?.is_some();
                free(before, || name)
            }
            Entry::Customer(customer) => {
                let record = catalog_record::seal_customer(&customer)?;
                let id = customer.id.as_str();
                is_same(catalog_record::open_customer(id, &record)? == customer)?;
                let before = tables.customers.open()?.insert(id, record.as_slice())?.is_some();
                free(before, || name)
            }
            Entry::Key(key) => {
                let record = key_record::seal(&key)?;
                is_same(key_record::open(key.digest, &record)? == key)?;
                let digest = key.digest.0.as_slice();
                let before = tables.keys.open()?.insert(digest, record.as_slice())?.is_some();
                free(before, || name)
            }
            Entry::Cart(CartEntry { key, cart }) => {
                self.highest.cart_key = self.highest.cart_key.max(key);
                put_cart(tables, key, &cart)
            }
            Entry::Order(OrderEntry { key, order }) => {
                self.highest.order_key = self.highest.order_key.max(key);
                record::order::check(&order).map_err(|invalid| invalid.in_table("orders"))?;
                orders::load(tables, key, &order)
            }
            Entry::Parked(ParkedEntry { sequence, parked }) => {
                self.highest.parked_sequence = self.highest.parked_sequence.max(sequence);
                record::parked::check(&parked).map_err(|invalid| invalid.in_table("parked"))?;
                record::cart::check(&parked.cart).map_err(|invalid| invalid.in_table("parked"))?;
                parked::load(tables, sequence, &parked)
            }
            Entry::Answer(entry) => self.put_answer(tables, entry),
        }
    }

    /// Writes what could be known only when all was there. Where no entry said who made the store, this one did.
    pub(crate) fn finish(self, tables: &mut WriteTables<'_>, made: &Origin) -> Result<(), LoadError> {
        let highest = self.highest;
        let counters = self.counters.unwrap_or(highest);
        let is_behind = counters.cart_key < highest.cart_key
            || counters.order_key < highest.order_key
            || counters.parked_sequence < highest.parked_sequence;
        if is_behind {
            return Err(LoadError::CountersBehind);
        }
        meta::save_counters(tables, counters)?;
        if counters.has_kept_answers || highest.has_kept_answers {
            meta::save_answer_bytes(tables, self.answer_bytes)?;
        }
        meta::save_origin(tables, self.origin.as_ref().unwrap_or(made))?;
        if let Some(ClockEntry { wall, offset_ms }) = self.clock {
            meta::keep_time(tables, Kept { wall, offset_ms })?;
        }
        meta::save_settings(tables, &self.settings.unwrap_or_else(Settings::in_dollars))?;
        meta::write_format(tables)?;
        Ok(())
    }

    fn put_promotion(
        &mut self,
        tables: &mut WriteTables<'_>,
        promotion: &Promotion,
    ) -> Result<(), LoadError> {
        if let Offer::ByCode(codes) = &promotion.offer {
            for code in codes {
                free(!self.codes.insert(code.code.clone()), || format!("code {}", code.code))?;
            }
        }
        let record = record::promotion::seal(promotion)?;
        let id = promotion.id.as_str();
        is_same(record::promotion::open(id, &record)? == *promotion)?;
        let before = tables.promotions.open()?.insert(id, record.as_slice())?.is_some();
        free(before, || format!("promotion {id}"))
    }

    fn put_answer(&mut self, tables: &mut WriteTables<'_>, entry: AnswerEntry) -> Result<(), LoadError> {
        let (key, sequence) = (entry.key, entry.sequence);
        let record = record::answer::seal(key, &answer::stored(entry.clone()))?;
        is_same(answer::entry(key, record::answer::open(key, &record)?)? == entry)?;
        let key = key.0.as_slice();
        let before = tables.answers.open()?.insert(key, record.as_slice())?.is_some();
        let place = tables.answer_order.open()?.insert(sequence, key)?.is_some();
        self.highest.has_kept_answers = true;
        self.answer_bytes = self.answer_bytes.saturating_add(record.len() as u64);
        free(before || place, || format!("answer {sequence}"))
    }
}

fn put_product(tables: &mut WriteTables<'_>, product: &Product) -> Result<(), LoadError> {
    let record = catalog_record::seal_product(product)?;
    is_same(catalog_record::open_product(product.id.as_str(), &record)? == *product)?;
    catalog::insert(tables, product).map_err(|error| LoadError::Invalid { reason: error.to_string() })
}

fn put_cart(tables: &mut WriteTables<'_>, key: u64, cart: &Cart) -> Result<(), LoadError> {
    record::cart::check(cart).map_err(|invalid| invalid.in_table("carts"))?;
    carts::load(tables, key, cart)
}

/// The settings must come back from their records, as all else must.
fn check_settings(settings: &Settings) -> Result<(), LoadError> {
    let problem = settings.delivery.check();
    problem.map_err(|problem| {
        let (DeliveryProblem::Method(_, reason) | DeliveryProblem::Zone(_, reason)) = problem;
        LoadError::Invalid { reason: reason.to_owned() }
    })?;
    let opened = record::settings::open("", &record::settings::seal("", settings)?)?;
    is_same(Settings { delivery: settings.delivery.clone(), ..opened } == *settings)
}

fn once<T>(place: &mut Option<T>, entry: T, name: &str) -> Result<(), LoadError> {
    free(place.replace(entry).is_some(), || name.to_owned())
}

/// What is stored is what is read again.
fn is_same(holds: bool) -> Result<(), LoadError> {
    let reason = || "it would not be read as it was written".to_owned();
    if holds { Ok(()) } else { Err(LoadError::Invalid { reason: reason() }) }
}
