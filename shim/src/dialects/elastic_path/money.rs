//! Amounts as answers show them: in minor units, and as a text by the currency's own format.
//!
//! Source: elasticpath.md, 15 ("formatted"). Reading: 20 #7: the source document prints `475.00`, `47500` and `$475.00`
//! for the same amount; the first is the format `{price}`, the second a mistake, the third the format `${price}`.

use std::borrow::Cow;

use serde::Serialize;
use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::pricing::{PricedCart, PricedLine};

use crate::amount::{self, Separators};

/// Room for the digits of an amount and what stands between them.
const PRICE_BYTES: usize = 16;

/// An amount as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct DisplayPrice<'a> {
    amount: i64,
    currency: &'a str,
    formatted: String,
}

/// What a line or a cart costs, taken apart as answers show it; each part in the form `T`.
#[derive(Debug, Serialize)]
pub(super) struct DisplayPrices<T> {
    pub(super) with_tax: T,
    pub(super) without_tax: T,
    pub(super) tax: T,
    pub(super) discount: T,
    pub(super) without_discount: T,
    /// Of a cart alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shipping: Option<T>,
}

impl<T> DisplayPrices<T> {
    /// The parts of these amounts, each shown by `show`.
    ///
    /// Source: elasticpath.md, 11: what is taken off is negative, and a line's has its share of what is taken off the
    /// whole cart.
    pub(super) fn of(amounts: Amounts, show: impl Fn(i64) -> T) -> Self {
        Self {
            with_tax: show(amounts.total),
            without_tax: show(amounts.total - amounts.tax_total),
            tax: show(amounts.tax_total),
            discount: show(-amounts.discount_total),
            without_discount: show(amounts.undiscounted_total),
            shipping: None,
        }
    }

    /// The same with what shipping costs.
    pub(super) fn with_shipping(self, shipping: T) -> Self {
        Self { shipping: Some(shipping), ..self }
    }
}

/// What pricing says of a line and of a cart alike, in minor units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts {
    undiscounted_total: i64,
    discount_total: i64,
    /// The tax in the prices and on top of them.
    tax_total: i64,
    total: i64,
}

impl From<&PricedLine> for Amounts {
    fn from(priced: &PricedLine) -> Self {
        Self {
            undiscounted_total: priced.undiscounted_total,
            discount_total: priced.discount_total,
            tax_total: priced.tax_total + priced.included_tax_total,
            total: priced.total,
        }
    }
}

impl From<&PricedCart> for Amounts {
    fn from(priced: &PricedCart) -> Self {
        Self {
            undiscounted_total: priced.undiscounted_total,
            discount_total: priced.discount_total,
            tax_total: priced.tax_total + priced.included_tax_total,
            total: priced.total,
        }
    }
}

/// What writes the amounts of one cart.
#[derive(Debug)]
pub(super) struct Display<'a> {
    format: Option<Cow<'a, CurrencyFormat>>,
}

impl<'a> Display<'a> {
    /// What writes amounts of this currency; of a cart that was never priced there is none.
    pub(super) fn new(settings: &'a Settings, currency: Option<Currency>) -> Self {
        let format = currency.map(|currency| match settings.format(currency) {
            Some(format) => Cow::Borrowed(format),
            None => Cow::Owned(amount::usual_format(currency)),
        });
        Self { format }
    }

    /// The code of the currency; empty where there is none.
    pub(super) fn code(&self) -> &str {
        self.format.as_deref().map_or("", |format| format.currency.as_str())
    }

    /// The amount, which is 0 where there is no currency.
    pub(super) fn price(&self, minor_units: i64) -> DisplayPrice<'_> {
        let formatted = self.format.as_deref().map_or_else(|| "0".to_owned(), |it| format(it, minor_units));
        DisplayPrice { amount: minor_units, currency: self.code(), formatted }
    }
}

/// The amount by a format. The sign stands before the whole of it.
fn format(format: &CurrencyFormat, minor_units: i64) -> String {
    let separators =
        Separators { decimal_point: &format.decimal_point, thousands: &format.thousand_separator };
    let mut text = String::with_capacity(format.format.len() + PRICE_BYTES);
    if minor_units < 0 {
        text.push('-');
    }
    let mut rest = format.format.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        rest = if let Some(rest) = behind.strip_prefix("price}") {
            let minor_units = minor_units.unsigned_abs();
            amount::push_fixed_point(&mut text, minor_units, format.decimal_places, separators);
            rest
        } else if let Some(rest) = behind.strip_prefix("code}") {
            text.push_str(format.currency.as_str());
            rest
        } else {
            text.push('{');
            behind
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests;
