//! Amounts as answers show them: in minor units, and as a text by the currency's own format.
//!
//! Source: elasticpath.md, 15 ("formatted"). Reading: 20 #7: the source document prints `475.00`, `47500` and `$475.00`
//! for the same amount; the first is the format `{price}`, the second a mistake, the third the format `${price}`.

use std::borrow::Cow;

use serde::Serialize;
use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::money::Currency;

use crate::json;

/// An amount as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct DisplayPrice {
    amount: i64,
    currency: String,
    formatted: String,
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
            None => Cow::Owned(unconfigured(currency)),
        });
        Self { format }
    }

    /// The code of the currency; empty where there is none.
    pub(super) fn code(&self) -> &str {
        self.format.as_deref().map_or("", |format| format.currency.as_str())
    }

    /// The amount, which is 0 where there is no currency.
    pub(super) fn price(&self, minor_units: i64) -> DisplayPrice {
        let formatted = self.format.as_deref().map_or_else(|| "0".to_owned(), |it| format(it, minor_units));
        DisplayPrice { amount: minor_units, currency: self.code().to_owned(), formatted }
    }
}

/// The amount by a format. The sign stands before the whole of it.
fn format(format: &CurrencyFormat, minor_units: i64) -> String {
    let places = usize::from(format.decimal_places);
    let digits = json::fixed_point(minor_units, 0, "");
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let mut price = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if 0 < place && (whole.len() - place) % 3 == 0 {
            price.push_str(&format.thousand_separator);
        }
        price.push(digit);
    }
    if !decimals.is_empty() {
        price.push_str(&format.decimal_point);
        price.push_str(decimals);
    }
    let amount = format.format.replace("{code}", format.currency.as_str()).replace("{price}", &price);
    format!("{sign}{amount}")
}

/// The format of a currency in which the store does not sell, or no longer.
fn unconfigured(currency: Currency) -> CurrencyFormat {
    let code = currency.as_str();
    let text = match code {
        "USD" | "CAD" | "AUD" => "${price}",
        "GBP" => "\u{a3}{price}",
        "EUR" => "\u{20ac}{price}",
        "JPY" => "\u{a5}{price}",
        _ => "{price}",
    };
    let places = iso_currency::Currency::from_code(code).and_then(|known| known.exponent());
    CurrencyFormat {
        currency,
        format: text.to_owned(),
        decimal_point: ".".to_owned(),
        thousand_separator: ",".to_owned(),
        decimal_places: places.and_then(|places| u8::try_from(places).ok()).unwrap_or(2),
    }
}

#[cfg(test)]
mod tests;
