//! A promotion on the whole cart as the line that answers show for it. No cart has such a line: what it takes off is
//! spread over the lines that there are, so it is never added to the cart's amounts.
//!
//! Source: elasticpath.md, 8 ("promotion_item line").

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::pricing::Applied;

use super::line::{Image, Price, Relationships, UnitAndValue};
use super::money::{Display, DisplayPrices};
use super::related::{Related, RelatedList};
use super::timestamps::{Timestamps, at};

/// What the identifier of such a line begins with.
const ID_PREFIX: &str = "promotion_";

/// The line of a promotion.
#[derive(Debug, Serialize)]
pub(super) struct PromotionLine<'a> {
    id: String,
    r#type: &'static str,
    name: &'a str,
    description: &'static str,
    sku: &'a str,
    slug: &'static str,
    image: Image<'static>,
    quantity: u32,
    manage_stock: bool,
    unit_price: Price<'a>,
    value: Price<'a>,
    links: Links,
    meta: Meta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relationships: Option<Relationships<'a>>,
    promotion_id: &'a str,
}

#[derive(Debug, Serialize)]
struct Links {}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: DisplayPrices<UnitAndValue<'a>>,
    timestamps: Timestamps,
}

/// The identifier of the line of the promotion that this code has brought.
///
/// Reading: the hosted API makes a UUID. Here it is made of the code, so that it stays the same and leads back to it; by
/// its hexadecimal digits, so that it can stand in a path whatever the code has in it.
pub(super) fn promotion_line_id(code: &str) -> String {
    let digits: String = code.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{ID_PREFIX}{digits}")
}

/// The code whose promotion's line has this identifier; none where it is no such line's.
pub(super) fn code_of_promotion_line(id: &str) -> Option<String> {
    let digits = id.strip_prefix(ID_PREFIX)?.as_bytes();
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    String::from_utf8(bytes?).ok().filter(|code| !code.is_empty())
}

fn byte(digits: &[u8]) -> Option<u8> {
    let is_lower_hex = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let text = std::str::from_utf8(digits).ok().filter(|text| is_lower_hex && text.len() == 2)?;
    u8::from_str_radix(text, 16).ok()
}

/// The promotions on the whole cart, in the order in which they are applied.
pub(super) fn promotions_of_cart(view: &CartView) -> impl Iterator<Item = &Applied> {
    view.priced.applied.iter().filter(|applied| applied.is_of_cart && applied.promotion.is_some())
}

/// The lines of the promotions on the whole cart.
///
/// Reading: when a promotion was first applied is kept nowhere, so the line is as old as the cart.
pub(super) fn promotion_lines<'a>(
    display: &'a Display<'_>,
    nothing: &'a Display<'_>,
    view: &'a CartView,
    is_related: bool,
) -> Vec<PromotionLine<'a>> {
    let line = |applied: &'a Applied| {
        let price = || Price { amount: -applied.minor_units, currency: display.code(), includes_tax: false };
        let promotion_id = applied.promotion.as_ref().map_or("", |id| id.as_str());
        PromotionLine {
            id: promotion_line_id(&applied.code),
            r#type: "promotion_item",
            name: &applied.name,
            description: "Promotion",
            sku: &applied.code,
            slug: "",
            image: Image::default(),
            quantity: 1,
            manage_stock: false,
            unit_price: price(),
            value: price(),
            links: Links {},
            meta: Meta {
                display_price: promotion_prices(display, nothing, applied),
                timestamps: Timestamps {
                    created_at: at(view.cart.created_at),
                    updated_at: at(view.cart.updated_at),
                    expires_at: None,
                },
            },
            relationships: is_related.then(|| promotion_relationships(applied)),
            promotion_id,
        }
    };
    promotions_of_cart(view).map(line).collect()
}

/// What such a line costs: what the promotion takes off, without tax.
pub(super) fn promotion_prices<'a>(
    display: &'a Display<'_>,
    nothing: &'a Display<'_>,
    applied: &Applied,
) -> DisplayPrices<UnitAndValue<'a>> {
    let both =
        |minor_units| UnitAndValue { unit: display.price(minor_units), value: display.price(minor_units) };
    DisplayPrices {
        with_tax: both(-applied.minor_units),
        without_tax: both(-applied.minor_units),
        tax: both(0),
        discount: both(0),
        without_discount: UnitAndValue { unit: nothing.price(0), value: nothing.price(0) },
        shipping: None,
    }
}

/// What belongs to such a line: its promotion.
pub(super) fn promotion_relationships(applied: &Applied) -> Relationships<'_> {
    let promotion = applied.promotion.iter().map(|id| Related::new("promotion", id.as_str()));
    Relationships {
        taxes: RelatedList::none(),
        custom_discounts: RelatedList::none(),
        promotions: RelatedList::new(promotion),
    }
}

#[cfg(test)]
mod tests;
