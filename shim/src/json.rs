//! JSON as callers write it and read it: limits, numbers, times, free-form values.

use jiff::fmt::temporal::DateTimePrinter;
use serde_json::{Map, Number, Value as Json};
use trolley_engine::Timestamp;
use trolley_engine::domain::value::{Members, Value};

use crate::amount::{Separators, fixed_point};

/// Most levels that arrays and objects may be nested.
pub const DEPTH_MAX: usize = 32;
/// Most members that all objects of a body may have together.
pub const MEMBERS_MAX: usize = 4_096;

/// Why a body is not taken as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidJson {
    /// It is not JSON.
    #[error("the body is not JSON: {0}")]
    Malformed(String),
    /// It is nested more than [`DEPTH_MAX`] levels deep.
    #[error("the body is nested more than {DEPTH_MAX} levels deep")]
    TooDeep,
    /// It has more than [`MEMBERS_MAX`] members.
    #[error("the body has more than {MEMBERS_MAX} members")]
    TooManyMembers,
}

/// Reads a body. Of repeated members the last one counts, in the place of the first, as in JavaScript.
///
/// # Errors
///
/// [`InvalidJson`] where it is not JSON or passes a limit.
pub fn parse(body: &[u8]) -> Result<Json, InvalidJson> {
    let json: Json =
        serde_json::from_slice(body).map_err(|error| InvalidJson::Malformed(error.to_string()))?;
    let mut members = 0;
    check(&json, 1, &mut members)?;
    Ok(json)
}

fn check(json: &Json, depth: usize, members: &mut usize) -> Result<(), InvalidJson> {
    let nested: Vec<&Json> = match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return Ok(()),
        Json::Array(values) => values.iter().collect(),
        Json::Object(object) => {
            *members += object.len();
            object.values().collect()
        }
    };
    if DEPTH_MAX < depth {
        return Err(InvalidJson::TooDeep);
    }
    if MEMBERS_MAX < *members {
        return Err(InvalidJson::TooManyMembers);
    }
    nested.into_iter().try_for_each(|json| check(json, depth + 1, members))
}

/// The whole number that a JSON number is by its value, whatever its spelling: `2`, `2.0` and `2e0` are 2. None where
/// it has a fraction or does not fit.
///
/// Digits past those that a double holds are rounded off first, as in JavaScript: `1.0000000000000001` is 1.
#[must_use]
pub fn whole_number(number: &Number) -> Option<i64> {
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let value = number.as_f64()?;
    let whole = value.trunc();
    // 2^53: beyond it a double is no longer exact, and every quantity and amount here is far below.
    (value.total_cmp(&whole).is_eq() && whole.abs() <= 9_007_199_254_740_992.0)
        .then(|| format!("{whole:.0}").parse().ok())
        .flatten()
}

/// An amount of minor units in major units, as JavaScript prints numbers: `10`, `12.5`, never `10.0`.
///
/// `decimal_places` is how many powers of ten of minor units make one major unit.
#[must_use]
pub fn major_units(minor_units: i64, decimal_places: u8) -> Number {
    if let Some(major_units) = whole_major_units(minor_units, decimal_places) {
        return major_units.into();
    }
    let text = fixed_point(minor_units, decimal_places, Separators::PLAIN);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    // Digits with at most one point between them are always a number.
    text.parse().unwrap_or_else(|_| Number::from(0))
}

/// The amount in major units, where it is so many whole ones.
fn whole_major_units(minor_units: i64, decimal_places: u8) -> Option<i64> {
    let of_one = 10_i64.checked_pow(decimal_places.into())?;
    (minor_units % of_one == 0).then(|| minor_units / of_one)
}

/// How many decimals of a second a time is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// None: `2024-06-20T15:00:00Z`.
    Seconds,
    /// Always three: `2025-07-04T11:22:02.753Z`.
    Milliseconds,
}

/// A time in UTC, as RFC 3339 writes it.
#[must_use]
pub fn rfc_3339(moment: Timestamp, precision: Precision) -> String {
    let (round_ms, digits) = match precision {
        Precision::Seconds => (1_000, 0),
        Precision::Milliseconds => (1, 3),
    };
    let millis = moment.as_millis().div_euclid(round_ms) * round_ms;
    // Years past 9999 cannot be written; the last moment that can stands for them.
    let moment = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
    DateTimePrinter::new().precision(Some(digits)).timestamp_to_string(&moment)
}

/// The moment that a text of RFC 3339 names, to the millisecond.
#[must_use]
pub fn parse_rfc_3339(text: &str) -> Option<Timestamp> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_millis(moment.as_millisecond()))
}

/// The engine's form of a JSON value.
#[must_use]
pub fn into_value(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(values) => Value::List(values.into_iter().map(into_value).collect()),
        Json::Object(object) => Value::Map(into_members(object)),
    }
}

/// The engine's form of a JSON object.
#[must_use]
pub fn into_members(object: Map<String, Json>) -> Members {
    object.into_iter().map(|(name, value)| (name, into_value(value))).collect()
}

/// The JSON form of an engine's value: what was sent, as it was sent.
#[must_use]
pub fn from_value(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => number.parse().map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(values) => Json::Array(values.iter().map(from_value).collect()),
        Value::Map(members) => Json::Object(from_members(members)),
    }
}

/// The JSON form of an engine's members.
#[must_use]
pub fn from_members(members: &[(String, Value)]) -> Map<String, Json> {
    members.iter().map(|(name, value)| (name.clone(), from_value(value))).collect()
}

#[cfg(test)]
mod tests;
