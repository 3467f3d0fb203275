//! How a cart may be sent, and where.

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::delivery::ShippingOffer;
use trolley_engine::domain::order::Address;

use super::address;
use super::cart_body::{attribute, currency, value};
use super::readings::DefaultShipping;
use crate::exchange::Context;

/// A way of shipping.
///
/// Source: stateset.md, 2, `selected_shipping_method`. Reading: the days are a number, null where nobody knows.
#[derive(Serialize)]
pub(super) struct ShippingBody<'a> {
    id: &'a str,
    name: &'a str,
    /// In cents.
    pub(super) amount: i64,
    estimated_days: Option<u32>,
}

/// The ways of shipping that a cart can have, and the one that is taken where nobody names one.
pub(super) struct Shipping<'a> {
    /// The cheapest first.
    pub(super) available: Vec<ShippingBody<'a>>,
    /// None where nothing is to be sent, or the readings choose none.
    pub(super) selected: Option<ShippingBody<'a>>,
}

/// Where the cart goes: the address to which the goods are sent, else the one to which the bill is; empty where nobody knows.
pub(super) fn destination(view: &CartView) -> Address {
    let names = [attribute::SHIPPING_ADDRESS, attribute::BILLING_ADDRESS];
    let addresses = names.into_iter().filter_map(|name| Some(address::FORM.read(value(view, name)?)));
    addresses.into_iter().find(|address| *address != Address::default()).unwrap_or_default()
}

/// How the cart may be sent.
///
/// Source: stateset.md, 3.3 and 3.11: from the tables of the seed. Reading: `default_shipping`: no page says how a cart comes by
/// the way of shipping that is selected.
pub(super) fn shipping<'a>(context: &'a Context, view: &CartView) -> Shipping<'a> {
    let delivery = &context.shared.settings.delivery;
    let offers = delivery.offers(&destination(view), *currency(context, view), view.priced.subtotal);
    let is_chosen = context.config().stateset.default_shipping == DefaultShipping::Cheapest
        && !view.cart.lines.is_empty();
    Shipping {
        selected: offers.first().filter(|_| is_chosen).map(body),
        available: offers.iter().map(body).collect(),
    }
}

fn body<'a>(offer: &ShippingOffer<'a>) -> ShippingBody<'a> {
    ShippingBody {
        id: offer.method.id.as_str(),
        name: &offer.method.name,
        amount: offer.minor_units,
        estimated_days: offer.method.estimated_days,
    }
}
