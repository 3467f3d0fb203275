//! Bringing products, customers, keys and settings.

use std::collections::HashSet;

use super::{Change, Outcome};
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::import::Import;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Prices};
use crate::error::{Error, ImportProblem};

/// Checks the import against itself. That it does not contradict what is stored is for the store to see, which alone
/// knows all of it.
pub(super) fn apply(command: &Import) -> Result<Change, Error> {
    if let Some(settings) = &command.settings
        && settings.format(settings.default_currency).is_none()
    {
        let currency = settings.default_currency;
        return Err(Error::ImportInvalid(ImportProblem::DefaultCurrencyMissing { currency }));
    }
    check_products(&command.products)?;
    let mut customers = HashSet::new();
    if let Some(index) = command.customers.iter().position(|customer| !customers.insert(&customer.id)) {
        let customer = command.customers[index].id.clone();
        return Err(Error::ImportInvalid(ImportProblem::CustomerTwice { index, customer }));
    }
    let mut keys = HashSet::new();
    if let Some(index) = command.keys.iter().position(|key| !keys.insert(key.digest)) {
        return Err(Error::ImportInvalid(ImportProblem::KeyTwice { index }));
    }
    Ok(Change::nothing(Outcome::Imported))
}

fn check_products(products: &[Product]) -> Result<(), Error> {
    let mut skus = HashSet::new();
    let mut ids = HashSet::new();
    for product in products {
        check_ranges(product)?;
        let variants = product.variants.iter();
        let named = variants.map(|variant| (variant.id.as_str(), &variant.sku));
        for (id, sku) in named.chain([(product.id.as_str(), &product.sku)]) {
            if !ids.insert(id) {
                return Err(Error::ImportInvalid(ImportProblem::IdTaken { id: id.to_owned() }));
            }
            if !skus.insert(sku) {
                return Err(Error::ImportInvalid(ImportProblem::SkuTaken { sku: sku.clone() }));
            }
        }
    }
    Ok(())
}

fn check_ranges(product: &Product) -> Result<(), Error> {
    let prices_hold = |prices: &Prices| {
        prices.values().all(|price| (0..=AMOUNT_MINOR_UNITS_MAX).contains(&price.minor_units))
    };
    let stock_holds =
        |stock: &Stock| 0 <= stock.available && stock.low_threshold.is_none_or(|units| 0 <= units);
    let variant_holds = product
        .variants
        .iter()
        .all(|variant| prices_hold(&variant.prices) && variant.stock.as_ref().is_none_or(stock_holds));
    if prices_hold(&product.prices) && stock_holds(&product.stock) && variant_holds {
        return Ok(());
    }
    Err(Error::ImportInvalid(ImportProblem::OutOfRange { product: product.id.clone() }))
}
