//! A line of an order as answers show it.
//!
//! Source: elasticpath.md, 18.1.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::LineView;
use trolley_engine::domain::order::{Order, OrderLine};
use trolley_engine::domain::pricing::{Applied, PricedLine};

use super::bundle::{BundleConfiguration, Components, bundle_configuration, components};
use super::include::Include;
use super::line::{self, Discount, LinePrices, Price, custom_inputs, discounts, display_prices};
use super::promotion_line::{promotion_line_id, promotion_prices, promotion_relationships};
use super::related::Related;
use super::shown::Displays;
use super::timestamps::{Timestamps, at};
use crate::exchange::Context;

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct OrderLineObject<'a> {
    r#type: &'static str,
    id: Cow<'a, str>,
    quantity: u32,
    /// Empty of a custom item and of a promotion.
    product_id: &'a str,
    name: &'a str,
    sku: &'a str,
    unit_price: Price<'a>,
    value: Price<'a>,
    discounts: Vec<Discount<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_inputs: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Components<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle_configuration: Option<BundleConfiguration<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    links: Links,
    meta: Meta<'a>,
    relationships: Relationships<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_source: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Links {}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: LinePrices<'a>,
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    cart_item: CartLine<'a>,
    #[serde(flatten)]
    of_line: Option<line::Relationships<'a>>,
}

#[derive(Debug, Serialize)]
struct CartLine<'a> {
    data: Related<'a>,
}

/// All lines: those of the cart, and those of the promotions that were on the whole of it.
///
/// Reading: a promotion on the whole cart is a line of its own with a negative amount, as the document has it, and its
/// shares are in the other lines' display prices too, as in a cart: the lines that are not promotions' sum to the order's
/// total, and promotions' are never added to them.
pub(super) fn order_lines<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    order: &'a Order,
    include: Include,
) -> Vec<OrderLineObject<'a>> {
    let shown = Shown { context, displays, order, is_related: include.is_of_lines() };
    let lines = order.lines.iter().zip(&order.priced.lines).enumerate();
    let lines = lines.map(|(place, (line, priced))| {
        let applied: Vec<(&Applied, i64)> = order.priced.applied_to(place).collect();
        shown.line(line, priced, &applied)
    });
    lines.chain(promotions(order).map(|applied| shown.promotion(applied))).collect()
}

/// All lines by their types and identifiers.
pub(super) fn order_line_names(order: &Order) -> impl Iterator<Item = Related<'_>> {
    let lines = order.lines.iter().map(|line| Related::new("item", line.id.as_str()));
    lines.chain(promotions(order).map(|one| Related::new("item", promotion_line_id(&one.code))))
}

fn promotions(order: &Order) -> impl Iterator<Item = &Applied> {
    order.priced.applied.iter().filter(|applied| applied.is_of_cart && applied.promotion.is_some())
}

/// What a line is shown with.
struct Shown<'a, 'd> {
    context: &'a Context,
    displays: &'a Displays<'d>,
    order: &'a Order,
    is_related: bool,
}

impl<'a> Shown<'a, '_> {
    /// Source: elasticpath.md, 18.1: a custom item has an empty product identifier, and the type of what it was in the cart
    /// stays `cart_item`.
    fn line(
        &self,
        ordered: &'a OrderLine,
        priced: &'a PricedLine,
        applied: &[(&'a Applied, i64)],
    ) -> OrderLineObject<'a> {
        let line = &ordered.line;
        let view = LineView { line, priced, product: None, variant: None };
        let includes_tax = line.unit_price.includes_tax;
        let price = |amount| Price { amount, currency: self.displays.cart.code(), includes_tax };
        let is_product = line.custom().is_none();
        OrderLineObject {
            r#type: "order_item",
            id: ordered.id.as_str().into(),
            quantity: line.quantity.units(),
            product_id: view.product_or_variant_id(),
            name: &ordered.name,
            sku: &ordered.sku,
            unit_price: price(line.unit_price.minor_units),
            value: price(priced.subtotal),
            discounts: discounts(&self.displays.cart, line, applied),
            custom_inputs: custom_inputs(line),
            components: line
                .bundle()
                .map(|selection| components(selection, |key| component_name(ordered, key))),
            bundle_configuration: line.bundle().map(|selection| bundle_configuration(selection, None)),
            location: line.location.as_deref(),
            links: Links {},
            meta: Meta {
                display_price: display_prices(&self.displays.cart, &view, applied),
                timestamps: self.timestamps(),
            },
            relationships: Relationships {
                cart_item: CartLine { data: Related::new("cart_item", line.id.as_str()) },
                of_line: self.is_related.then(|| line::relationships(line, applied)),
            },
            catalog_id: is_product.then_some(self.context.shared.settings.catalog_id.as_str()),
            catalog_source: is_product.then_some("pim"),
        }
    }

    fn promotion(&self, applied: &'a Applied) -> OrderLineObject<'a> {
        let id = promotion_line_id(&applied.code);
        let price = || Price {
            amount: -applied.minor_units,
            currency: self.displays.cart.code(),
            includes_tax: false,
        };
        OrderLineObject {
            r#type: "order_item",
            id: id.clone().into(),
            quantity: 1,
            product_id: "",
            name: &applied.name,
            sku: &applied.code,
            unit_price: price(),
            value: price(),
            discounts: Vec::new(),
            custom_inputs: None,
            components: None,
            bundle_configuration: None,
            location: None,
            links: Links {},
            meta: Meta {
                display_price: LinePrices::of(promotion_prices(
                    &self.displays.cart,
                    &self.displays.nothing,
                    applied,
                )),
                timestamps: self.timestamps(),
            },
            relationships: Relationships {
                cart_item: CartLine { data: Related::new("cart_item", id) },
                of_line: self.is_related.then(|| promotion_relationships(applied)),
            },
            catalog_id: None,
            catalog_source: None,
        }
    }

    /// A line of an order is as old as the order, and never changes.
    fn timestamps(&self) -> Timestamps {
        let made = at(self.order.created_at);
        Timestamps { created_at: made.clone(), updated_at: made, expires_at: None }
    }
}

/// What the component was called when it was ordered.
fn component_name<'a>(ordered: &'a OrderLine, key: &str) -> Option<&'a str> {
    ordered.component_names.iter().find(|(known, _)| known == key).map(|(_, name)| name.as_str())
}
