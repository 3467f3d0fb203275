//! What stands beside an answer because it was asked for.
//!
//! Source: elasticpath.md, 1 ("Envelope"): an object of lists, by their kinds; 5.

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::pricing::{Applied, PricedCart};

use super::include::Include;
use super::money::{Display, DisplayPrice};
use super::promotion::{PromotionObject, promotion_object};
use super::shown::{Displays, Shown, shown_lines};
use super::tax_item::{TaxObject, tax_object};
use crate::exchange::Context;

/// What was asked for; nothing else.
#[derive(Debug, Serialize)]
pub(super) struct Included<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Shown<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_items: Option<Vec<TaxObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotions: Option<Vec<PromotionObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_discounts: Option<Vec<CustomDiscountObject<'a>>>,
}

/// A discount of the cart's own.
#[derive(Debug, Serialize)]
pub(super) struct CustomDiscountObject<'a> {
    id: &'a str,
    r#type: &'static str,
    discount_code: &'a str,
    description: &'a str,
    amount: DisplayPrice<'a>,
}

/// What is to stand beside the cart.
pub(super) fn beside_cart<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    view: &'a CartView,
    include: Include,
) -> Option<Included<'a>> {
    let items = || shown_lines(context, displays, view, include);
    let included = included(displays, view, include);
    (include.items || include.is_of_lines())
        .then(|| Included { items: include.items.then(items), ..included })
}

/// What is to stand beside the cart's lines.
pub(super) fn beside_lines<'a>(
    displays: &'a Displays<'_>,
    view: &'a CartView,
    include: Include,
) -> Option<Included<'a>> {
    include.is_of_lines().then(|| included(displays, view, include))
}

fn included<'a>(displays: &'a Displays<'_>, view: &'a CartView, include: Include) -> Included<'a> {
    let taxes = || view.cart.lines.iter().flat_map(|line| &line.taxes).map(tax_object).collect();
    Included {
        items: None,
        tax_items: include.tax_items.then(taxes),
        promotions: include.promotions.then(|| promotions(view)),
        custom_discounts: include.custom_discounts.then(|| custom_discounts(&displays.cart, &view.priced)),
    }
}

fn promotions(view: &CartView) -> Vec<PromotionObject<'_>> {
    let applied = view.priced.applied.iter().filter_map(|applied| applied.promotion.as_ref());
    applied.filter_map(|id| view.promotions.find(id)).map(promotion_object).collect()
}

/// What is taken off the whole cart without a promotion.
pub(super) fn custom_discounts<'a>(
    display: &'a Display<'_>,
    priced: &'a PricedCart,
) -> Vec<CustomDiscountObject<'a>> {
    let object = |applied: &'a Applied| CustomDiscountObject {
        id: &applied.id,
        r#type: "custom_discount",
        discount_code: &applied.code,
        description: &applied.name,
        amount: display.price(-applied.minor_units),
    };
    priced.applied.iter().filter(|applied| applied.promotion.is_none()).map(object).collect()
}
