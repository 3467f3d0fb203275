//! The collection of a cart's lines, as answers show it.
//!
//! Source: 004_dda9b2f8eeb71665, the answers of 2023; elasticpath.md, 5.

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::apply::Notices;

use super::include::Include;
use super::included::{Included, beside_lines};
use super::money::{DisplayPrice, DisplayPrices};
use super::problem::ErrorEntry;
use super::promotion::{MessageObject, SuggestionObject, message_object, suggestion_object};
use super::refusal::entry;
use super::shown::{Displays, Shown, shown_lines};
use super::timestamps::{Timestamps, at, end};
use crate::dialects::Problem;
use crate::exchange::Context;

/// All lines of a cart, and what the cart costs.
#[derive(Debug, Serialize)]
pub(super) struct Collection<'a> {
    data: Vec<Shown<'a>>,
    /// What was refused of a request whose rest was done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorEntry>,
    meta: CollectionMeta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Included<'a>>,
}

#[derive(Debug, Serialize)]
struct CollectionMeta<'a> {
    #[serde(flatten)]
    cart: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<MessageObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    promotion_suggestions: Vec<SuggestionObject<'a>>,
}

/// What a cart costs, and its moments.
#[derive(Debug, Serialize)]
pub(super) struct Meta<'a> {
    display_price: DisplayPrices<DisplayPrice<'a>>,
    timestamps: Timestamps,
}

/// What stands in an answer besides the lines.
#[derive(Debug)]
pub(super) struct Beside<'a> {
    /// What was refused.
    pub(super) errors: Vec<ErrorEntry>,
    /// What came of the change; none of a mere look.
    pub(super) notices: Option<&'a Notices>,
    /// What was asked for.
    pub(super) include: Include,
}

/// The collection of a cart's lines, and what stands beside it.
///
/// Source: 004_dda9b2f8eeb71665, "Errors": `errors` stands between `data` and `meta`, and only where there are some. Why
/// gifts could not be added stands there too.
///
/// # Errors
///
/// What kept gifts away, where that is no refusal.
pub(super) fn collection<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    view: &'a CartView,
    beside: Beside<'a>,
) -> Result<Collection<'a>, Problem> {
    let Beside { mut errors, notices, include } = beside;
    let (mut gifts, mut messages) = (Vec::new(), Vec::new());
    if let Some(notices) = notices {
        gifts = notices.gift_refusals.iter().map(|error| entry(error, None)).collect::<Result<_, _>>()?;
        let currency = view.priced.currency;
        messages = notices.messages.iter().map(|message| message_object(message, currency)).collect();
    }
    errors.append(&mut gifts);
    Ok(Collection {
        data: shown_lines(context, displays, view, include),
        errors,
        meta: CollectionMeta {
            cart: meta(displays, view),
            messages,
            promotion_suggestions: view.priced.suggestions.iter().map(suggestion_object).collect(),
        },
        included: beside_lines(displays, view, include),
    })
}

/// What the cart costs, and its moments.
///
/// Source: elasticpath.md, 11: the cart's blocks are the sums of the lines'. There is no shipping.
pub(super) fn meta<'a>(displays: &'a Displays<'_>, view: &CartView) -> Meta<'a> {
    let (cart, display) = (&view.cart, &displays.cart);
    Meta {
        display_price: DisplayPrices::of((&view.priced).into(), |minor_units| display.price(minor_units))
            .with_shipping(display.price(0)),
        timestamps: Timestamps {
            created_at: at(cart.created_at),
            updated_at: at(cart.updated_at),
            expires_at: Some(end(cart.expires_at())),
        },
    }
}
