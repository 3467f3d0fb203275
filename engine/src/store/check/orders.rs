//! Orders and the indexes to them, and what is set aside.

use std::collections::BTreeSet;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::Faults;
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::record::{order, parked};
use crate::store::tables::Tables;
use crate::store::{meta, orders};

/// Every order can be read, what leads to it does, and nothing leads nowhere.
pub(super) fn check(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let last = meta::last_order_key(tables).unwrap_or(u64::MAX);
    let (mut ids_found, mut customers_found) = (0, 0);
    for row in tables.orders()?.iter()? {
        let (key, record) = row?;
        let key = key.value();
        steps.step();
        if last < key {
            faults.add("orders", key, "it is past the last key that was given");
        }
        let opened = order::open(&key.to_be_bytes(), record.value());
        let Some(order) = faults.opened("orders", key, opened)? else { continue };
        match tables.order_ids()?.get(order.id.as_str())?.map(|row| row.value()) {
            Some(leads_to) if leads_to == key => ids_found += 1,
            Some(_) | None => {
                faults.add("order_ids", &order.id, format!("it does not lead to its order {key}"));
            }
        }
        let Some(customer) = &order.customer else { continue };
        match tables.customer_orders()?.get((customer.as_str(), key))? {
            Some(_) => customers_found += 1,
            None => faults.add("customer_orders", customer, format!("the order {key} is missing")),
        }
    }
    if ids_found < tables.order_ids()?.len()? {
        find_stray_ids(tables, faults)?;
    }
    if customers_found < tables.customer_orders()?.len()? {
        find_stray_customers(tables, faults)?;
    }
    Ok(())
}

fn find_stray_ids(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.order_ids()?.iter()? {
        let (id, key) = row?;
        let (id, key) = (id.value(), key.value());
        let Some(order) =
            faults.led_to(("order_ids", id), ("order", key), orders::find_by_key(tables, key))?
        else {
            continue;
        };
        if order.id.as_str() != id {
            faults.add("order_ids", id, format!("it leads to the order {key}, which is {}", order.id));
        }
    }
    Ok(())
}

fn find_stray_customers(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.customer_orders()?.iter()? {
        let (row, _) = row?;
        let (name, key) = row.value();
        let Some(order) =
            faults.led_to(("customer_orders", name), ("order", key), orders::find_by_key(tables, key))?
        else {
            continue;
        };
        if order.customer.is_none_or(|customer| customer.as_str() != name) {
            faults.add("customer_orders", name, format!("it leads to the order {key}, which is another's"));
        }
    }
    Ok(())
}

/// All that is set aside can be read, and each has a place of its own in their order.
pub(super) fn check_parked(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let last = meta::last_parked_sequence(tables).unwrap_or(u64::MAX);
    let mut places = BTreeSet::new();
    for row in tables.parked()?.iter()? {
        let (id, record) = row?;
        steps.step();
        let opened = parked::open(id.value(), record.value());
        let Some((sequence, _)) = faults.opened("parked", id.value(), opened)? else { continue };
        if last < sequence {
            faults.add("parked", id.value(), "it is past the last place that was given");
        }
        if !places.insert(sequence) {
            faults.add("parked", id.value(), format!("another has its place {sequence}"));
        }
    }
    Ok(())
}
