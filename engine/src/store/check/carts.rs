//! Carts, the indexes to them, and the large custom inputs beside them.

use std::collections::BTreeSet;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::{CartRule, Faults};
use crate::domain::access::owner;
use crate::domain::cart::{Cart, Line};
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::record::cart;
use crate::store::tables::Tables;
use crate::store::{blobs, carts, meta};

/// How many rows of each index a cart has asked for and found.
#[derive(Debug, Default)]
struct Found {
    cart_ids: u64,
    customer_carts: u64,
    line_ids: u64,
    blobs: u64,
}

/// Every cart can be read, what leads to it does, and nothing leads nowhere.
pub(super) fn check(
    tables: &impl Tables,
    rule: CartRule<'_>,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let last = meta::last_cart_key(tables).unwrap_or(u64::MAX);
    let mut found = Found::default();
    for row in tables.carts()?.iter()? {
        let (key, record) = row?;
        let key = key.value();
        steps.step();
        if last < key {
            faults.add("carts", key, "it is past the last key that was given");
        }
        let opened = cart::open(&key.to_be_bytes(), record.value());
        let Some(cart) = faults.opened("carts", key, opened)? else { continue };
        if let Some(broken) = rule(&cart) {
            faults.add("carts", key, broken);
        }
        check_names(tables, key, &cart, faults, &mut found)?;
        check_lines(tables, key, &cart, faults, &mut found)?;
    }
    if found.cart_ids < tables.cart_ids()?.len()? {
        find_stray_ids(tables, faults)?;
    }
    if found.customer_carts < tables.customer_carts()?.len()? {
        find_stray_owners(tables, faults)?;
    }
    if found.line_ids < tables.line_ids()?.len()? {
        find_stray_lines(tables, faults)?;
    }
    if found.blobs < tables.blobs()?.len()? {
        find_stray_blobs(tables, faults)?;
    }
    Ok(())
}

fn check_names(
    tables: &impl Tables,
    key: u64,
    cart: &Cart,
    faults: &mut Faults,
    found: &mut Found,
) -> Result<(), StoreError> {
    match tables.cart_ids()?.get(cart.id.as_str())?.map(|row| row.value()) {
        Some(leads_to) if leads_to == key => found.cart_ids += 1,
        Some(_) | None => faults.add("cart_ids", &cart.id, format!("it does not lead to its cart {key}")),
    }
    if let Some(owner) = owner(&cart.id, Some(cart)) {
        match tables.customer_carts()?.get((owner, key))? {
            Some(_) => found.customer_carts += 1,
            None => faults.add("customer_carts", owner, format!("the cart {key} is missing")),
        }
    }
    Ok(())
}

fn check_lines(
    tables: &impl Tables,
    key: u64,
    cart: &Cart,
    faults: &mut Faults,
    found: &mut Found,
) -> Result<(), StoreError> {
    let mut ids = BTreeSet::new();
    for line in &cart.lines {
        if !ids.insert(&line.id) {
            faults.add("carts", key, format!("two of its lines are {}", line.id));
            continue;
        }
        match tables.line_ids()?.get((line.id.as_str(), key))? {
            Some(_) => found.line_ids += 1,
            None => faults.add("line_ids", &line.id, format!("the cart {key} is missing")),
        }
        if carts::has_blob(line) {
            check_blob(tables, key, line, faults, found)?;
        }
    }
    Ok(())
}

fn check_blob(
    tables: &impl Tables,
    key: u64,
    line: &Line,
    faults: &mut Faults,
    found: &mut Found,
) -> Result<(), StoreError> {
    let range = (key, line.sequence, 0)..=(key, line.sequence, u32::MAX);
    let mut pieces = 0;
    for row in tables.blobs()?.range(range)? {
        row?;
        pieces += 1;
    }
    found.blobs += pieces;
    let name = format!("{key} {}", line.sequence);
    let inputs = blobs::find(tables, key, line.sequence);
    if faults.opened("blobs", &name, inputs)? == Some(None) {
        faults.add("blobs", name, format!("the custom inputs of the line {} are missing", line.id));
    }
    Ok(())
}

fn find_stray_ids(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.cart_ids()?.iter()? {
        let (id, key) = row?;
        let (id, key) = (id.value(), key.value());
        let Some(cart) = faults.led_to(("cart_ids", id), ("cart", key), carts::find_by_key(tables, key))?
        else {
            continue;
        };
        if cart.id.as_str() != id {
            faults.add("cart_ids", id, format!("it leads to the cart {key}, which is {}", cart.id));
        }
    }
    Ok(())
}

fn find_stray_owners(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.customer_carts()?.iter()? {
        let (row, _) = row?;
        let (name, key) = row.value();
        let Some(cart) =
            faults.led_to(("customer_carts", name), ("cart", key), carts::find_by_key(tables, key))?
        else {
            continue;
        };
        if owner(&cart.id, Some(&cart)) != Some(name) {
            faults.add("customer_carts", name, format!("it leads to the cart {key}, which is another's"));
        }
    }
    Ok(())
}

fn find_stray_lines(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.line_ids()?.iter()? {
        let (row, _) = row?;
        let (id, key) = row.value();
        let Some(cart) = faults.led_to(("line_ids", id), ("cart", key), carts::find_by_key(tables, key))?
        else {
            continue;
        };
        if !cart.lines.iter().any(|line| line.id.as_str() == id) {
            faults.add("line_ids", id, format!("it leads to the cart {key}, which has no such line"));
        }
    }
    Ok(())
}

fn find_stray_blobs(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    let mut seen = None;
    for row in tables.blobs()?.iter()? {
        let (cart_key, sequence, _) = row?.0.value();
        if seen.replace((cart_key, sequence)) == Some((cart_key, sequence)) {
            continue;
        }
        let name = format!("{cart_key} {sequence}");
        let Some(cart) =
            faults.led_to(("blobs", &name), ("cart", cart_key), carts::find_by_key(tables, cart_key))?
        else {
            continue;
        };
        if !cart.lines.iter().any(|line| line.sequence == sequence && carts::has_blob(line)) {
            faults.add("blobs", name, "no line of the cart has them");
        }
    }
    Ok(())
}
