//! What holds for the whole store, as records. How goods are sent has a record of its own.

use super::{Invalid, currency, open_v1, v1};
use crate::domain::catalog::{CurrencyFormat, Settings};
use crate::domain::delivery::Delivery;
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "meta";

/// The record of the settings.
pub(crate) fn seal(key: &str, settings: &Settings) -> Result<Vec<u8>, StoreError> {
    codec::seal(TABLE, key.as_bytes(), v1::VERSION, &to_v1(settings))
}

/// The settings in a record.
pub(crate) fn open(key: &str, bytes: &[u8]) -> Result<Settings, StoreError> {
    from_v1(open_v1(TABLE, key.as_bytes(), bytes)?).map_err(|invalid| invalid.in_table(TABLE))
}

/// The record of who made the store, for people who look into one.
pub(crate) fn seal_origin(key: &str, created_by: &str, created_at: Timestamp) -> Result<Vec<u8>, StoreError> {
    let record = v1::Origin { created_by, created_at_ms: created_at.as_millis() };
    codec::seal(TABLE, key.as_bytes(), v1::VERSION, &record)
}

/// Who made the store and when, in a record.
pub(crate) fn open_origin(key: &str, bytes: &[u8]) -> Result<(String, Timestamp), StoreError> {
    let record: v1::Origin<'_> = open_v1(TABLE, key.as_bytes(), bytes)?;
    Ok((record.created_by.to_owned(), Timestamp::from_millis(record.created_at_ms)))
}

fn to_v1(settings: &Settings) -> v1::Settings<'_> {
    v1::Settings {
        store_id: &settings.store_id,
        catalog_id: &settings.catalog_id,
        default_currency: settings.default_currency.as_str(),
        currencies: settings
            .currencies
            .iter()
            .map(|format| v1::CurrencyFormat {
                currency: format.currency.as_str(),
                format: &format.format,
                decimal_point: &format.decimal_point,
                thousand_separator: &format.thousand_separator,
                decimal_places: format.decimal_places,
            })
            .collect(),
    }
}

fn from_v1(settings: v1::Settings<'_>) -> Result<Settings, Invalid> {
    let settings = Settings {
        store_id: settings.store_id.to_owned(),
        catalog_id: settings.catalog_id.to_owned(),
        default_currency: currency(settings.default_currency)?,
        currencies: settings
            .currencies
            .into_iter()
            .map(format_from_v1)
            .collect::<Result<Vec<CurrencyFormat>, Invalid>>()?,
        delivery: Delivery::default(),
    };
    match settings.format(settings.default_currency) {
        Some(_) => Ok(settings),
        None => Err(Invalid::Rule("the default currency is not among the currencies")),
    }
}

fn format_from_v1(format: v1::CurrencyFormat<'_>) -> Result<CurrencyFormat, Invalid> {
    Ok(CurrencyFormat {
        currency: currency(format.currency)?,
        format: format.format.to_owned(),
        decimal_point: format.decimal_point.to_owned(),
        thousand_separator: format.thousand_separator.to_owned(),
        decimal_places: format.decimal_places,
    })
}
