//! Everything that is stored, read one by one.

pub(crate) mod load;
pub(crate) mod answer;

use std::sync::Arc;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::record::{cart, catalog, key, order, parked, promotion};
use super::tables::Tables;
use super::{carts, meta};
use crate::archive::{CartEntry, ClockEntry, CodeUses, Entry, OrderEntry, ParkedEntry};
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::key::KeyDigest;
use crate::env::engine_time::Kept;
use crate::error::StoreError;

/// Gives all that is stored to `each`, until that fails: what holds for the whole store first, then what is sold and to
/// whom, then carts, orders, what is set aside and answers, each by the table's order.
pub(crate) fn read<E: From<StoreError>>(
    tables: &impl Tables,
    each: &mut impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    each(Entry::Origin(meta::origin(tables)?))?;
    if let Some(Kept { wall, offset_ms }) = meta::kept_time(tables)? {
        each(Entry::Clock(ClockEntry { wall, offset_ms }))?;
    }
    each(Entry::Settings(Box::new(meta::settings(tables)?)))?;
    each(Entry::Counters(meta::counters(tables)?))?;
    read_catalog(tables, each)?;
    read_carts(tables, each)?;
    for row in tables.orders()?.iter().map_err(StoreError::from)? {
        let (key, record) = row.map_err(StoreError::from)?;
        let key = key.value();
        let order = order::open(&key.to_be_bytes(), record.value())?;
        each(Entry::Order(OrderEntry { key, order }))?;
    }
    for row in tables.parked()?.iter().map_err(StoreError::from)? {
        let (id, record) = row.map_err(StoreError::from)?;
        let (sequence, parked) = parked::open(id.value(), record.value())?;
        each(Entry::Parked(ParkedEntry { sequence, parked }))?;
    }
    for row in tables.answers()?.iter().map_err(StoreError::from)? {
        let (key, record) = row.map_err(StoreError::from)?;
        let key = IdempotencyKey(digest("answers", key.value())?);
        each(Entry::Answer(answer::entry(key, super::record::answer::open(key, record.value())?)?))?;
    }
    Ok(())
}

/// How many entries [`read`] gives.
pub(crate) fn count(tables_of: &impl Tables) -> Result<u64, StoreError> {
    let tables = [
        tables_of.products()?.len()?,
        tables_of.promotions()?.len()?,
        tables_of.code_uses()?.len()?,
        tables_of.customers()?.len()?,
        tables_of.keys()?.len()?,
        tables_of.carts()?.len()?,
        tables_of.orders()?.len()?,
        tables_of.parked()?.len()?,
        tables_of.answers()?.len()?,
    ];
    // And origin, settings and counters.
    let clock = u64::from(meta::kept_time(tables_of)?.is_some());
    Ok(tables.into_iter().sum::<u64>() + 3 + clock)
}

fn read_catalog<E: From<StoreError>>(
    tables: &impl Tables,
    each: &mut impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    for row in tables.products()?.iter().map_err(StoreError::from)? {
        let (id, record) = row.map_err(StoreError::from)?;
        each(Entry::Product(Box::new(catalog::open_product(id.value(), record.value())?)))?;
    }
    for row in tables.promotions()?.iter().map_err(StoreError::from)? {
        let (id, record) = row.map_err(StoreError::from)?;
        each(Entry::Promotion(Box::new(promotion::open(id.value(), record.value())?)))?;
    }
    for row in tables.code_uses()?.iter().map_err(StoreError::from)? {
        let (code, uses) = row.map_err(StoreError::from)?;
        each(Entry::CodeUses(CodeUses { code: code.value().to_owned(), uses: uses.value() }))?;
    }
    for row in tables.customers()?.iter().map_err(StoreError::from)? {
        let (id, record) = row.map_err(StoreError::from)?;
        each(Entry::Customer(catalog::open_customer(id.value(), record.value())?))?;
    }
    for row in tables.keys()?.iter().map_err(StoreError::from)? {
        let (key, record) = row.map_err(StoreError::from)?;
        each(Entry::Key(key::open(KeyDigest(digest("keys", key.value())?), record.value())?))?;
    }
    Ok(())
}

fn read_carts<E: From<StoreError>>(
    tables: &impl Tables,
    each: &mut impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    for row in tables.carts()?.iter().map_err(StoreError::from)? {
        let (key, record) = row.map_err(StoreError::from)?;
        let key = key.value();
        let cart = cart::open(&key.to_be_bytes(), record.value())?;
        let mut stored = carts::StoredCart { key, cart: Arc::new(cart) };
        carts::load_inputs(tables, &mut stored)?;
        each(Entry::Cart(CartEntry { key, cart: Arc::unwrap_or_clone(stored.cart) }))?;
    }
    Ok(())
}

fn digest(table: &'static str, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    let reason = || "a digest does not have 32 bytes".to_owned();
    bytes.try_into().map_err(|_| StoreError::Record { table, reason: reason() })
}
