//! Giving out what was found, in the order of an export.

use std::collections::BTreeMap;

use super::image::Image;
use super::sorting::{Kind, open_cart, used_codes};
use super::{Finds, Found};
use crate::archive::{ClockEntry, CodeUses, Counters, Entry, Mark, OrderEntry, ParkedEntry};
use crate::domain::catalog::Settings;
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::key::KeyDigest;
use crate::env::engine_time::Kept;
use crate::store::archive::answer;
use crate::store::meta;
use crate::store::record::{
    answer as answer_record, catalog, clock, delivery, key as key_record, order, parked, promotion, settings,
};

/// Gives out entries.
pub(super) struct Giving<'a, I, F> {
    image: &'a I,
    finds: Finds,
    each: &'a mut F,
    entries: u64,
    is_whole: bool,
}

impl<'a, I: Image, F> Giving<'a, I, F> {
    pub(super) fn new(image: &'a I, mut finds: Finds, each: &'a mut F) -> Self {
        finds.settle_names(image);
        Self { image, finds, each, entries: 0, is_whole: true }
    }

    /// How many were given out.
    pub(super) const fn entries(&self) -> u64 {
        self.entries
    }

    /// Whether no custom inputs were missing.
    pub(super) const fn is_whole(&self) -> bool {
        self.is_whole
    }

    pub(super) fn give<E>(&mut self) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        self.give_store()?;
        let records: Vec<(Kind, Vec<u8>)> = self.finds.records.keys().cloned().collect();
        for (kind, key) in records.iter().filter(|(kind, _)| *kind < Kind::Customers) {
            self.give_record(*kind, key)?;
        }
        self.give_uses()?;
        for (kind, key) in records.iter().filter(|(kind, _)| Kind::Customers <= *kind) {
            self.give_record(*kind, key)?;
        }
        Ok(())
    }

    fn hand<E>(&mut self, entry: Entry, mark: Mark) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        self.entries += 1;
        (self.each)(entry, mark)
    }

    /// What holds for the whole store.
    fn give_store<E>(&mut self) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        if let Some((record, mark)) = self.meta(meta::ORIGIN_KEY)
            && let Ok(origin) = meta::open_origin(&record)
        {
            self.hand(Entry::Origin(origin), mark)?;
        }
        if let Some((record, mark)) = self.meta(meta::CLOCK_KEY)
            && let Ok(Kept { wall, offset_ms }) = clock::open(meta::CLOCK_KEY, &record)
        {
            self.hand(Entry::Clock(ClockEntry { wall, offset_ms }), mark)?;
        }
        if let Some((record, mark)) = self.meta(meta::SETTINGS_KEY)
            && let Ok(opened) = settings::open(meta::SETTINGS_KEY, &record)
        {
            let (delivery, is_stray) = match self.meta(meta::DELIVERY_KEY) {
                Some((record, mark)) => {
                    (delivery::open(meta::DELIVERY_KEY, &record).unwrap_or_default(), mark.is_stray)
                }
                None => (opened.delivery.clone(), false),
            };
            let mark = Mark { is_stray: mark.is_stray || is_stray, ..mark };
            self.hand(Entry::Settings(Box::new(Settings { delivery, ..opened })), mark)?;
        }
        if !self.finds.records.is_empty() {
            let counters = self.counters();
            self.hand(Entry::Counters(counters), Mark::default())?;
        }
        Ok(())
    }

    /// The last numbers that were given out; where that cannot be read, the highest that there are.
    fn counters(&self) -> Counters {
        let number = |name: &str| self.finds.numbers.get(name).copied().unwrap_or_default();
        let last = |kind: Kind| {
            let keys = self.finds.records.keys().rev();
            let last = keys.filter(|(found, _)| *found == kind).map(|(_, key)| key).next();
            last.and_then(|key| key.as_slice().try_into().ok()).map_or(0, u64::from_be_bytes)
        };
        let parked = self.finds.records.iter().filter(|((kind, _), _)| *kind == Kind::Parked);
        let sequences = parked.map(|(_, found)| u64::try_from(found.rank).unwrap_or_default());
        let has_answers = self.finds.records.keys().any(|(kind, _)| *kind == Kind::Answers);
        Counters {
            cart_key: number(meta::CART_KEY_COUNTER).max(last(Kind::Carts)),
            order_key: number(meta::ORDER_KEY_COUNTER).max(last(Kind::Orders)),
            parked_sequence: number(meta::PARKED_COUNTER).max(sequences.max().unwrap_or_default()),
            has_kept_answers: has_answers || self.finds.numbers.contains_key(meta::ANSWER_BYTES_COUNTER),
        }
    }

    /// How many orders have used codes: of those that cannot be read as many as there are orders with them.
    fn give_uses<E>(&mut self) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        let mut counted = BTreeMap::new();
        if self.finds.misses_uses {
            for ((kind, key), found) in &self.finds.records {
                if *kind == Kind::Orders
                    && let Ok(order) = order::open(key, &self.image.up_to(found.offset, found.length))
                {
                    for code in used_codes(&order) {
                        *counted.entry(code.clone()).or_insert(0_u64) += 1;
                    }
                }
            }
        }
        let known = std::mem::take(&mut self.finds.code_uses);
        counted.retain(|code, _| !known.contains_key(code));
        for (code, uses) in known {
            self.hand(Entry::CodeUses(CodeUses { code, uses }), Mark::default())?;
        }
        for (code, uses) in counted {
            let mark = Mark { is_stray: true, ..Mark::default() };
            self.hand(Entry::CodeUses(CodeUses { code, uses }), mark)?;
        }
        Ok(())
    }

    fn give_record<E>(&mut self, kind: Kind, key: &[u8]) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        let Some((record, mark)) = self.record(kind, key) else { return Ok(()) };
        if kind == Kind::Carts {
            return self.give_cart(key, &record, mark);
        }
        match open(kind, key, &record) {
            Some(entry) => self.hand(entry, mark),
            None => Ok(()),
        }
    }

    fn give_cart<E>(&mut self, key: &[u8], record: &[u8], mark: Mark) -> Result<(), E>
    where
        F: FnMut(Entry, Mark) -> Result<(), E>,
    {
        let Some(mut entry) = open_cart(key, record) else { return Ok(()) };
        let lines_without_inputs = self.finds.pieces.load(self.image, entry.key, &mut entry.cart);
        self.is_whole &= lines_without_inputs.is_empty();
        self.hand(Entry::Cart(entry), Mark { lines_without_inputs, ..mark })
    }

    fn meta(&self, name: &str) -> Option<(Vec<u8>, Mark)> {
        self.record(Kind::Meta, name.as_bytes())
    }

    fn record(&self, kind: Kind, key: &[u8]) -> Option<(Vec<u8>, Mark)> {
        let Found { offset, length, is_stray, .. } = self.finds.records.get(&(kind, key.to_vec()))?;
        Some((self.image.up_to(*offset, *length), Mark { is_stray: *is_stray, ..Mark::default() }))
    }
}

/// The entry of a record; none of those that are no entries by themselves.
pub(super) fn open(kind: Kind, key: &[u8], record: &[u8]) -> Option<Entry> {
    let text = || std::str::from_utf8(key).ok();
    Some(match kind {
        Kind::Meta | Kind::Carts => return None,
        Kind::Products => Entry::Product(Box::new(catalog::open_product(text()?, record).ok()?)),
        Kind::Promotions => Entry::Promotion(Box::new(promotion::open(text()?, record).ok()?)),
        Kind::Customers => Entry::Customer(catalog::open_customer(text()?, record).ok()?),
        Kind::Keys => Entry::Key(key_record::open(KeyDigest(key.try_into().ok()?), record).ok()?),
        Kind::Orders => {
            let number = u64::from_be_bytes(key.try_into().ok()?);
            Entry::Order(OrderEntry { key: number, order: order::open(key, record).ok()? })
        }
        Kind::Parked => {
            let (sequence, parked) = parked::open(text()?, record).ok()?;
            Entry::Parked(ParkedEntry { sequence, parked })
        }
        Kind::Answers => {
            let key = IdempotencyKey(key.try_into().ok()?);
            Entry::Answer(answer::entry(key, answer_record::open(key, record).ok()?).ok()?)
        }
    })
}
