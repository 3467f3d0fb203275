//! All lines of a cart as answers show them: those that it has, and those of promotions behind them.

use serde::Serialize;
use trolley_engine::CartView;
use trolley_engine::domain::money::Currency;

use super::include::Include;
use super::line::{LineObject, line_object, line_type};
use super::money::Display;
use super::promotion_line::{PromotionLine, promotion_line_id, promotion_lines, promotions_of_cart};
use super::related::Related;
use crate::exchange::Context;

/// A line.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Shown<'a> {
    /// One that the cart has.
    Line(Box<LineObject<'a>>),
    /// One of a promotion.
    Promotion(Box<PromotionLine<'a>>),
}

/// What writes the amounts of an answer.
#[derive(Debug)]
pub(super) struct Displays<'a> {
    /// Of the cart's currency.
    pub(super) cart: Display<'a>,
    /// Of none.
    pub(super) nothing: Display<'a>,
}

impl<'a> Displays<'a> {
    /// What writes the amounts of this cart.
    pub(super) fn new(context: &'a Context, view: &CartView) -> Self {
        Self::of(context, view.priced.currency)
    }

    /// What writes amounts of this currency.
    pub(super) fn of(context: &'a Context, currency: Option<Currency>) -> Self {
        let settings = &context.shared.settings;
        Self { cart: Display::new(settings, currency), nothing: Display::new(settings, None) }
    }
}

/// All lines, each with what is asked for of it.
pub(super) fn shown_lines<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    view: &'a CartView,
    include: Include,
) -> Vec<Shown<'a>> {
    let lines = view.lines().enumerate().map(|(place, line)| {
        Shown::Line(Box::new(line_object(context, &displays.cart, view, (place, &line), include)))
    });
    let promotions =
        promotion_lines(&displays.cart, &displays.nothing, view, include.is_of_lines()).into_iter();
    lines.chain(promotions.map(Box::new).map(Shown::Promotion)).collect()
}

/// All lines by their types and identifiers.
pub(super) fn line_names(view: &CartView) -> impl Iterator<Item = Related<'_>> {
    let lines = view.cart.lines.iter().map(|line| Related::new(line_type(line), line.id.as_str()));
    let promotions = promotions_of_cart(view);
    lines.chain(promotions.map(|one| Related::new("promotion_item", promotion_line_id(&one.code))))
}
