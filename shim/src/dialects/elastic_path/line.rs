//! A line as answers show it.
//!
//! Source: 004_dda9b2f8eeb71665, the answers of 2023 to "Automatically Adding Free Gift Items" and under "Errors";
//! elasticpath.md, 8. Reading: 20 #20: `links.product` with `/v2`, as in those, not as in the one of 2018.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::domain::cart::Line;
use trolley_engine::domain::catalog::{Image as ProductImage, Product};
use trolley_engine::domain::money::divide_rounding;
use trolley_engine::domain::pricing::Applied;
use trolley_engine::{CartView, LineView};

use super::bundle::{BundleConfiguration, Components, bundle_configuration, components};
use super::component_product::component_products;
use super::include::Include;
use super::money::{Display, DisplayPrice, DisplayPrices};
use super::named::Named;
use super::related::{Related, RelatedList};
use super::timestamps::{Timestamps, at};
use crate::exchange::Context;
use crate::json;

/// What of an identifier is written otherwise in a link.
const NOT_IN_LINKS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct LineObject<'a> {
    id: &'a str,
    r#type: &'static str,
    /// Of a product alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    product_id: Option<&'a str>,
    name: Cow<'a, str>,
    description: &'a str,
    sku: &'a str,
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_inputs: Option<Json>,
    image: Image<'a>,
    quantity: u32,
    /// Units that promotions have added, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_add_quantity: Option<u32>,
    manage_stock: bool,
    unit_price: Price<'a>,
    value: Price<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    discounts: Vec<Discount<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Components<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle_configuration: Option<BundleConfiguration<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    links: Links,
    meta: Meta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relationships: Option<Relationships<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_source: Option<&'static str>,
}

/// A picture.
#[derive(Debug, Default, Serialize)]
pub(super) struct Image<'a> {
    mime_type: &'a str,
    file_name: &'a str,
    href: &'a str,
}

/// An amount and whether tax is in it.
#[derive(Debug, Serialize)]
pub(super) struct Price<'a> {
    pub(super) amount: i64,
    pub(super) currency: &'a str,
    pub(super) includes_tax: bool,
}

/// What a promotion takes off the line.
#[derive(Debug, Serialize)]
pub(super) struct Discount<'a> {
    amount: Price<'a>,
    code: &'a str,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: LinePrices<'a>,
    timestamps: Timestamps,
}

/// What a line costs, taken apart, and what promotions take off it by their codes.
#[derive(Debug, Serialize)]
pub(super) struct LinePrices<'a> {
    #[serde(flatten)]
    parts: DisplayPrices<UnitAndValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discounts: Option<Named<'a, DisplayPrice<'a>>>,
}

impl<'a> LinePrices<'a> {
    /// These parts, of what nothing is taken off.
    pub(super) const fn of(parts: DisplayPrices<UnitAndValue<'a>>) -> Self {
        Self { parts, discounts: None }
    }
}

/// An amount of one unit and of the whole line.
#[derive(Debug, Serialize)]
pub(super) struct UnitAndValue<'a> {
    pub(super) unit: DisplayPrice<'a>,
    pub(super) value: DisplayPrice<'a>,
}

/// What belongs to a line.
#[derive(Debug, Serialize)]
pub(super) struct Relationships<'a> {
    pub(super) taxes: RelatedList<'a>,
    pub(super) custom_discounts: RelatedList<'a>,
    pub(super) promotions: RelatedList<'a>,
}

/// The type of a line.
pub(super) const fn line_type(line: &Line) -> &'static str {
    match line.custom() {
        Some(_) => "custom_item",
        None => "cart_item",
    }
}

/// The object of the line in this place of the cart, with what is asked for of it.
///
/// Of a product that is no longer in the catalog the texts are empty: clients take none of them for null. A custom item
/// has no product to lead to.
pub(super) fn line_object<'a>(
    context: &'a Context,
    display: &'a Display<'_>,
    view: &'a CartView,
    (place, line_view): (usize, &LineView<'a>),
    include: Include,
) -> LineObject<'a> {
    let line = line_view.line;
    // A variant is a product of its own here: its identifier adds it again.
    let product_id = line.custom().is_none().then(|| line_view.product_or_variant_id());
    let text = |text: fn(&'a Product) -> &'a str| line_view.product.map_or("", text);
    let price =
        |amount| Price { amount, currency: display.code(), includes_tax: line.unit_price.includes_tax };
    let applied: Vec<(&Applied, i64)> = view.priced.applied_to(place).collect();
    let products =
        |selection| include.component_products.then(|| component_products(display, view, selection));
    LineObject {
        id: line.id.as_str(),
        r#type: line_type(line),
        product_id,
        name: line_view.name(),
        description: line.custom().map_or_else(|| text(|it| &it.description), |custom| &custom.description),
        sku: line_view.sku(),
        slug: text(|product| &product.slug),
        custom_inputs: custom_inputs(line),
        image: line_view.product.map(|product| image(&product.image)).unwrap_or_default(),
        quantity: line.quantity.units(),
        auto_add_quantity: Some(line.auto_added_units()).filter(|units| 0 < *units),
        manage_stock: line_view.stock().is_some_and(|stock| stock.tracked),
        unit_price: price(line.unit_price.minor_units),
        value: price(line_view.priced.subtotal),
        discounts: discounts(display, line, &applied),
        components: line
            .bundle()
            .map(|selection| components(selection, |key| component_name(line_view.product, key))),
        bundle_configuration: line
            .bundle()
            .map(|selection| bundle_configuration(selection, products(selection))),
        location: line.location.as_deref(),
        links: Links { product: product_id.map(|id| product_link(&context.base_url, id)) },
        meta: Meta {
            display_price: display_prices(display, line_view, &applied),
            timestamps: Timestamps {
                created_at: at(line.added_at),
                updated_at: at(line.updated_at),
                expires_at: None,
            },
        },
        relationships: include.is_of_lines().then(|| relationships(line, &applied)),
        catalog_id: product_id.map(|_| context.shared.settings.catalog_id.as_str()),
        catalog_source: product_id.map(|_| "pim"),
    }
}

/// The objects of what promotions take off units of the line.
pub(super) fn discounts<'a>(
    display: &'a Display<'_>,
    line: &Line,
    applied: &[(&'a Applied, i64)],
) -> Vec<Discount<'a>> {
    let price =
        |amount| Price { amount, currency: display.code(), includes_tax: line.unit_price.includes_tax };
    let discount =
        |(one, off): (&'a Applied, i64)| Discount { amount: price(-off), code: &one.code, id: &one.id };
    on_units(applied).map(discount).collect()
}

/// What promotions take off units of the line.
///
/// Source: elasticpath.md, 11: the share of what is taken off the whole cart is not among a line's discounts.
fn on_units<'a>(applied: &[(&'a Applied, i64)]) -> impl Iterator<Item = (&'a Applied, i64)> {
    applied.iter().filter(|(one, _)| !one.is_of_cart).copied()
}

/// What the shopper gave for the product's custom inputs, as it was sent.
pub(super) fn custom_inputs(line: &Line) -> Option<Json> {
    let value = line.custom_inputs.as_ref()?.value()?;
    Some(json::from_value(value))
}

fn image(image: &ProductImage) -> Image<'_> {
    Image { mime_type: &image.mime_type, file_name: &image.file_name, href: &image.href }
}

/// What the line costs.
///
/// Source: elasticpath.md, 11, step 6: a unit is the value by the quantity, rounded.
pub(super) fn display_prices<'a>(
    display: &'a Display<'_>,
    view: &LineView<'_>,
    applied: &[(&'a Applied, i64)],
) -> LinePrices<'a> {
    let both = |minor_units: i64| {
        let unit = divide_rounding(i128::from(minor_units), i128::from(view.line.quantity.units()));
        UnitAndValue {
            // Not larger than the value, which is an i64.
            unit: display.price(i64::try_from(unit).unwrap_or(minor_units)),
            value: display.price(minor_units),
        }
    };
    let discounts: Vec<_> =
        on_units(applied).map(|(one, off)| (one.code.as_str(), display.price(-off))).collect();
    LinePrices {
        parts: DisplayPrices::of(view.priced.into(), both),
        discounts: (!discounts.is_empty()).then_some(Named(discounts)),
    }
}

/// What belongs to the line.
///
/// Reading: a line's promotions are all that take something off it, those on the whole cart too.
pub(super) fn relationships<'a>(line: &'a Line, applied: &[(&'a Applied, i64)]) -> Relationships<'a> {
    let promotions = applied.iter().filter_map(|(one, _)| one.promotion.as_ref());
    Relationships {
        taxes: RelatedList::new(line.taxes.iter().map(|tax| Related::new("tax_item", tax.id.as_str()))),
        custom_discounts: RelatedList::none(),
        promotions: RelatedList::new(promotions.map(|id| Related::new("promotion", id.as_str()))),
    }
}

fn product_link(base_url: &str, id: &str) -> String {
    format!("{base_url}/v2/products/{}", utf8_percent_encode(id, NOT_IN_LINKS))
}

/// What the product calls this component; nothing where it has it no longer.
fn component_name<'a>(product: Option<&'a Product>, key: &str) -> Option<&'a str> {
    let component = product?.components.iter().find(|component| component.key == key)?;
    Some(&component.name)
}

#[cfg(test)]
mod tests;
