//! The store's settings, and the currencies that a seed uses.

use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::money::Currency;

use super::delivery;
use super::fault::Fault;
use super::rows::{CurrencyRow, SeedRow};
use crate::amount;

/// Most decimals an amount can be written with: an `i64` has no more digits.
const DECIMAL_PLACES_MAX: u8 = 18;

/// The currency of this code.
pub(super) fn currency(place: &str, code: &str) -> Result<Currency, Fault> {
    Currency::new(code)
        .filter(|_| iso_currency::Currency::from_code(code).is_some())
        .ok_or_else(|| Fault::new(place, format!("`{code}` is not a currency of ISO 4217")))
}

/// Puts a seed's settings over the present ones. A currency that is used without a format gets the usual one.
pub(super) fn merge(settings: &mut Settings, row: &SeedRow) -> Result<(), Fault> {
    if let Some(id) = &row.store.id {
        settings.store_id.clone_from(id);
    }
    if let Some(id) = &row.store.catalog_id {
        settings.catalog_id.clone_from(id);
    }
    if let Some(code) = &row.store.default_currency {
        settings.default_currency = currency("store.default_currency", code)?;
    }
    for (index, row) in row.currencies.iter().enumerate() {
        let format = format(row).map_err(|fault| fault.within(&format!("currencies[{index}]")))?;
        settings.currencies.retain(|present| present.currency != format.currency);
        settings.currencies.push(format);
    }
    delivery::merge(&mut settings.delivery, row)?;
    for currency in used(row).chain([settings.default_currency]) {
        if settings.format(currency).is_none() {
            settings.currencies.push(amount::usual_format(currency));
        }
    }
    Ok(())
}

fn format(row: &CurrencyRow) -> Result<CurrencyFormat, Fault> {
    if !row.format.contains("{price}") {
        return Err(Fault::new("format", "it has no `{price}`"));
    }
    if DECIMAL_PLACES_MAX < row.decimal_places {
        return Err(Fault::new("decimal_places", format!("at most {DECIMAL_PLACES_MAX}")));
    }
    Ok(CurrencyFormat {
        currency: currency("code", &row.code)?,
        format: row.format.clone(),
        decimal_point: row.decimal_point.clone(),
        thousand_separator: row.thousand_separator.clone(),
        decimal_places: row.decimal_places,
    })
}

/// The currencies that prices and carts name; faults in them are named where those are converted.
fn used(row: &SeedRow) -> impl Iterator<Item = Currency> {
    let products = row.products.iter().flat_map(|product| {
        let variants = product.variants.iter().flat_map(|variant| variant.prices.keys());
        let tiers = product.tiers.iter().flat_map(|tier| tier.prices.keys());
        product.prices.keys().chain(tiers).chain(variants)
    });
    let shipping = row.shipping_methods.iter().flat_map(|method| method.amounts.keys());
    let carts = row.carts.iter().filter_map(|cart| cart.currency.as_ref());
    products.chain(shipping).chain(carts).filter_map(|code| Currency::new(code))
}
