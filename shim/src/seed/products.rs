//! Products of a seed.

use std::collections::HashSet;

use serde_json::Number;
use trolley_engine::domain::bundle::{BundlePrice, Component, ComponentOption};
use trolley_engine::domain::catalog::{
    CustomInputDefinition, Image, MetaEntry, PriceTier, Product, ProductStatus, Stock, Variant,
};
use trolley_engine::domain::id::{ProductId, Sku, VariantId};
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, Prices, UnitPrice};
use trolley_engine::domain::tax::Rate;
use trolley_engine::{Quantity, Timestamp};

use super::fault::{Fault, each, text};
use super::rows::product::{
    BundlePriceRow, ComponentRow, OptionRow, PriceRow, PricesRow, ProductRow, ProductStatusRow, StockRow,
    TierRow, VariantRow,
};
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
        tiers: each("tiers", &row.tiers, tier)?,
        tax_rate: row.tax_rate.as_ref().map_or(Ok(Rate::ZERO), |row| rate("tax_rate", row))?,
        components: each("components", &row.components, component)?,
        bundle_price: match row.bundle_price {
            Some(BundlePriceRow::Fixed) => BundlePrice::Fixed,
            Some(BundlePriceRow::Cumulative) => BundlePrice::Cumulative,
            None if row.prices.is_empty() => BundlePrice::Cumulative,
            None => BundlePrice::Fixed,
        },
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

fn tier(row: &TierRow) -> Result<PriceTier, Fault> {
    Ok(PriceTier { quantity_min: quantity("quantity_min", row.quantity_min)?, prices: prices(&row.prices)? })
}

fn component(row: &ComponentRow) -> Result<Component, Fault> {
    Ok(Component {
        key: row.key.clone(),
        name: row.name.clone(),
        options_min: row.min,
        options_max: row.max,
        sort_order: row.sort_order,
        options: each("options", &row.options, option)?,
    })
}

fn option(row: &OptionRow) -> Result<ComponentOption, Fault> {
    Ok(ComponentOption {
        product: text("product", &row.product, ProductId::new)?,
        quantity: row.quantity.unwrap_or(1),
        quantity_min: row.min,
        quantity_max: row.max,
        is_default: row.default,
        sort_order: row.sort_order,
    })
}

fn prices(rows: &PricesRow) -> Result<Prices, Fault> {
    let price = |(code, row): (&String, &PriceRow)| {
        let place = format!("prices.{code}");
        Ok((currency(&place, code)?, price(row).map_err(|fault| fault.within(&place))?))
    };
    rows.iter().map(price).collect()
}

/// What one unit costs.
pub(super) fn price(row: &PriceRow) -> Result<UnitPrice, Fault> {
    Ok(UnitPrice { minor_units: amount("amount", row.amount)?, includes_tax: row.includes_tax })
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

/// A rate, to the last of its decimals.
pub(super) fn rate(place: &str, number: &Number) -> Result<Rate, Fault> {
    let text = number.to_string();
    Rate::parse(&text).ok_or_else(|| {
        let problem = format!(
            "{text} is not between 0 and {} with at most {} decimals",
            Rate::MAX.as_decimal(),
            Rate::DECIMALS_MAX
        );
        Fault::new(place, problem)
    })
}

/// A number of units.
pub(super) fn quantity(place: &str, units: i64) -> Result<Quantity, Fault> {
    Quantity::new(units).ok_or_else(|| {
        Fault::new(place, format!("{units} is not between {} and {}", Quantity::ONE, Quantity::MAX))
    })
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

#[cfg(test)]
mod tests;
