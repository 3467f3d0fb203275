//! A cart as answers show it.
//!
//! Source: elasticpath.md, 4.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::CartView;
use trolley_engine::domain::cart::{Cart, CartStatus, Counted};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::pricing::PricedCart;

use super::cart_fields::{CONTACT_EMAIL, CUSTOM_ATTRIBUTES, PAYMENT_INTENT_ID};
use super::collection::{Meta, meta};
use super::include::Include;
use super::included::{Included, beside_cart};
use super::owners::accounts;
use super::related::{Related, RelatedList};
use super::shown::{Displays, line_names};
use super::target::CART_NAME;
use super::timestamps::at;
use crate::exchange::Context;
use crate::json;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_settings: Option<InventorySettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_settings: Option<ItemSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot_date: Option<String>,
    links: Links,
    meta: Meta<'a>,
    relationships: Relationships<'a>,
}

#[derive(Debug, Serialize)]
struct DiscountSettings {
    custom_discounts_enabled: bool,
    use_rule_promotions: bool,
}

/// Shown where it is not as in every cart.
#[derive(Debug, Serialize)]
struct InventorySettings {
    defer_inventory_check: bool,
}

/// The same.
#[derive(Debug, Serialize)]
struct ItemSettings {
    separate_items_by_location: bool,
}

/// Whom to ask about a cart that is nobody's.
#[derive(Debug, Serialize)]
struct ContactObject {
    email: Json,
}

/// Where a cart is found.
#[derive(Debug, Serialize)]
pub(super) struct Links {
    #[serde(rename = "self")]
    own: String,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    items: RelatedList<'a>,
    customers: Owners<'a>,
    accounts: Owners<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotions: Option<RelatedList<'a>>,
}

#[derive(Debug, Serialize)]
struct Owners<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Vec<Related<'a>>>,
}

/// The cart, with what is asked for beside it.
pub(super) fn cart_body<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    view: &'a CartView,
    include: Include,
) -> CartBody<'a> {
    let cart = &view.cart;
    let customer = cart.customer.iter().map(|id| Related::new("customer", id.as_str())).collect();
    let accounts = accounts(cart).map(|id| Related::new("account", id)).collect();
    CartBody {
        data: CartObject {
            id: cart.id.as_str(),
            r#type: "cart",
            name: cart_name(cart),
            description: &cart.description,
            discount_settings: DiscountSettings {
                custom_discounts_enabled: false,
                use_rule_promotions: false,
            },
            custom_attributes: attribute(cart, CUSTOM_ATTRIBUTES),
            payment_intent_id: attribute(cart, PAYMENT_INTENT_ID),
            inventory_settings: cart
                .is_stock_deferred
                .then_some(InventorySettings { defer_inventory_check: true }),
            item_settings: cart
                .separates_locations
                .then_some(ItemSettings { separate_items_by_location: true }),
            contact: attribute(cart, CONTACT_EMAIL).map(|email| ContactObject { email }),
            snapshot_date: cart.preview_at.map(at),
            links: links(context, cart),
            meta: meta(displays, view),
            relationships: Relationships {
                items: RelatedList::new(line_names(view)),
                customers: owners(customer),
                accounts: owners(accounts),
                promotions: include.promotions.then(|| promotions(view)),
            },
        },
        included: beside_cart(context, displays, view, include),
    }
}

/// Where the cart is found.
pub(super) fn links(context: &Context, cart: &Cart) -> Links {
    Links { own: format!("{}/v2/carts/{}", context.base_url, cart.id) }
}

/// The cart's name. Of carts that began elsewhere some have none, and storefronts take none for blank.
pub(super) fn cart_name(cart: &Cart) -> &str {
    if cart.name.is_empty() { CART_NAME } else { &cart.name }
}

fn owners(related: Vec<Related<'_>>) -> Owners<'_> {
    Owners { data: (!related.is_empty()).then_some(related) }
}

fn promotions(view: &CartView) -> RelatedList<'_> {
    let applied = view.priced.applied.iter().filter_map(|applied| applied.promotion.as_ref());
    RelatedList::new(applied.map(|id| Related::new("promotion", id.as_str())))
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
        separates_locations: false,
        preview_at: None,
        last_checkout: None,
        line_sequence: 0,
        revision: 0,
        created_at: context.now,
        updated_at: context.now,
        counted: Counted::from(context.now),
        expiry: context.config().elastic_path.expiry(),
    };
    let priced = PricedCart::nothing(None);
    CartView {
        cart,
        priced,
        products: Vec::new(),
        parts: Vec::new(),
        customer: None,
        promotions: Arc::default(),
    }
}

/// What the shopper's application has attached to the cart under this name.
fn attribute(cart: &Cart, name: &str) -> Option<Json> {
    cart.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| json::from_value(value))
}
