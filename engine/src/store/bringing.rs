//! Bringing many products into the store at once, each table in the order of its keys: a tree that grows at its end is
//! written many times faster than one that grows everywhere.

use std::ops::Bound;

use redb::{CursorMut, Key, ReadableTable as _, ReadableTableMetadata as _, Table, Value};

use super::record::catalog;
use super::tables::WriteTables;
use crate::domain::catalog::Product;
use crate::domain::id::Sku;
use crate::error::import::ImportProblem;
use crate::error::{Error, StoreError};

/// Where a name stands among those of an import: its product's place, and its own among the product's.
type Place = (usize, usize);

/// The first name that is not free, product by product.
#[derive(Default)]
struct First(Option<(Place, ImportProblem)>);

impl First {
    /// One that is not free.
    fn note(&mut self, place: Place, problem: impl FnOnce() -> ImportProblem) {
        if self.0.as_ref().is_none_or(|(first, _)| place < *first) {
            self.0 = Some((place, problem()));
        }
    }
}

/// The products in the order of their identifiers, because a tree that grows at its end is written much faster; those of
/// one as they were. To compare two identifiers means to fetch them from wherever they stand, so a part of each is had
/// beside it that tells most of them apart: what follows what all begin with.
pub(super) fn in_order(products: &[Product]) -> Vec<&Product> {
    let first = products.first().map_or("", |product| product.id.as_str()).as_bytes();
    let common = products.iter().map(|product| common_bytes(first, product.id.as_str().as_bytes()));
    let common = common.min().unwrap_or(0);
    let mut products: Vec<(u64, &Product)> = products
        .iter()
        .map(|product| (first_bytes(&product.id.as_str().as_bytes()[common..]), product))
        .collect();
    products.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.id.cmp(&other.1.id)));
    products.into_iter().map(|(_, product)| product).collect()
}

/// With how many bytes both begin.
fn common_bytes(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// The first eight bytes as a number: of two texts the one of the lesser number comes first, whatever stands behind.
fn first_bytes(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(bytes).for_each(|(first, byte)| *first = *byte);
    u64::from_be_bytes(first)
}

/// Adds products whose names must all be free, in the order of their identifiers.
///
/// # Errors
///
/// [`Error::ImportInvalid`] with the first name that is not free: product by product its identifier, the stock keeping units
/// of its variants, its own, and its variants' identifiers. All else is written by then: the transaction is to be dropped.
pub(super) fn insert_all(tables: &mut WriteTables<'_>, products: &[&Product]) -> Result<(), Error> {
    let mut taken = First::default();
    insert_ids(tables, products, &mut taken)?;
    insert_skus(tables, products, &mut taken)?;
    match taken.0 {
        Some((_, problem)) => Err(Error::ImportInvalid(problem)),
        None => Ok(()),
    }
}

/// Stores the products, and of their variants whose they are.
fn insert_ids(
    tables: &mut WriteTables<'_>,
    products: &[&Product],
    taken: &mut First,
) -> Result<(), StoreError> {
    let mut ids: Vec<(&str, Place)> = Vec::with_capacity(products.len());
    for (at, product) in products.iter().enumerate() {
        ids.push((product.id.as_str(), (at, 0)));
        // Behind the stock keeping units.
        let places = 2 + product.variants.len()..;
        ids.extend(places.zip(&product.variants).map(|(place, variant)| (variant.id.as_str(), (at, place))));
    }
    ids.sort_unstable();
    let mut stored = Ascending::new(tables.products.open()?)?;
    let mut variants = Ascending::new(tables.variant_ids.open()?)?;
    let mut before = None;
    for (id, place) in ids {
        let product = products[place.0];
        let is_taken = before == Some(id)
            || if place.1 == 0 {
                let record = catalog::seal_product(product)?;
                variants.has(id)? || stored.insert(id, record.as_slice())?
            } else {
                stored.has(id)? || variants.insert(id, product.id.as_str())?
            };
        if is_taken {
            taken.note(place, || ImportProblem::IdTaken { id: id.to_owned() });
        }
        before = Some(id);
    }
    stored.close()?;
    variants.close()
}

/// Stores what the stock keeping units name.
fn insert_skus(
    tables: &mut WriteTables<'_>,
    products: &[&Product],
    taken: &mut First,
) -> Result<(), StoreError> {
    let mut skus: Vec<(&Sku, Place, &str)> = Vec::with_capacity(products.len());
    for (at, product) in products.iter().enumerate() {
        let variants = product.variants.iter().map(|variant| (&variant.sku, variant.id.as_str()));
        let named = (1..).zip(variants.chain([(&product.sku, "")]));
        skus.extend(named.map(|(place, (sku, variant))| (sku, (at, place), variant)));
    }
    skus.sort_unstable_by_key(|(sku, place, _)| (sku.as_str(), *place));
    let mut stored = Ascending::new(tables.skus.open()?)?;
    let mut before = None;
    for (sku, place, variant) in skus {
        let product = products[place.0].id.as_str();
        let is_taken = before == Some(sku) || stored.insert(sku.as_str(), (product, variant))?;
        if is_taken {
            taken.note(place, || ImportProblem::SkuTaken { sku: sku.clone() });
        }
        before = Some(sku);
    }
    stored.close()
}

/// A table into which rows come in the order of their keys, each of which comes once.
enum Ascending<'a, 't, K: Key + 'static, V: Value + 'static> {
    /// It was empty, and grows at its end.
    Empty(Box<CursorMut<'a, K, V>>),
    /// There is something in it.
    Filled(&'a mut Table<'t, K, V>),
}

impl<'a, 't, K: Key + 'static, V: Value + 'static> Ascending<'a, 't, K, V> {
    fn new(table: &'a mut Table<'t, K, V>) -> Result<Self, StoreError> {
        if table.is_empty()? {
            let end = table.upper_bound_mut(Bound::<K::SelfType<'_>>::Unbounded)?;
            return Ok(Self::Empty(Box::new(end)));
        }
        Ok(Self::Filled(table))
    }

    /// Whether it had this key before.
    fn has(&self, key: K::SelfType<'_>) -> Result<bool, StoreError> {
        match self {
            Self::Empty(_) => Ok(false),
            Self::Filled(table) => Ok(table.get(key)?.is_some()),
        }
    }

    /// Stores a row; whether its key was there.
    fn insert(&mut self, key: K::SelfType<'_>, value: V::SelfType<'_>) -> Result<bool, StoreError> {
        match self {
            Self::Empty(end) => {
                end.insert_before(key, value)?;
                Ok(false)
            }
            Self::Filled(table) => Ok(table.insert(key, value)?.is_some()),
        }
    }

    /// Stores what is not yet.
    fn close(self) -> Result<(), StoreError> {
        match self {
            Self::Empty(end) => Ok((*end).close()?),
            Self::Filled(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
