//! Orders in the store: the record, and the indexes to it.

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::damaged::left_out;
use super::meta;
use super::record::order;
use super::tables::{Tables, WriteTables};
use crate::domain::id::{CustomerId, OrderId};
use crate::domain::order::Order;
use crate::error::StoreError;
use crate::error::archive::{LoadError, free};

const TABLE: &str = "orders";

/// An order as it is stored.
#[derive(Debug)]
pub(crate) struct StoredOrder {
    /// Its internal key.
    pub(crate) key: u64,
    /// The order.
    pub(crate) order: Order,
}

/// The order of this identifier.
pub(crate) fn find(tables: &impl Tables, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
    let Some(key) = tables.order_ids()?.get(id.as_str())?.map(|row| row.value()) else { return Ok(None) };
    let order = by_key(tables, key)?;
    if order.id == *id {
        Ok(Some(StoredOrder { key, order }))
    } else {
        Err(StoreError::Record { table: TABLE, reason: format!("{id} leads to {}", order.id) })
    }
}

/// Fails where an order has this identifier already, so that no other can have it.
pub(crate) fn check_free(tables: &impl Tables, id: &OrderId) -> Result<(), StoreError> {
    match tables.order_ids()?.get(id.as_str())? {
        Some(_) => Err(StoreError::Record { table: TABLE, reason: format!("{id} is there already") }),
        None => Ok(()),
    }
}

/// So many orders behind the first `offset`, the newest first, and how many there are in all; of one customer where one is
/// named.
pub(crate) fn newest(
    tables: &impl Tables,
    customer: Option<&CustomerId>,
    offset: usize,
    limit: usize,
) -> Result<(Vec<Order>, u64), StoreError> {
    let Some(customer) = customer.map(CustomerId::as_str) else {
        let rows = tables.orders()?.iter()?.rev().skip(offset).take(limit);
        let orders = rows.map(|row| {
            let (key, record) = row?;
            order::open(&key.value().to_be_bytes(), record.value())
        });
        let orders = orders.filter_map(left_out).collect::<Result<Vec<Order>, StoreError>>()?;
        return Ok((orders, tables.orders()?.len()?));
    };
    let mut keys = Vec::new();
    for row in tables.customer_orders()?.range((customer, 0)..=(customer, u64::MAX))? {
        keys.push(row?.0.value().1);
    }
    let orders = keys.iter().rev().skip(offset).take(limit).map(|key| by_key(tables, *key));
    Ok((orders.filter_map(left_out).collect::<Result<Vec<Order>, StoreError>>()?, keys.len() as u64))
}

/// The order that is stored under this internal key.
pub(crate) fn find_by_key(tables: &impl Tables, key: u64) -> Result<Option<Order>, StoreError> {
    let row = tables.orders()?.get(key)?;
    row.map(|row| order::open(&key.to_be_bytes(), row.value())).transpose()
}

fn by_key(tables: &impl Tables, key: u64) -> Result<Order, StoreError> {
    find_by_key(tables, key)?
        .ok_or_else(|| StoreError::Record { table: TABLE, reason: format!("the record {key} is missing") })
}

/// Stores a new order.
///
/// # Errors
///
/// [`StoreError::Record`] also where an order has its identifier, or stands under the next internal key.
pub(crate) fn create(tables: &mut WriteTables<'_>, order: &Order) -> Result<(), StoreError> {
    check_free(tables, &order.id)?;
    let key = meta::next_order_key(tables)?;
    if tables.orders()?.get(key)?.is_some() {
        let reason = format!("the new record {key} is there already");
        return Err(StoreError::Record { table: TABLE, reason });
    }
    tables.order_ids.open()?.insert(order.id.as_str(), key)?;
    if let Some(customer) = &order.customer {
        tables.customer_orders.open()?.insert((customer.as_str(), key), ())?;
    }
    update(tables, key, order)
}

/// Puts an order into an empty store, under this internal key.
///
/// # Errors
///
/// [`LoadError::Taken`] where its key or its identifier is.
pub(crate) fn load(tables: &mut WriteTables<'_>, key: u64, order: &Order) -> Result<(), LoadError> {
    let is_taken = tables.orders.open()?.get(key)?.is_some()
        || tables.order_ids.open()?.insert(order.id.as_str(), key)?.is_some();
    free(is_taken, || format!("order {}", order.id))?;
    if let Some(customer) = &order.customer {
        tables.customer_orders.open()?.insert((customer.as_str(), key), ())?;
    }
    Ok(update(tables, key, order)?)
}

/// Stores an order in place of the one under `key`. Whose it is does not change.
pub(crate) fn update(tables: &mut WriteTables<'_>, key: u64, order: &Order) -> Result<(), StoreError> {
    tables.orders.open()?.insert(key, order::seal(&key.to_be_bytes(), order)?.as_slice())?;
    Ok(())
}
