//! The cart as SDS shop shows it.

use std::borrow::Cow;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Map, Number, Value as Json};
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::id::{CartId, LineId};
use trolley_engine::{CartView, LineView};

use super::readings::{Price, ThousandsSeparator, UpdateOptions};
use crate::amount::{self, Separators};
use crate::exchange::{Context, Response};
use crate::json;

/// The form of answers.
///
/// Source: 003_2ee86b980955149b, every Expected Response.
#[derive(Serialize)]
struct Envelope<'a, T: Serialize> {
    success: bool,
    message: &'static str,
    data: Contents<'a, T>,
}

/// What is answered: the cart, and beside it what the endpoint adds.
#[derive(Serialize)]
struct Contents<'a, T: Serialize> {
    cart_id: &'a str,
    cart_data: &'a WireCart<'a>,
    #[serde(flatten)]
    beside: T,
}

/// Nothing beside the cart.
#[derive(Serialize)]
pub(super) struct NothingBeside {}

/// The cart.
///
/// Source: 003_2ee86b980955149b, `cart_data`.
/// Reading: `items_count` counts lines and `items_quantity` pieces; both are 1 in the printed answers.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WireCart<'a> {
    id: &'a str,
    total: WireAmount,
    formatted_total: String,
    items_count: usize,
    items_quantity: u64,
    is_empty: bool,
    items: Vec<WireLine<'a>>,
}

/// A line.
///
/// Source: 003_2ee86b980955149b, `items`.
/// Reading: a line is named by its SKU alone; a custom item without one by the line's identifier, by which it is changed and
/// removed too; one whose product is no longer there by the product's. A variant and a custom item, which the document
/// does not know, are products of their own. What is taken off is not shown, as `total` is the sum of the lines'
/// `subtotal`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WireLine<'a> {
    id: &'a str,
    sku: &'a str,
    name: Cow<'a, str>,
    price: WireAmount,
    quantity: u32,
    subtotal: WireAmount,
    options: Map<String, Json>,
    stock: i64,
    meta: Vec<WireMeta<'a>>,
}

/// An amount in major units.
///
/// Source: 003_2ee86b980955149b, `total`, `price` and `subtotal`.
/// Reading: a number, as in the cart, or a text, as in the product list.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum WireAmount {
    Number(Number),
    Text(String),
}

impl WireAmount {
    fn of(minor_units: i64, places: u8, context: &Context) -> Self {
        match context.config().sds_shop.price {
            Price::Number => Self::Number(json::major_units(minor_units, places)),
            Price::String => Self::Text(amount::fixed_point(minor_units, places, Separators::PLAIN)),
        }
    }
}

/// A named text beside a product; names may be repeated.
#[derive(Debug, Clone, Serialize)]
struct WireMeta<'a> {
    meta_key: &'a str,
    meta_value: &'a str,
}

/// The answer of status 200.
pub(super) fn answer(message: &'static str, cart: &WireCart<'_>, beside: impl Serialize) -> Response {
    let data = Contents { cart_id: cart.id, cart_data: cart, beside };
    Response::json(StatusCode::OK, &Envelope { success: true, message, data })
}

impl<'a> WireCart<'a> {
    /// This cart.
    pub(super) fn of(view: &'a CartView, context: &Context) -> Self {
        let total = view.priced.subtotal;
        let settings = &context.shared.settings;
        let places = amount::decimal_places(settings, amount::currency_of(view, settings));
        let items: Vec<WireLine<'_>> = view.lines().map(|line| WireLine::of(line, places, context)).collect();
        Self {
            id: view.cart.id.as_str(),
            total: WireAmount::of(total, places, context),
            formatted_total: formatted(total, places, context.config().sds_shop.thousands_separator),
            items_count: items.len(),
            items_quantity: view.cart.units(),
            is_empty: items.is_empty(),
            items,
        }
    }

    /// A cart of this id that has nothing in it.
    pub(super) fn empty(id: &'a CartId, context: &Context) -> Self {
        let settings = &context.shared.settings;
        let places = amount::decimal_places(settings, settings.default_currency);
        Self {
            id: id.as_str(),
            total: WireAmount::of(0, places, context),
            formatted_total: formatted(0, places, context.config().sds_shop.thousands_separator),
            items_count: 0,
            items_quantity: 0,
            is_empty: true,
            items: Vec::new(),
        }
    }

    /// The line of this view that has this identifier.
    pub(super) fn line(&self, view: &CartView, id: &LineId) -> Option<&WireLine<'a>> {
        let place = view.cart.lines.iter().position(|line| line.id == *id)?;
        self.items.get(place)
    }
}

impl<'a> WireLine<'a> {
    fn of(line: LineView<'a>, places: u8, context: &Context) -> Self {
        let sku = match line.line.product() {
            Some(product) if line.product.is_none() => product.as_str(),
            None if line.sku().is_empty() => line.line.id.as_str(),
            Some(_) | None => line.sku(),
        };
        let name = if line.name().is_empty() { Cow::Borrowed(sku) } else { line.name() };
        let meta = line.product.map_or(&[][..], |product| &product.meta);
        let meta = meta.iter().map(|entry| WireMeta { meta_key: &entry.key, meta_value: &entry.value });
        Self {
            id: sku,
            sku,
            name,
            price: WireAmount::of(line.line.unit_price.minor_units, places, context),
            quantity: line.line.quantity.units(),
            subtotal: WireAmount::of(line.priced.subtotal, places, context),
            options: options(line, context.config().sds_shop.update_options),
            stock: line.stock().map_or(0, |stock| stock.available),
            meta: meta.collect(),
        }
    }
}

/// The line's options: after a POST the product's own attributes and then what was chosen, after a PUT exactly what was
/// sent, or the same as after a POST.
///
/// Source: 003_2ee86b980955149b, the answers of 2 and 3.
/// Reading: the difference looks like a slip, and is printed twice; it is kept, also in later answers. What was chosen
/// under the name of an attribute does not show, so that nobody fakes `requires_team`.
fn options(line: LineView<'_>, after_update: UpdateOptions) -> Map<String, Json> {
    let options = line.line.options.as_ref();
    let chosen = options.map_or_else(Map::new, |options| json::from_members(&options.chosen));
    let drops_attributes = match after_update {
        UpdateOptions::AsSent => options.is_some_and(|options| options.replaced),
        UpdateOptions::Merged => false,
    };
    let product = line.product.filter(|_| !drops_attributes);
    let Some(product) = product else { return chosen };
    let mut all = attributes(line, product);
    for (name, value) in chosen {
        all.entry(name).or_insert(value);
    }
    all
}

/// The product's own attributes.
///
/// Reading: of a product of another shop `product_id` is its identifier, `type` is `physical`, `code` is its slug, and
/// it requires a team if it requires the option `team_id`.
fn attributes(line: LineView<'_>, product: &Product) -> Map<String, Json> {
    let own = |name: &str| product.attribute(name).map(json::from_value);
    let requires_team = product.required_options.iter().any(|name| name == "team_id");
    let attributes = [
        ("product_id", own("product_id").unwrap_or_else(|| product.id.as_str().into())),
        ("sku", line.sku().into()),
        ("type", own("type").unwrap_or_else(|| "physical".into())),
        ("code", own("code").unwrap_or_else(|| product.slug.as_str().into())),
        ("requires_team", own("requires_team").unwrap_or_else(|| requires_team.into())),
    ];
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// An amount with its decimals and without a sign of its currency.
fn formatted(minor_units: i64, places: u8, separator: ThousandsSeparator) -> String {
    let thousands = match separator {
        ThousandsSeparator::None => "",
        ThousandsSeparator::Comma => ",",
    };
    amount::fixed_point(minor_units, places, Separators { thousands, ..Separators::PLAIN })
}
