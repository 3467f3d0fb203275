//! The cart as a change of its lines or coupons leaves it.

use std::collections::HashSet;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::id::LineId;
use trolley_engine::{CartView, LineView};

use super::cart_body::{Totals, attribute, map, product_name, source};
use super::discounts::{self, CouponBody, DiscountBody};
use super::inventory::Inventory;
use super::request_id;
use super::stage::status_name;
use crate::exchange::{Context, Response};
use crate::json::{Precision, from_value, rfc_3339};

/// What an answer shows besides what the answer to an add shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing.
    Lines,
    /// What is off each line, and by which coupons. Source: stateset.md, 3.8.
    Coupons,
    /// That the cart was cleared, and what was noted of it. Source: stateset.md, 3.6.
    Clearing,
}

/// The cart as a change leaves it.
///
/// Source: 002_9a03df3278c5038c, the printed answer.
#[derive(Serialize)]
pub(super) struct ChangedCart<'a> {
    id: &'a str,
    object: &'static str,
    customer_id: Option<&'a str>,
    status: &'static str,
    items: Vec<ChangedLine<'a>>,
    #[serde(flatten)]
    totals: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_coupons: Option<Vec<CouponBody<'a>>>,
    updated_at: String,
    last_activity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cleared_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Json>,
    messages: Vec<Message>,
}

/// A line in the answer to a change.
///
/// Source: 002_9a03df3278c5038c, the printed answer. Reading: members without a value are left out, and the stock
/// stands on the lines that the call touched; so it is printed. `metadata` is ours here.
#[derive(Serialize)]
struct ChangedLine<'a> {
    id: &'a str,
    product_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant_id: Option<&'a str>,
    product_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant_name: Option<&'a str>,
    quantity: u32,
    unit_price: i64,
    subtotal: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    discounts: Option<Vec<DiscountBody<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    final_price: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Json>,
    #[serde(flatten)]
    inventory: Option<Inventory>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

/// What is said to the shopper of a change.
///
/// Source: stateset.md, 2, Messages.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    r#type: &'static str,
    message: String,
}

impl Message {
    /// What was done.
    pub(super) fn info(message: impl Into<String>) -> Self {
        Self { r#type: "info", message: message.into() }
    }

    /// What the shopper has of it.
    pub(super) fn success(message: impl Into<String>) -> Self {
        Self { r#type: "success", message: message.into() }
    }
}

impl<'a> ChangedCart<'a> {
    /// The cart after a change of these lines.
    pub(super) fn of(
        view: &'a CartView,
        touched: &HashSet<&LineId>,
        part: Part,
        messages: Vec<Message>,
    ) -> Self {
        let updated_at = rfc_3339(view.cart.updated_at, Precision::Seconds);
        let metadata = || map(view, attribute::METADATA).unwrap_or_else(|| Json::Object(Map::new()));
        let lines = view.lines().enumerate().map(|(place, line)| {
            let discounts = (part == Part::Coupons).then(|| discounts::of_line(view, place));
            changed_line(line, discounts, touched.contains(&line.line.id))
        });
        Self {
            id: view.cart.id.as_str(),
            object: "cart",
            customer_id: view.cart.customer.as_ref().map(|customer| customer.as_str()),
            status: status_name(view.cart.status),
            items: lines.collect(),
            totals: Totals::of(view),
            applied_coupons: (part != Part::Lines).then(|| discounts::coupons(view)),
            cleared_at: (part == Part::Clearing).then(|| updated_at.clone()),
            metadata: (part == Part::Clearing).then(metadata),
            last_activity: updated_at.clone(),
            updated_at,
            messages,
        }
    }

    /// The answer.
    pub(super) fn answer(&self, context: &Context) -> Response {
        request_id::answer(Response::json(StatusCode::OK, self), &request_id::name(context))
    }
}

fn changed_line<'a>(
    line: LineView<'a>,
    discounts: Option<Vec<DiscountBody<'a>>>,
    is_touched: bool,
) -> ChangedLine<'a> {
    ChangedLine {
        id: line.line.id.as_str(),
        product_id: line.line.product().map_or("", |product| product.as_str()),
        variant_id: line.line.variant().map(|variant| variant.as_str()),
        product_name: product_name(line),
        variant_name: line.variant.map(|variant| variant.name.as_str()),
        quantity: line.line.quantity.units(),
        unit_price: line.line.unit_price.minor_units,
        subtotal: line.priced.subtotal,
        final_price: discounts.as_ref().map(|_| line.priced.subtotal - line.priced.discount_total),
        discounts,
        notes: line.line.notes.as_deref(),
        metadata: line.line.metadata.as_ref().map(from_value),
        inventory: is_touched.then(|| Inventory::of(&line)),
        source: source(&line),
    }
}

/// That little is left of what the touched lines have, where the readings want it said.
///
/// Source: stateset.md, 2, Messages. The text is ours.
pub(super) fn low_stock_warnings(
    context: &Context,
    view: &CartView,
    touched: &HashSet<&LineId>,
) -> Vec<Message> {
    if !context.config().stateset.low_stock_warning {
        return Vec::new();
    }
    let lines = view.lines().filter(|line| touched.contains(&line.line.id));
    lines.filter_map(|line| low_stock_warning(&line)).collect()
}

fn low_stock_warning(line: &LineView<'_>) -> Option<Message> {
    let left = Inventory::of(line).low()?;
    let name = line.product.map_or("", |product| product.name.as_str());
    Some(Message { r#type: "warning", message: format!("Only {left} of {name} left in stock") })
}
