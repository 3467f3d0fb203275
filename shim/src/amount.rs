//! Amounts in major units, as people read them: their decimals, and what stands between the digits.

use trolley_engine::CartView;
use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::money::Currency;

/// How many decimals an amount has of a currency that neither the store nor ISO 4217 says it of.
const DECIMAL_PLACES_USUAL: u8 = 2;

/// What stands between the digits of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators<'a> {
    /// Before the decimals.
    pub decimal_point: &'a str,
    /// Between groups of three digits; may be empty.
    pub thousands: &'a str,
}

impl Separators<'_> {
    /// A point before the decimals and nothing else.
    pub const PLAIN: Self = Self { decimal_point: ".", thousands: "" };
}

/// An amount of minor units in major units with all its decimals: `-12.50`.
///
/// `decimal_places` is how many powers of ten of minor units make one major unit.
#[must_use]
pub fn fixed_point(minor_units: i64, decimal_places: u8, separators: Separators<'_>) -> String {
    let mut text = String::new();
    if minor_units < 0 {
        text.push('-');
    }
    push_fixed_point(&mut text, minor_units.unsigned_abs(), decimal_places, separators);
    text
}

/// Writes an amount of minor units as [`fixed_point`] does, behind what is there already.
pub(crate) fn push_fixed_point(
    text: &mut String,
    minor_units: u64,
    decimal_places: u8,
    separators: Separators<'_>,
) {
    let mut digits = itoa::Buffer::new();
    let (digits, places) = (digits.format(minor_units), usize::from(decimal_places));
    let (whole, decimals) = digits.split_at(digits.len().saturating_sub(places));
    let whole = if whole.is_empty() { "0" } else { whole };
    text.reserve(whole.len() * 2 + places + separators.decimal_point.len());
    let (first, mut groups) = whole.split_at((whole.len() - 1) % 3 + 1);
    text.push_str(first);
    while let Some((group, behind)) = groups.split_at_checked(3) {
        text.push_str(separators.thousands);
        text.push_str(group);
        groups = behind;
    }
    if 0 < places {
        text.push_str(separators.decimal_point);
        text.extend(std::iter::repeat_n('0', places - decimals.len()));
        text.push_str(decimals);
    }
}

/// How many decimals amounts of this currency have: as the store writes them, or else as ISO 4217 has it.
#[must_use]
pub fn decimal_places(settings: &Settings, currency: Currency) -> u8 {
    settings
        .format(currency)
        .map_or_else(|| standard_decimal_places(currency), |format| format.decimal_places)
}

/// How amounts of this currency are written where the store does not say.
///
/// Source: elasticpath.md, 15, the last sentence; the decimals are ISO 4217's.
#[must_use]
pub fn usual_format(currency: Currency) -> CurrencyFormat {
    let format = match currency.as_str() {
        "USD" | "CAD" | "AUD" => "${price}",
        "GBP" => "\u{a3}{price}",
        "EUR" => "\u{20ac}{price}",
        "JPY" => "\u{a5}{price}",
        _ => "{price}",
    };
    CurrencyFormat {
        currency,
        format: format.to_owned(),
        decimal_point: ".".to_owned(),
        thousand_separator: ",".to_owned(),
        decimal_places: standard_decimal_places(currency),
    }
}

/// An amount as the store writes it, or else as is usual: `$32.49`.
#[must_use]
pub fn formatted(minor_units: i64, currency: Currency, settings: &Settings) -> String {
    let usual = || usual_format(currency);
    let format = settings.format(currency).cloned().unwrap_or_else(usual);
    let separators =
        Separators { decimal_point: &format.decimal_point, thousands: &format.thousand_separator };
    format.format.replace("{price}", &fixed_point(minor_units, format.decimal_places, separators))
}

/// How many decimals amounts of this currency have by ISO 4217.
#[must_use]
pub fn standard_decimal_places(currency: Currency) -> u8 {
    let known = iso_currency::Currency::from_code(currency.as_str());
    let places = known.and_then(|known| known.exponent()).and_then(|places| u8::try_from(places).ok());
    places.unwrap_or(DECIMAL_PLACES_USUAL)
}

/// The currency that a cart is priced in; of one that was never priced the store's own.
#[must_use]
pub fn currency_of(view: &CartView, settings: &Settings) -> Currency {
    view.priced.currency.unwrap_or(settings.default_currency)
}

#[cfg(test)]
mod tests;
