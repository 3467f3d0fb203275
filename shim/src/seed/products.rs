//! Products of a seed.

use std::collections::{BTreeMap, HashSet};

use trolley_engine::Timestamp;
use trolley_engine::domain::catalog::{
    CustomInputDefinition, Image, MetaEntry, Product, ProductStatus, Stock, Variant,
};
use trolley_engine::domain::id::{ProductId, Sku, VariantId};
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, Prices, UnitPrice};

use super::fault::{Fault, each, text};
use super::rows::{PriceRow, ProductRow, ProductStatusRow, StockRow, VariantRow};
use super::settings::currency;
use crate::json;

/// The products; `at` is when those were made that do not say so.
pub(super) fn products(rows: &[ProductRow], at: Timestamp) -> Result<Vec<Product>, Fault> {
    let products = each("products", rows, |row| product(row, at))?;
    check_unique(&products)?;
    Ok(products)
}

fn product(row: &ProductRow, at: Timestamp) -> Result<Product, Fault> {
    let custom_inputs = row.custom_inputs.iter().map(|row| CustomInputDefinition {
        key: row.key.clone(),
        name: row.name.clone(),
        required: row.required,
        characters_max: row.characters_max,
    });
    Ok(Product {
        id: text("id", &row.id, ProductId::new)?,
        sku: text("sku", &row.sku, Sku::new)?,
        slug: row.slug.clone(),
        name: row.name.clone(),
        description: row.description.clone(),
        image: Image {
            href: row.image.href.clone(),
            file_name: row.image.file_name.clone(),
            mime_type: row.image.mime_type.clone(),
        },
        status: match row.status {
            ProductStatusRow::Active => ProductStatus::Active,
            ProductStatusRow::Inactive => ProductStatus::Inactive,
        },
        category: row.category.clone(),
        attributes: json::into_members(row.attributes.clone()),
        meta: row
            .meta
            .iter()
            .map(|row| MetaEntry { key: row.key.clone(), value: row.value.clone() })
            .collect(),
        created_at: moment("created_at", row.created_at.as_deref())?.unwrap_or(at),
        prices: prices(&row.prices)?,
        tiers: Vec::new(),
        tax_rate: trolley_engine::domain::tax::Rate::ZERO,
        components: Vec::new(),
        bundle_price: trolley_engine::domain::bundle::BundlePrice::Fixed,
        stock: row.stock.as_ref().map_or(Ok(Stock::UNTRACKED), stock)?,
        custom_inputs: custom_inputs.collect(),
        required_options: row.required_options.clone(),
        variants: each("variants", &row.variants, variant)?,
    })
}

fn variant(row: &VariantRow) -> Result<Variant, Fault> {
    Ok(Variant {
        id: text("id", &row.id, VariantId::new)?,
        sku: text("sku", &row.sku, Sku::new)?,
        name: row.name.clone(),
        prices: prices(&row.prices)?,
        stock: row.stock.as_ref().map(stock).transpose()?,
    })
}

fn prices(rows: &BTreeMap<String, PriceRow>) -> Result<Prices, Fault> {
    let price = |(code, row): (&String, &PriceRow)| {
        let currency = currency(&format!("prices.{code}"), code)?;
        let minor_units = amount(&format!("prices.{code}.amount"), row.amount)?;
        Ok((currency, UnitPrice { minor_units, includes_tax: row.includes_tax }))
    };
    rows.iter().map(price).collect()
}

fn stock(row: &StockRow) -> Result<Stock, Fault> {
    for (place, units) in [("available", Some(row.available)), ("low_threshold", row.low_threshold)] {
        if units.is_some_and(i64::is_negative) {
            return Err(Fault::new(format!("stock.{place}"), "it is less than 0"));
        }
    }
    Ok(Stock {
        tracked: row.tracked.unwrap_or(true),
        available: row.available,
        allocated: 0,
        low_threshold: row.low_threshold,
        backorder: row.backorder,
    })
}

/// An amount of minor units that is not negative.
pub(super) fn amount(place: &str, minor_units: i64) -> Result<i64, Fault> {
    if (0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units) {
        return Ok(minor_units);
    }
    Err(Fault::new(place, format!("{minor_units} is not between 0 and {AMOUNT_MINOR_UNITS_MAX}")))
}

/// A moment, where one is given.
pub(super) fn moment(place: &str, text: Option<&str>) -> Result<Option<Timestamp>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let moment = json::parse_rfc_3339(text);
    moment.map(Some).ok_or_else(|| Fault::new(place, format!("`{text}` is not a time of RFC 3339")))
}

/// That no identifier and no stock keeping unit stands twice. The engine sees to it too, but knows no places.
fn check_unique(products: &[Product]) -> Result<(), Fault> {
    let (mut ids, mut skus) = (HashSet::new(), HashSet::new());
    for (index, product) in products.iter().enumerate() {
        let variants = product.variants.iter().enumerate().map(|(variant_index, variant)| {
            let place = format!("products[{index}].variants[{variant_index}]");
            (place, variant.id.as_str(), variant.sku.as_str())
        });
        let own = (format!("products[{index}]"), product.id.as_str(), product.sku.as_str());
        for (place, id, sku) in [own].into_iter().chain(variants) {
            let taken = "is another product's or variant's too";
            if !ids.insert(id) {
                return Err(Fault::new(format!("{place}.id"), format!("`{id}` {taken}")));
            }
            if !skus.insert(sku) {
                return Err(Fault::new(format!("{place}.sku"), format!("`{sku}` {taken}")));
            }
        }
    }
    Ok(())
}
