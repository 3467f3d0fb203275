//! A cart with all that an answer is made of, as some tables have it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::apply::Outcome;
use crate::domain::bundle::Selection;
use crate::domain::cart::{Cart, CustomInputsBody, Line};
use crate::domain::catalog::Product;
use crate::domain::id::ProductId;
use crate::domain::parked::Parked;
use crate::domain::pricing::price;
use crate::domain::promotion::Promotions;
use crate::domain::shared::Shared;
use crate::domain::time::Timestamp;
use crate::engine::Receipt;
use crate::engine::keyed::Viewed;
use crate::error::{Error, StoreError};
use crate::store::carts::StoredCart;
use crate::store::tables::Tables;
use crate::store::{carts, catalog};
use crate::view::{CartView, ParkedView};

/// A cart as a change left it with all that an answer is made of. Where it has large custom inputs and another change has
/// taken them away meanwhile, it is the cart as it is now.
pub(crate) fn view(
    tables: &impl Tables,
    promotions: Arc<Promotions>,
    cart: Arc<Cart>,
    now: Timestamp,
) -> Result<CartView, Error> {
    let cart =
        if cart.lines.iter().any(|line| is_partly_stored(line)) { with_inputs(tables, cart)? } else { cart };
    view_of(tables, promotions, cart, now)
}

/// A cart whose custom inputs are all loaded with all that an answer is made of.
pub(crate) fn view_of(
    tables: &impl Tables,
    promotions: Arc<Promotions>,
    cart: Arc<Cart>,
    now: Timestamp,
) -> Result<CartView, Error> {
    let priced = price(&cart, &promotions, now).map_err(|_| Error::TotalOutOfRange)?;
    let mut known: BTreeMap<&ProductId, Option<Arc<Product>>> = BTreeMap::new();
    let mut products = Vec::with_capacity(cart.lines.len());
    for line in &cart.lines {
        let Some(product) = line.product() else {
            products.push(None);
            continue;
        };
        products.push(match known.entry(product) {
            Entry::Occupied(product) => product.get().clone(),
            Entry::Vacant(place) => place.insert(catalog::find_product(tables, product)?).clone(),
        });
    }
    let parts = parts(tables, &cart)?;
    let customer = match &cart.customer {
        Some(customer) => catalog::find_customer(tables, customer)?,
        None => None,
    };
    Ok(CartView { cart: Arc::unwrap_or_clone(cart), priced, products, parts, customer, promotions })
}

/// A receipt with its cart and what was set aside as they are shown.
pub(crate) fn viewed(
    tables: &impl Tables,
    promotions: &Arc<Promotions>,
    receipt: Receipt,
    now: Timestamp,
) -> Result<Viewed, Error> {
    let Receipt { cart, order, outcomes, notices } = receipt;
    let cart = cart.map(|cart| view(tables, Arc::clone(promotions), cart, now)).transpose()?;
    let parked = outcomes.iter().rev().find_map(Outcome::parked).cloned();
    let parked = parked.map(|parked| view_parked(tables, Arc::clone(promotions), parked, now)).transpose()?;
    Ok(Viewed { cart, order, parked, outcomes, notices })
}

/// What was set aside with all that an answer is made of.
pub(crate) fn view_parked(
    tables: &impl Tables,
    promotions: Arc<Promotions>,
    parked: Parked,
    now: Timestamp,
) -> Result<ParkedView, Error> {
    let Parked { id, note, parked_at, cart } = parked;
    Ok(ParkedView { id, note, parked_at, view: view_of(tables, promotions, Arc::new(cart), now)? })
}

/// What is shown in a list; none where a record that belongs to it is damaged, or promotions have made more of its total
/// than there may be. The log is told of it, and who asks for it by itself: a list of many is not to fail for one.
pub(crate) fn left_out<T>(shown: Result<T, Error>) -> Option<Result<T, Error>> {
    match &shown {
        Err(Error::Store(fault)) if matches!(**fault, StoreError::Record { .. }) => {
            tracing::error!(error = &**fault as &dyn std::error::Error, "a cart is left out of a list");
            None
        }
        Err(error @ Error::TotalOutOfRange) => {
            tracing::error!(%error, "a cart is left out of a list");
            None
        }
        Ok(_) | Err(_) => Some(shown),
    }
}

/// The products that are selected of the cart's bundles, as far as they are there.
fn parts(tables: &impl Tables, cart: &Cart) -> Result<Vec<Arc<Product>>, Error> {
    let components = cart.lines.iter().filter_map(|line| line.bundle()).flat_map(Selection::components);
    let selected: BTreeSet<&ProductId> =
        components.flat_map(|component| &component.options).map(|(id, _)| id).collect();
    let mut parts = Vec::with_capacity(selected.len());
    for id in selected {
        parts.extend(catalog::find_product(tables, id)?);
    }
    Ok(parts)
}

fn is_partly_stored(line: &Line) -> bool {
    line.custom_inputs.as_ref().is_some_and(|inputs| inputs.body == CustomInputsBody::Stored)
}

/// The cart with all custom inputs; the present one where its own are no longer stored.
fn with_inputs(tables: &impl Tables, cart: Arc<Cart>) -> Result<Arc<Cart>, Error> {
    let Some(mut present) = carts::find(tables, &cart.id)? else {
        return Err(Error::CartNotFound { cart: cart.id.clone() });
    };
    let is_there = |line: &Shared<Line>| {
        let same = present.cart.lines.iter().find(|other| other.sequence == line.sequence);
        same.is_some_and(|other| other.custom_inputs == line.custom_inputs)
    };
    if cart.lines.iter().filter(|line| is_partly_stored(line)).all(is_there) {
        present = StoredCart { key: present.key, cart };
    }
    carts::load_inputs(tables, &mut present)?;
    Ok(present.cart)
}
