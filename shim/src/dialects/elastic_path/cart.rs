//! A cart as answers show it: the collection of its lines, and the cart itself.
//!
//! Source: 004_dda9b2f8eeb71665, the answers of 2023; elasticpath.md, 4 and 5.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::CartView;
use trolley_engine::domain::cart::{Cart, CartStatus};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::pricing::PricedCart;

use super::cart_fields::{CUSTOM_ATTRIBUTES, PAYMENT_INTENT_ID};
use super::line::{LineObject, line_object};
use super::money::{Display, DisplayPrice, DisplayPrices};
use super::problem::ErrorEntry;
use super::target::CART_NAME;
use super::timestamps::{Timestamps, at, end};
use crate::exchange::Context;
use crate::json;

/// All lines of a cart, and what the cart costs.
#[derive(Debug, Serialize)]
pub(super) struct Collection<'a> {
    data: Vec<LineObject<'a>>,
    /// What was refused of a request whose rest was done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorEntry>,
    meta: Meta<'a>,
}

/// A cart.
#[derive(Debug, Serialize)]
pub(super) struct CartBody<'a> {
    data: CartObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Included<'a>>,
}

#[derive(Debug, Serialize)]
struct CartObject<'a> {
    id: &'a str,
    r#type: &'static str,
    name: &'a str,
    description: &'a str,
    discount_settings: DiscountSettings,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_attributes: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_intent_id: Option<Json>,
    links: Links,
    meta: Meta<'a>,
    relationships: Relationships<'a>,
}

#[derive(Debug, Serialize)]
struct DiscountSettings {
    custom_discounts_enabled: bool,
    use_rule_promotions: bool,
}

#[derive(Debug, Serialize)]
struct Links {
    #[serde(rename = "self")]
    own: String,
}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: DisplayPrices<DisplayPrice<'a>>,
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    items: Items<'a>,
    customers: Owners<'a>,
    accounts: Owners<'a>,
}

#[derive(Debug, Serialize)]
struct Items<'a> {
    /// Null, not an empty list, where there is no line.
    data: Option<Vec<Related<'a>>>,
}

#[derive(Debug, Serialize)]
struct Owners<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Vec<Related<'a>>>,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    r#type: &'static str,
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Included<'a> {
    items: Vec<LineObject<'a>>,
}

/// The collection of a cart's lines, and what was refused beside it.
///
/// Source: 004_dda9b2f8eeb71665, "Errors": `errors` stands between `data` and `meta`, and only where there are some.
pub(super) fn collection<'a>(
    context: &'a Context,
    display: &'a Display<'_>,
    view: &'a CartView,
    errors: Vec<ErrorEntry>,
) -> Collection<'a> {
    Collection { data: lines(context, display, view), errors, meta: meta(display, view) }
}

/// The cart, with its lines beside it where they are asked for.
pub(super) fn cart_body<'a>(
    context: &'a Context,
    display: &'a Display<'_>,
    view: &'a CartView,
    include_items: bool,
) -> CartBody<'a> {
    let cart = &view.cart;
    let items: Vec<Related<'_>> =
        cart.lines.iter().map(|line| Related { r#type: "cart_item", id: line.id.as_str() }).collect();
    let customer = cart.customer.as_ref();
    CartBody {
        data: CartObject {
            id: cart.id.as_str(),
            r#type: "cart",
            // Of carts that began elsewhere some have no name, and storefronts take none for blank.
            name: if cart.name.is_empty() { CART_NAME } else { &cart.name },
            description: &cart.description,
            discount_settings: DiscountSettings {
                custom_discounts_enabled: false,
                use_rule_promotions: false,
            },
            custom_attributes: attribute(cart, CUSTOM_ATTRIBUTES),
            payment_intent_id: attribute(cart, PAYMENT_INTENT_ID),
            links: Links { own: format!("{}/v2/carts/{}", context.base_url, cart.id) },
            meta: meta(display, view),
            relationships: Relationships {
                items: Items { data: (!items.is_empty()).then_some(items) },
                customers: Owners {
                    data: customer.map(|id| vec![Related { r#type: "customer", id: id.as_str() }]),
                },
                accounts: Owners { data: None },
            },
        },
        included: include_items.then(|| Included { items: lines(context, display, view) }),
    }
}

/// What a cart that is not there looks like: as if it were made now.
pub(super) fn absent(context: &Context, id: CartId) -> CartView {
    let cart = Cart {
        id,
        customer: None,
        status: CartStatus::Active,
        name: CART_NAME.to_owned(),
        description: String::new(),
        attributes: Vec::new(),
        requested_currency: None,
        priced_currency: None,
        lines: Vec::new(),
        discounts: Vec::new(),
        codes: Vec::new(),
        is_stock_deferred: false,
        last_checkout: None,
        line_sequence: 0,
        revision: 0,
        created_at: context.now,
        updated_at: context.now,
        expiry: context.config().elastic_path.expiry(),
    };
    let priced = PricedCart::nothing(None);
    CartView { cart, priced, products: Vec::new(), customer: None, promotions: Arc::default() }
}

/// What the shopper's application has attached to the cart under this name.
fn attribute(cart: &Cart, name: &str) -> Option<Json> {
    cart.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| json::from_value(value))
}

fn lines<'a>(context: &'a Context, display: &'a Display<'_>, view: &'a CartView) -> Vec<LineObject<'a>> {
    view.lines().map(|line| line_object(context, display, &line)).collect()
}

/// Source: elasticpath.md, 11: the cart's blocks are the sums of the lines'. There is no shipping.
fn meta<'a>(display: &'a Display<'_>, view: &CartView) -> Meta<'a> {
    let (cart, priced) = (&view.cart, &view.priced);
    Meta {
        display_price: DisplayPrices::of(priced.into(), |minor_units| display.price(minor_units))
            .with_shipping(display.price(0)),
        timestamps: Timestamps {
            created_at: at(cart.created_at),
            updated_at: at(cart.updated_at),
            expires_at: Some(end(cart.expires_at())),
        },
    }
}
