//! What a command has changed.

use std::sync::Arc;

use super::Loaded;
use crate::domain::apply::parking::ParkedChange;
use crate::domain::apply::{Change, OrderWrite, SourceChange, Write};
use crate::domain::cart::Cart;
use crate::domain::command::Command;
use crate::error::{Error, StoreError};
use crate::store::tables::WriteTables;
use crate::store::{carts, catalog, orders, parked, promotions};

/// Saves what a command has changed, with the cart that is taken out of it.
///
/// # Errors
///
/// [`Error::ImportInvalid`] where an import contradicts what is there or itself, and [`Error::Store`]. Some of the change
/// may be written by then: the transaction is to be dropped.
pub(crate) fn save(
    tables: &mut WriteTables<'_>,
    loaded: &Loaded,
    command: &Command,
    (change, cart): (&Change, Option<&Arc<Cart>>),
) -> Result<(), Error> {
    if let Command::Import(command) = command {
        catalog::import(tables, command)?;
    }
    save_cart(tables, loaded, (change.write, cart))?;
    save_source(tables, loaded, change)?;
    match (&change.order, change.order_write) {
        (Some(order), OrderWrite::Create) => orders::create(tables, order)?,
        (Some(order), OrderWrite::Update) => {
            let key = loaded.order_key.ok_or_else(|| StoreError::Record {
                table: "orders",
                reason: "an order that is to be changed is not there".to_owned(),
            })?;
            orders::update(tables, key, order)?;
        }
        (_, OrderWrite::Nothing) | (None, _) => {}
    }
    match &change.parked {
        ParkedChange::Nothing => {}
        ParkedChange::Create(parked) => parked::create(tables, parked)?,
        ParkedChange::Delete(id) => parked::delete(tables, id)?,
    }
    if let Some(key) = &change.key {
        catalog::save_key(tables, key)?;
    }
    for product in &change.products {
        catalog::update_product(tables, product)?;
    }
    for code in &change.used_codes {
        promotions::add_use(tables, code)?;
    }
    Ok(())
}

fn save_cart(
    tables: &mut WriteTables<'_>,
    loaded: &Loaded,
    change: (Write, Option<&Arc<Cart>>),
) -> Result<(), StoreError> {
    match change {
        (Write::Create, Some(cart)) => carts::create(tables, cart),
        (Write::Update, Some(cart)) => {
            let (key, before) = stored(loaded.cart_key, loaded.facts.cart.as_deref())?;
            carts::update(tables, key, before, cart)
        }
        (Write::Delete, _) => {
            let (key, before) = stored(loaded.cart_key, loaded.facts.cart.as_deref())?;
            carts::delete(tables, key, before)
        }
        (Write::Nothing, _) | (_, None) => Ok(()),
    }
}

fn save_source(tables: &mut WriteTables<'_>, loaded: &Loaded, change: &Change) -> Result<(), StoreError> {
    match &change.source {
        SourceChange::Nothing => Ok(()),
        SourceChange::Update(cart) => {
            let (key, before) = stored(loaded.source_key, loaded.facts.source.as_deref())?;
            carts::update(tables, key, before, &Arc::new(Cart::clone(cart)))
        }
        SourceChange::Delete => {
            let (key, before) = stored(loaded.source_key, loaded.facts.source.as_deref())?;
            carts::delete(tables, key, before)
        }
    }
}

/// A cart that was loaded and is to be changed, and its internal key.
fn stored(key: Option<u64>, cart: Option<&Cart>) -> Result<(u64, &Cart), StoreError> {
    key.zip(cart).ok_or_else(|| StoreError::Record {
        table: "carts",
        reason: "a cart that is to be changed is not there".to_owned(),
    })
}
