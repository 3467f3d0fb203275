//! The products that are selected of a bundle, as the line shows them where they are asked for.
//!
//! Source: elasticpath.md, 10, `include=component_products`.

use serde::Serialize;
use trolley_engine::domain::bundle::Selection;
use trolley_engine::domain::catalog::{Product, ProductStatus};
use trolley_engine::domain::money::{UnitPrice, divide_rounding};
use trolley_engine::domain::tax::Rate;
use trolley_engine::domain::value::Value;
use trolley_engine::{CartView, Quantity};

use super::money::{Display, DisplayPrice};

/// A product that is selected.
#[derive(Debug, Serialize)]
pub(super) struct ComponentProduct<'a> {
    id: &'a str,
    r#type: &'static str,
    attributes: Attributes<'a>,
    meta: Meta<'a>,
}

#[derive(Debug, Serialize)]
struct Attributes<'a> {
    name: &'a str,
    description: &'a str,
    slug: &'a str,
    sku: &'a str,
    status: &'static str,
    commodity_type: &'a str,
}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: Prices<'a>,
}

#[derive(Debug, Serialize)]
struct Prices<'a> {
    /// Absent where the product has no price in the cart's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    without_tax: Option<DisplayPrice<'a>>,
}

/// What is selected, in the order of the selection; what is no longer in the catalog is left out.
pub(super) fn component_products<'a>(
    display: &'a Display<'_>,
    view: &'a CartView,
    selection: &'a Selection,
) -> Vec<ComponentProduct<'a>> {
    let selected = selection.components().iter().flat_map(|component| &component.options);
    let products = selected.filter_map(|(id, _)| view.part(id));
    products.map(|product| component_product(display, view, product)).collect()
}

fn component_product<'a>(
    display: &'a Display<'_>,
    view: &'a CartView,
    product: &'a Product,
) -> ComponentProduct<'a> {
    let price = view.priced.currency.and_then(|currency| product.unit_price(None, currency, Quantity::ONE));
    ComponentProduct {
        id: product.id.as_str(),
        r#type: "product",
        attributes: Attributes {
            name: &product.name,
            description: &product.description,
            slug: &product.slug,
            sku: product.sku.as_str(),
            status: match product.status {
                ProductStatus::Active => "live",
                ProductStatus::Inactive => "draft",
            },
            commodity_type: commodity_type(product),
        },
        meta: Meta {
            display_price: Prices {
                without_tax: price.map(|price| display.price(without_tax(price, product.tax_rate))),
            },
        },
    }
}

/// Reading: the catalog says whether goods are physical or digital by the attribute `type` alone; without it they are
/// physical.
fn commodity_type(product: &Product) -> &str {
    match product.attribute("type") {
        Some(Value::Text(text)) => text,
        _ => "physical",
    }
}

/// What a unit costs without the product's own tax, as a line's: elasticpath.md, 11, step 5.
fn without_tax(price: UnitPrice, rate: Rate) -> i64 {
    if !price.includes_tax {
        return price.minor_units;
    }
    let whole = Rate::PARTS + rate.parts();
    // Not larger than the price, which is an i64.
    i64::try_from(divide_rounding(i128::from(price.minor_units) * Rate::PARTS, whole))
        .unwrap_or(price.minor_units)
}

#[cfg(test)]
mod tests;
