//! Products with the names that lead to them, customers, keys, promotions.

use std::collections::BTreeSet;

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::Faults;
use crate::domain::catalog::Product;
use crate::domain::key::KeyDigest;
use crate::domain::promotion::Offer;
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::record::{catalog, key, promotion};
use crate::store::tables::Tables;

/// How many rows of each index a product has asked for and found.
#[derive(Debug, Default)]
struct Found {
    skus: u64,
    variant_ids: u64,
}

/// All of the catalog can be read, what leads to a product does, and nothing leads nowhere.
pub(super) fn check(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let mut found = Found::default();
    for row in tables.products()?.iter()? {
        let (id, record) = row?;
        steps.step();
        let opened = catalog::open_product(id.value(), record.value());
        if let Some(product) = faults.opened("products", id.value(), opened)? {
            check_names(tables, &product, faults, &mut found)?;
        }
    }
    if found.skus < tables.skus()?.len()? {
        find_stray_skus(tables, faults)?;
    }
    if found.variant_ids < tables.variant_ids()?.len()? {
        find_stray_variants(tables, faults)?;
    }
    for row in tables.customers()?.iter()? {
        let (id, record) = row?;
        faults.opened("customers", id.value(), catalog::open_customer(id.value(), record.value()))?;
        steps.step();
    }
    check_keys(tables, faults, steps)?;
    check_promotions(tables, faults, steps)
}

fn check_names(
    tables: &impl Tables,
    product: &Product,
    faults: &mut Faults,
    found: &mut Found,
) -> Result<(), StoreError> {
    let id = product.id.as_str();
    let variants = product.variants.iter().map(|variant| (variant.id.as_str(), &variant.sku));
    for (variant, sku) in variants.chain([("", &product.sku)]) {
        match tables.skus()?.get(sku.as_str())? {
            Some(row) if row.value() == (id, variant) => found.skus += 1,
            Some(_) | None => faults.add("skus", sku, format!("it does not lead to its product {id}")),
        }
    }
    for variant in &product.variants {
        match tables.variant_ids()?.get(variant.id.as_str())? {
            Some(row) if row.value() == id => found.variant_ids += 1,
            Some(_) | None => {
                faults.add("variant_ids", &variant.id, format!("it does not lead to its product {id}"));
            }
        }
    }
    Ok(())
}

/// The product that a row of an index leads to; none where there is none, which is noted. One that cannot be read has been
/// noted before.
fn led_to(
    tables: &impl Tables,
    (table, name): (&'static str, &str),
    id: &str,
    faults: &mut Faults,
) -> Result<Option<Product>, StoreError> {
    match tables.products()?.get(id)? {
        Some(row) => Ok(catalog::open_product(id, row.value()).ok()),
        None => {
            faults.add(table, name, format!("it leads to the product {id}, which is not there"));
            Ok(None)
        }
    }
}

fn find_stray_skus(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.skus()?.iter()? {
        let (sku, names) = row?;
        let (sku, (id, variant)) = (sku.value(), names.value());
        let Some(product) = led_to(tables, ("skus", sku), id, faults)? else { continue };
        let is_its_own = variant.is_empty() && product.sku.as_str() == sku;
        let mut variants = product.variants.iter();
        let is_named =
            |own: &crate::domain::catalog::Variant| own.id.as_str() == variant && own.sku.as_str() == sku;
        if !is_its_own && !variants.any(is_named) {
            faults.add("skus", sku, format!("it leads to the product {id}, which has no such name"));
        }
    }
    Ok(())
}

fn find_stray_variants(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.variant_ids()?.iter()? {
        let (variant, id) = row?;
        let (variant, id) = (variant.value(), id.value());
        let Some(product) = led_to(tables, ("variant_ids", variant), id, faults)? else { continue };
        if !product.variants.iter().any(|own| own.id.as_str() == variant) {
            faults.add(
                "variant_ids",
                variant,
                format!("it leads to the product {id}, which has no such variant"),
            );
        }
    }
    Ok(())
}

fn check_keys(tables: &impl Tables, faults: &mut Faults, steps: &mut Steps<'_>) -> Result<(), StoreError> {
    for row in tables.keys()?.iter()? {
        let (digest, record) = row?;
        steps.step();
        let name = hexadecimal(digest.value());
        match digest.value().try_into() {
            Ok(bytes) => {
                faults.opened("keys", name, key::open(KeyDigest(bytes), record.value()))?;
            }
            Err(_) => faults.add("keys", name, "a digest does not have 32 bytes"),
        }
    }
    Ok(())
}

fn check_promotions(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let mut codes = BTreeSet::new();
    for row in tables.promotions()?.iter()? {
        let (id, record) = row?;
        steps.step();
        let opened = promotion::open(id.value(), record.value());
        let Some(promotion) = faults.opened("promotions", id.value(), opened)? else { continue };
        let Offer::ByCode(own) = promotion.offer else { continue };
        for code in own {
            if !codes.insert(code.code.clone()) {
                faults.add("promotions", id.value(), format!("its code {} is another's too", code.code));
            }
        }
    }
    Ok(())
}

/// The bytes in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
