//! A line as answers show it.
//!
//! Source: 004_dda9b2f8eeb71665, the answers of 2023 to "Automatically Adding Free Gift Items" and under "Errors";
//! elasticpath.md, 8. Reading: 20 #20: `links.product` with `/v2`, as in those, not as in the one of 2018.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::LineView;
use trolley_engine::domain::cart::Line;
use trolley_engine::domain::catalog::{Image as ProductImage, Product};
use trolley_engine::domain::money::{UnitPrice, divide_rounding};

use super::money::{Display, DisplayPrice, DisplayPrices};
use super::timestamps::{Timestamps, at};
use crate::exchange::Context;
use crate::json;

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct LineObject<'a> {
    id: &'a str,
    r#type: &'static str,
    product_id: &'a str,
    name: Cow<'a, str>,
    description: &'a str,
    sku: &'a str,
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_inputs: Option<Json>,
    image: Image<'a>,
    quantity: u32,
    manage_stock: bool,
    unit_price: Price<'a>,
    value: Price<'a>,
    links: Links,
    meta: Meta<'a>,
    catalog_id: &'a str,
    catalog_source: &'static str,
}

#[derive(Debug, Serialize)]
struct Image<'a> {
    mime_type: &'a str,
    file_name: &'a str,
    href: &'a str,
}

#[derive(Debug, Serialize)]
struct Price<'a> {
    amount: i64,
    currency: &'a str,
    includes_tax: bool,
}

#[derive(Debug, Serialize)]
struct Links {
    product: String,
}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: DisplayPrices<UnitAndValue<'a>>,
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct UnitAndValue<'a> {
    unit: DisplayPrice<'a>,
    value: DisplayPrice<'a>,
}

/// The object of a line.
///
/// Of a product that is no longer in the catalog the texts are empty: clients take none of them for null.
pub(super) fn line_object<'a>(
    context: &'a Context,
    display: &'a Display<'_>,
    view: &LineView<'a>,
) -> LineObject<'a> {
    let line = view.line;
    // A variant is a product of its own here: its identifier adds it again.
    let product_id = view.product_or_variant_id();
    let text = |text: fn(&'a Product) -> &'a str| view.product.map_or("", text);
    LineObject {
        id: line.id.as_str(),
        r#type: "cart_item",
        product_id,
        name: view.name(),
        description: text(|product| &product.description),
        sku: view.sku(),
        slug: text(|product| &product.slug),
        custom_inputs: custom_inputs(line),
        image: view
            .product
            .map_or(Image { mime_type: "", file_name: "", href: "" }, |product| image(&product.image)),
        quantity: line.quantity.units(),
        manage_stock: view.stock().is_some_and(|stock| stock.tracked),
        unit_price: price(display, line.unit_price, line.unit_price.minor_units),
        value: price(display, line.unit_price, view.priced.subtotal),
        links: Links { product: format!("{}/v2/products/{product_id}", context.base_url) },
        meta: Meta {
            display_price: display_prices(display, view),
            timestamps: Timestamps {
                created_at: at(line.added_at),
                updated_at: at(line.updated_at),
                expires_at: None,
            },
        },
        catalog_id: &context.shared.settings.catalog_id,
        catalog_source: "pim",
    }
}

fn custom_inputs(line: &Line) -> Option<Json> {
    let value = line.custom_inputs.as_ref()?.value()?;
    Some(json::from_value(value))
}

fn image(image: &ProductImage) -> Image<'_> {
    Image { mime_type: &image.mime_type, file_name: &image.file_name, href: &image.href }
}

fn price<'a>(display: &'a Display<'_>, unit_price: UnitPrice, amount: i64) -> Price<'a> {
    Price { amount, currency: display.code(), includes_tax: unit_price.includes_tax }
}

/// Source: elasticpath.md, 11, step 6: a unit is the value by the quantity, rounded.
fn display_prices<'a>(display: &'a Display<'_>, view: &LineView<'_>) -> DisplayPrices<UnitAndValue<'a>> {
    let both = |minor_units: i64| {
        let unit = divide_rounding(i128::from(minor_units), i128::from(view.line.quantity.units()));
        UnitAndValue {
            // Not larger than the value, which is an i64.
            unit: display.price(i64::try_from(unit).unwrap_or(minor_units)),
            value: display.price(minor_units),
        }
    };
    DisplayPrices::of(view.priced.into(), both)
}
