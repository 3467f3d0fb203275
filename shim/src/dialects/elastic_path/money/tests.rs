use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::money::Currency;

use super::Display;

fn settings(format: CurrencyFormat) -> Settings {
    Settings {
        store_id: String::new(),
        catalog_id: String::new(),
        default_currency: format.currency,
        currencies: vec![format],
        ..Settings::in_dollars()
    }
}

fn usd(format: &str) -> CurrencyFormat {
    CurrencyFormat {
        currency: Currency::USD,
        format: format.to_owned(),
        decimal_point: ".".to_owned(),
        thousand_separator: ",".to_owned(),
        decimal_places: 2,
    }
}

#[track_caller]
fn check(format: CurrencyFormat, minor_units: i64, expected: &str) {
    let currency = format.currency;
    let settings = settings(format);
    let display = Display::new(&settings, Some(currency));
    let price = display.price(minor_units);
    assert_eq!(price.formatted, expected);
    assert_eq!(price.amount, minor_units);
    assert_eq!(price.currency, currency.as_str());
}

#[test]
fn amounts_are_written_by_the_currencys_own_format() {
    check(usd("${price}"), 47_500, "$475.00");
    check(usd("{price}"), 47_500, "475.00");
    check(usd("${price}"), 0, "$0.00");
    check(usd("${price}"), 7, "$0.07");
    check(usd("${price}"), -500, "-$5.00");
    check(usd("${price}"), 350_000, "$3,500.00");
    check(usd("${price}"), -123_456_789_012, "-$1,234,567,890.12");
    check(usd("{code} {price}"), 99_999, "USD 999.99");
    check(CurrencyFormat { thousand_separator: String::new(), ..usd("${price}") }, 475_000, "$4750.00");
    let german = CurrencyFormat {
        decimal_point: ",".to_owned(),
        thousand_separator: ".".to_owned(),
        ..usd("{price} {code}")
    };
    check(german, 123_456, "1.234,56 USD");
    check(CurrencyFormat { decimal_places: 0, ..usd("{price}") }, 1_234, "1,234");
    check(CurrencyFormat { decimal_places: 3, ..usd("{price}") }, 1_234, "1.234");
    check(usd("${price}"), i64::MIN, "-$92,233,720,368,547,758.08");
}

#[test]
fn a_currency_that_is_not_configured_has_the_places_of_its_standard() {
    let settings = settings(usd("${price}"));
    for (code, expected) in
        [("EUR", "\u{20ac}12.34"), ("JPY", "\u{a5}1,234"), ("KWD", "1.234"), ("SEK", "12.34")]
    {
        let display = Display::new(&settings, Currency::new(code));
        assert_eq!(display.price(1_234).formatted, expected);
    }
}

#[test]
fn a_cart_that_was_never_priced_has_no_currency() {
    let settings = settings(usd("${price}"));
    let display = Display::new(&settings, None);
    let price = display.price(0);
    assert_eq!(serde_json::to_string(&price).unwrap(), r#"{"amount":0,"currency":"","formatted":"0"}"#);
}
