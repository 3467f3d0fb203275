//! The full cart, as create and get show it.

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::value::Value;
use trolley_engine::{CartView, LineView, Timestamp};

use super::delivery::{self, Shipping, ShippingBody};
use super::discounts::{self, CouponBody, DiscountBody, PromotionBody};
use super::inventory::Inventory;
use super::stage::ShownStage;
use super::taxes::{self, TaxBody};
use crate::exchange::Context;
use crate::json::{Precision, from_value, rfc_3339};

/// The names of what this dialect keeps among a cart's attributes.
pub(super) mod attribute {
    pub(in super::super) const SESSION_ID: &str = "session_id";
    pub(in super::super) const CHANNEL: &str = "channel";
    pub(in super::super) const LOCALE: &str = "locale";
    pub(in super::super) const EMAIL: &str = "email";
    pub(in super::super) const SHIPPING_ADDRESS: &str = "shipping_address";
    pub(in super::super) const BILLING_ADDRESS: &str = "billing_address";
    pub(in super::super) const METADATA: &str = "metadata";
    pub(in super::super) const RECOVERY_STATUS: &str = "recovery_status";
}

/// The member of a line's metadata that names the cart from which it was merged. Source: stateset.md, 3.9.
pub(super) const MERGED_FROM: &str = "original_cart";

/// The channels there are. Source: stateset.md, 2, `channel`.
pub(super) const CHANNELS: [&str; 4] = ["web", "mobile", "pos", "api"];
/// The channel of a cart for which nobody named one. Source: stateset.md, 3.2.
pub(super) const DEFAULT_CHANNEL: &str = "api";
/// The locale of a cart for which nobody named one. Source: stateset.md, 3.2.
const DEFAULT_LOCALE: &str = "en-US";

/// What an answer shows besides the cart itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Show {
    /// Whether the customer is shown, and not only the identifier.
    pub(super) customer: bool,
    /// Whether the taxes are shown one by one.
    pub(super) tax_breakdown: bool,
    /// Whether the ways of shipping are shown, and what the one costs that is taken where nobody names one.
    pub(super) shipping: bool,
}

/// A cart with all its members.
///
/// Source: stateset.md, 2, 3.2 and 3.3. Reading: `abandoned_at` and `recovery_status` are there while the cart is
/// `abandoned`; every list is there even where it is empty; `email`, the addresses
/// and a line's `notes` and `metadata` are left out where there are none; a variant's members are null.
#[derive(Serialize)]
pub(super) struct CartBody<'a> {
    id: &'a str,
    object: &'static str,
    customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<Option<CustomerBody<'a>>>,
    session_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    channel: &'a str,
    currency: &'a str,
    locale: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    abandoned_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_status: Option<&'a str>,
    items: Vec<LineBody<'a>>,
    #[serde(flatten)]
    totals: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_breakdown: Option<Vec<TaxBody<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    selected_shipping_method: Option<ShippingBody<'a>>,
    available_shipping_methods: Vec<ShippingBody<'a>>,
    applied_coupons: Vec<CouponBody<'a>>,
    applied_promotions: Vec<PromotionBody<'a>>,
    expires_at: Option<String>,
    created_at: String,
    updated_at: String,
    metadata: Json,
}

/// Counts and amounts of a cart, in cents.
///
/// Source: 002_9a03df3278c5038c, the printed answer; stateset.md, 4.1.
#[derive(Serialize)]
pub(super) struct Totals {
    item_count: u64,
    unique_item_count: usize,
    subtotal: i64,
    tax_amount: i64,
    shipping_amount: i64,
    discount_amount: i64,
    total: i64,
}

#[derive(Serialize)]
struct CustomerBody<'a> {
    id: &'a str,
    email: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct LineBody<'a> {
    id: &'a str,
    product_id: &'a str,
    variant_id: Option<&'a str>,
    product_name: &'a str,
    variant_name: Option<&'a str>,
    sku: &'a str,
    image_url: Option<&'a str>,
    quantity: u32,
    unit_price: i64,
    list_price: i64,
    subtotal: i64,
    discounts: Vec<DiscountBody<'a>>,
    final_price: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Json>,
    #[serde(flatten)]
    inventory: Inventory,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

impl<'a> CartBody<'a> {
    /// The cart as it is.
    pub(super) fn of(context: &'a Context, view: &'a CartView, show: Show) -> Self {
        let cart = &view.cart;
        let stage = ShownStage::of(context, view);
        let nothing = Shipping { available: Vec::new(), selected: None };
        let Shipping { available, selected } =
            if show.shipping { delivery::shipping(context, view) } else { nothing };
        let time = |moment: Timestamp| rfc_3339(moment, Precision::Seconds);
        Self {
            id: cart.id.as_str(),
            object: "cart",
            customer_id: cart.customer.as_ref().map(|customer| customer.as_str()),
            customer: show.customer.then(|| customer(view)),
            session_id: text(view, attribute::SESSION_ID),
            email: text(view, attribute::EMAIL),
            channel: text(view, attribute::CHANNEL).unwrap_or(DEFAULT_CHANNEL),
            currency: currency(context, view).as_str(),
            locale: text(view, attribute::LOCALE).unwrap_or(DEFAULT_LOCALE),
            status: stage.status,
            abandoned_at: stage.abandoned_at.map(time),
            recovery_status: stage.recovery_status(view),
            items: view.lines().enumerate().map(|(place, line)| line_body(view, place, line)).collect(),
            totals: Totals::of(view).with_shipping(selected.as_ref().map_or(0, |method| method.amount)),
            tax_breakdown: show.tax_breakdown.then(|| taxes::breakdown(view)),
            shipping_address: map(view, attribute::SHIPPING_ADDRESS),
            billing_address: map(view, attribute::BILLING_ADDRESS),
            selected_shipping_method: selected,
            available_shipping_methods: available,
            applied_coupons: discounts::coupons(view),
            applied_promotions: discounts::promotions(view),
            expires_at: cart.expires_at().map(time),
            created_at: time(cart.created_at),
            updated_at: time(cart.updated_at),
            metadata: map(view, attribute::METADATA).unwrap_or_else(|| Json::Object(serde_json::Map::new())),
        }
    }
}

impl Totals {
    /// Those of this cart. The tax is what the prices do not have in them; shipping is 0 until it is worked out.
    pub(super) fn of(view: &CartView) -> Self {
        Self {
            item_count: view.cart.units(),
            unique_item_count: view.cart.lines.len(),
            subtotal: view.priced.subtotal,
            tax_amount: view.priced.tax_total,
            shipping_amount: 0,
            discount_amount: view.priced.discount_total,
            total: view.priced.total,
        }
    }

    /// The same with what sending it costs.
    const fn with_shipping(self, amount: i64) -> Self {
        Self { shipping_amount: amount, total: self.total + amount, ..self }
    }
}

/// The name of the product without its variant's, or of the custom item.
///
/// Reading: a custom item, which the document does not know, is a line whose `product_id` is empty.
pub(super) fn product_name<'a>(line: LineView<'a>) -> &'a str {
    let product = line.product.map_or("", |product| product.name.as_str());
    line.line.custom().map_or(product, |custom| custom.name.as_str())
}

fn customer(view: &CartView) -> Option<CustomerBody<'_>> {
    let customer = view.customer.as_ref()?;
    Some(CustomerBody { id: customer.id.as_str(), email: &customer.email, name: &customer.name })
}

/// The currency of the lines; while there is none the one that was asked for, or else the store's.
pub(super) fn currency<'a>(context: &'a Context, view: &'a CartView) -> &'a Currency {
    let locked = view.cart.lines.first().and(view.cart.priced_currency.as_ref());
    let settled = locked.or(view.cart.requested_currency.as_ref());
    settled.unwrap_or(&context.shared.settings.default_currency)
}

/// The attribute of this name.
pub(super) fn value<'a>(view: &'a CartView, name: &str) -> Option<&'a Value> {
    view.cart.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The attribute of this name, where it is a text. Other dialects may keep what they like under it.
pub(super) fn text<'a>(view: &'a CartView, name: &str) -> Option<&'a str> {
    match value(view, name)? {
        Value::Text(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// The attribute of this name, where it is a map.
pub(super) fn map(view: &CartView, name: &str) -> Option<Json> {
    match value(view, name)? {
        value @ Value::Map(_) => Some(from_value(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => None,
    }
}

fn line_body<'a>(view: &'a CartView, place: usize, line: LineView<'a>) -> LineBody<'a> {
    LineBody {
        id: line.line.id.as_str(),
        product_id: line.line.product().map_or("", |product| product.as_str()),
        variant_id: line.line.variant().map(|variant| variant.as_str()),
        product_name: product_name(line),
        variant_name: line.variant.map(|variant| variant.name.as_str()),
        sku: line.sku(),
        image_url: line.product.map(|product| product.image.href.as_str()).filter(|href| !href.is_empty()),
        quantity: line.line.quantity.units(),
        unit_price: line.line.unit_price.minor_units,
        list_price: line.line.list_price.minor_units,
        subtotal: line.priced.subtotal,
        discounts: discounts::of_line(view, place),
        final_price: line.priced.subtotal - line.priced.discount_total,
        notes: line.line.notes.as_deref(),
        metadata: line.line.metadata.as_ref().map(from_value),
        inventory: Inventory::of(&line),
        source: source(&line),
    }
}

/// Where the line comes from, where that is another cart.
///
/// Source: stateset.md, 2, Line, `source`. Reading: a line was merged where its metadata says of which cart, in every answer.
pub(super) fn source(line: &LineView<'_>) -> Option<&'static str> {
    let Some(Value::Map(members)) = &line.line.metadata else { return None };
    members
        .iter()
        .any(|(name, value)| name == MERGED_FROM && matches!(value, Value::Text(_)))
        .then_some("merged")
}
