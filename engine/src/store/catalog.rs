//! Products, customers and keys in the store, and how callers' references lead to them.

use std::sync::Arc;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::damaged::left_out;
use super::record::{catalog, key};
use super::tables::{Tables, WriteTables};
use super::{bringing, meta, promotions};
use crate::domain::catalog::{Customer, Product};
use crate::domain::command::ProductRef;
use crate::domain::command::import::Import;
use crate::domain::facts::Found;
use crate::domain::id::{CustomerId, InvalidId, ProductId, VariantId};
use crate::domain::key::{Key, KeyDigest};
use crate::error::import::ImportProblem;
use crate::error::{Error, StoreError};

/// The product of this identifier.
pub(crate) fn find_product(tables: &impl Tables, id: &ProductId) -> Result<Option<Arc<Product>>, StoreError> {
    if let Some(product) = tables.product_at_hand(id) {
        debug_assert!(is_stored(tables, &product), "a product at hand is not as it is stored");
        return Ok(Some(product));
    }
    let Some(row) = tables.products()?.get(id.as_str())? else { return Ok(None) };
    let record = row.value();
    let product = Arc::new(catalog::open_product(id.as_str(), record)?);
    tables.keep_product(&product, record.len());
    Ok(Some(product))
}

/// Whether the product is what can be read of it, as far as it can be read.
fn is_stored(tables: &impl Tables, product: &Product) -> bool {
    let Ok(products) = tables.products() else { return true };
    match products.get(product.id.as_str()) {
        Ok(Some(row)) => {
            catalog::open_product(product.id.as_str(), row.value()).map_or(true, |stored| stored == *product)
        }
        Ok(None) => false,
        Err(_) => true,
    }
}

/// The customer of this identifier.
pub(crate) fn find_customer(tables: &impl Tables, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
    let Some(row) = tables.customers()?.get(id.as_str())? else { return Ok(None) };
    catalog::open_customer(id.as_str(), row.value()).map(Some)
}

/// Whether this customer is known, or no customers are.
pub(crate) fn is_customer_known(tables: &impl Tables, id: &CustomerId) -> Result<bool, StoreError> {
    let customers = tables.customers()?;
    Ok(customers.get(id.as_str())?.is_some() || customers.is_empty()?)
}

/// All keys, in the order of their digests.
pub(crate) fn keys(tables: &impl Tables) -> Result<Vec<Key>, StoreError> {
    let mut keys = Vec::new();
    for row in tables.keys()?.iter()? {
        let (digest, record) = row?;
        let digest = digest.value().try_into().map_err(|_| StoreError::Record {
            table: "keys",
            reason: "a digest does not have 32 bytes".to_owned(),
        });
        let key = digest.and_then(|digest| key::open(KeyDigest(digest), record.value()));
        keys.extend(left_out(key).transpose()?);
    }
    Ok(keys)
}

/// What a reference leads to.
pub(crate) fn resolve(tables: &impl Tables, reference: &ProductRef) -> Result<Option<Found>, StoreError> {
    let (product, variant) = match reference {
        ProductRef::Id(id) => {
            if tables.product_at_hand(id).is_some() || tables.products()?.get(id.as_str())?.is_some() {
                return Ok(Some(Found { product: id.clone(), variant: None }));
            }
            let Some(row) = tables.variant_ids()?.get(id.as_str())? else { return Ok(None) };
            (row.value().to_owned(), id.as_str().to_owned())
        }
        ProductRef::Sku(sku) => {
            let Some(row) = tables.skus()?.get(sku.as_str())? else { return Ok(None) };
            let (product, variant) = row.value();
            (product.to_owned(), variant.to_owned())
        }
    };
    found(product, variant)
        .map(Some)
        .map_err(|invalid| StoreError::Record { table: "skus", reason: invalid.to_string() })
}

fn found(product: String, variant: String) -> Result<Found, InvalidId> {
    let variant = if variant.is_empty() { None } else { Some(VariantId::new(variant)?) };
    Ok(Found { product: ProductId::new(product)?, variant })
}

/// Puts what an import brings into the store.
///
/// # Errors
///
/// [`Error::ImportInvalid`] where an identifier or a stock keeping unit would be two products' or variants', or a code two
/// promotions'. Some of the import is written by then: the transaction is to be dropped.
pub(crate) fn import(tables: &mut WriteTables<'_>, import: &Import) -> Result<(), Error> {
    if let Some(hand) = tables.hand() {
        hand.change_all_products();
    }
    let products = bringing::in_order(&import.products);
    let is_first = tables.products()?.is_empty().map_err(StoreError::from)?;
    for product in products.iter().filter(|_| !is_first) {
        release(tables, product)?;
    }
    bringing::insert_all(tables, &products)?;
    promotions::import(tables, &import.promotions)?;
    let mut customers: Vec<&Customer> = import.customers.iter().collect();
    customers.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    for customer in customers {
        let record = catalog::seal_customer(customer)?;
        tables.customers.open()?.insert(customer.id.as_str(), record.as_slice()).map_err(StoreError::from)?;
    }
    let mut keys: Vec<&Key> = import.keys.iter().collect();
    keys.sort_unstable_by_key(|key| key.digest);
    for key in keys {
        bring_key(tables, key)?;
    }
    if let Some(settings) = &import.settings {
        meta::save_settings(tables, settings)?;
    }
    Ok(())
}

/// Stores a product in place of the one of the same identifier, whose names it has.
pub(crate) fn update_product(tables: &mut WriteTables<'_>, product: &Product) -> Result<(), StoreError> {
    let record = catalog::seal_product(product)?;
    if let Some(hand) = tables.hand() {
        hand.change_product(&product.id);
    }
    tables.products.open()?.insert(product.id.as_str(), record.as_slice())?;
    Ok(())
}

/// Stores a key in place of the one of its digest.
pub(crate) fn save_key(tables: &mut WriteTables<'_>, key: &Key) -> Result<(), StoreError> {
    let record = key::seal(key)?;
    tables.keys.open()?.insert(key.digest.0.as_slice(), record.as_slice())?;
    Ok(())
}

/// Stores a key that is brought. One that was revoked stays so, and one that was there stays as old as it is.
fn bring_key(tables: &mut WriteTables<'_>, key: &Key) -> Result<(), StoreError> {
    let old = match tables.keys()?.get(key.digest.0.as_slice())? {
        Some(record) => Some(key::open(key.digest, record.value())?),
        None => None,
    };
    match old {
        Some(Key { revoked_at: Some(_), .. }) => Ok(()),
        Some(old) => save_key(tables, &Key { created_at: key.created_at.or(old.created_at), ..key.clone() }),
        None => save_key(tables, key),
    }
}

/// Frees the names of the product that this one replaces, where there is one.
fn release(tables: &mut WriteTables<'_>, product: &Product) -> Result<(), StoreError> {
    let Some(old) = find_product(tables, &product.id)? else { return Ok(()) };
    tables.products.open()?.remove(old.id.as_str())?;
    tables.skus.open()?.remove(old.sku.as_str())?;
    for variant in &old.variants {
        tables.skus.open()?.remove(variant.sku.as_str())?;
        tables.variant_ids.open()?.remove(variant.id.as_str())?;
    }
    Ok(())
}

/// Adds a product whose names must all be free.
pub(crate) fn insert(tables: &mut WriteTables<'_>, product: &Product) -> Result<(), Error> {
    let id = product.id.as_str();
    let record = catalog::seal_product(product)?;
    let taken = tables.variant_ids.open()?.get(id).map_err(StoreError::from)?.is_some()
        || tables.products.open()?.insert(id, record.as_slice()).map_err(StoreError::from)?.is_some();
    if taken {
        return Err(Error::ImportInvalid(ImportProblem::IdTaken { id: id.to_owned() }));
    }
    let variants = product.variants.iter().map(|variant| (variant.id.as_str(), &variant.sku));
    for (variant, sku) in variants.chain([("", &product.sku)]) {
        if tables.skus.open()?.insert(sku.as_str(), (id, variant)).map_err(StoreError::from)?.is_some() {
            return Err(Error::ImportInvalid(ImportProblem::SkuTaken { sku: sku.clone() }));
        }
    }
    for variant in &product.variants {
        let variant = variant.id.as_str();
        let taken = tables.products.open()?.get(variant).map_err(StoreError::from)?.is_some()
            || tables.variant_ids.open()?.insert(variant, id).map_err(StoreError::from)?.is_some();
        if taken {
            return Err(Error::ImportInvalid(ImportProblem::IdTaken { id: variant.to_owned() }));
        }
    }
    Ok(())
}
