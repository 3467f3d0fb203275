//! Reading bodies and their members, and the family of errors for what does not have the right form.
//!
//! Source: elasticpath.md, 19: `invalid_type`, `number_gte` and `number_lte` with their details. Reading: `required` is of
//! the same family; no document shows one.

use serde_json::{Map, Number, Value as Json};
use trolley_engine::Quantity;

use super::problem::{ErrorEntry, Meta, refuse, respond};
use crate::dialects::Problem;
use crate::exchange::{Context, Request, RequestBody, Response};
use crate::json;

/// Most bytes of a body: custom inputs of 1 MB and the envelope.
pub(super) const BODY_BYTES_MAX: usize = 1_310_720;

/// What the body has in its member `data`.
#[derive(Debug)]
pub(super) enum Payload {
    /// One object.
    One(Map<String, Json>),
    /// A list, and the member `options` beside it; null where there is none.
    List { entries: Vec<Json>, options: Json },
}

/// The object in the member `data` of the body.
///
/// # Errors
///
/// The answer, where there is none.
pub(super) fn data(request: &Request, context: &Context) -> Result<Map<String, Json>, Response> {
    match payload(request, context)? {
        Payload::One(data) => Ok(data),
        Payload::List { entries, .. } => Err(refuse(invalid_type("data", "object", &Json::Array(entries)))),
    }
}

/// The object or the list in the member `data` of the body.
///
/// # Errors
///
/// The answer, where there is neither.
pub(super) fn payload(request: &Request, context: &Context) -> Result<Payload, Response> {
    let bytes = match &request.body {
        RequestBody::Present(bytes) => bytes,
        RequestBody::Absent => {
            return Err(refuse(ErrorEntry::new(400, "Bad Request").detail("The request body is empty")));
        }
        RequestBody::OtherType => {
            return Err(respond(context, &Problem::UnsupportedMediaType { expected: "application/json" }));
        }
    };
    let body = json::parse(bytes)
        .map_err(|invalid| refuse(ErrorEntry::new(400, "Bad Request").detail(invalid.to_string())))?;
    unwrap_data(body).map_err(refuse)
}

/// Source: elasticpath.md, 6.6: the JavaScript SDKs' bulk add without options wraps its list twice.
fn unwrap_data(body: Json) -> Result<Payload, ErrorEntry> {
    let mut body = match body {
        Json::Object(body) => body,
        other => return Err(invalid_type("", "object", &other)),
    };
    match body.shift_remove("data") {
        Some(Json::Array(entries)) => Ok(Payload::List { entries, options: options(&mut body) }),
        Some(Json::Object(mut data)) => match data.get_mut("data") {
            Some(Json::Array(entries)) => {
                let entries = std::mem::take(entries);
                // Options within the inner wrap count too: to leave them out without a word would add what is not wanted.
                let outer = options(&mut body);
                let options = if outer.is_null() { options(&mut data) } else { outer };
                Ok(Payload::List { entries, options })
            }
            _ => Ok(Payload::One(data)),
        },
        Some(other) => Err(invalid_type("data", "object", &other)),
        None => Err(required("data")),
    }
}

fn options(members: &mut Map<String, Json>) -> Json {
    members.shift_remove("options").unwrap_or(Json::Null)
}

/// The text in the member of this name; none where it is absent, null or empty.
pub(super) fn text(data: &Map<String, Json>, name: &str) -> Result<Option<String>, ErrorEntry> {
    match data.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.is_empty() => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(invalid_type(&format!("data.{name}"), "string", other)),
    }
}

/// The whole number of units in `data.quantity`, from `least` to [`Quantity::MAX`]; none where it is absent or null.
pub(super) fn quantity(data: &Map<String, Json>, least: i64) -> Result<Option<i64>, ErrorEntry> {
    const SOURCE: &str = "data.quantity";
    let most = i64::from(Quantity::MAX.units());
    let number = match data.get("quantity") {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Number(number)) => number,
        Some(other) => return Err(invalid_type(SOURCE, "integer", other)),
    };
    match whole(number) {
        Whole::Number(units) if units < least => {
            Err(at_least(SOURCE, least).meta(Meta::value(number.clone())))
        }
        Whole::Number(units) if most < units => Err(at_most(SOURCE, most).meta(Meta::value(number.clone()))),
        Whole::Number(units) => Ok(Some(units)),
        Whole::Fraction => Err(invalid_type(SOURCE, "integer", &Json::Number(number.clone()))),
    }
}

/// The entry of a member that must be there.
pub(super) fn required(source: &str) -> ErrorEntry {
    let name = source.rsplit('.').next().unwrap_or(source);
    ErrorEntry::new(400, "required").detail(format!("{name} is required")).source(source)
}

/// The entry of a member of another type than it must have.
pub(super) fn invalid_type(source: &str, expected: &str, given: &Json) -> ErrorEntry {
    let entry = ErrorEntry::new(400, "invalid_type")
        .detail(format!("Invalid type. Expected: {expected}, given: {}", type_name(given)));
    if source.is_empty() { entry } else { entry.source(source) }
}

/// The entry of a number that is too large.
pub(super) fn at_most(source: &str, most: i64) -> ErrorEntry {
    ErrorEntry::new(400, "number_lte").detail(format!("Must be less than or equal to {most}")).source(source)
}

fn at_least(source: &str, least: i64) -> ErrorEntry {
    ErrorEntry::new(400, "number_gte")
        .detail(format!("Must be greater than or equal to {least}"))
        .source(source)
}

/// A JSON number by its value.
enum Whole {
    /// A whole one; those that do not fit are the least or the largest that do.
    Number(i64),
    /// One with a fraction.
    Fraction,
}

fn whole(number: &Number) -> Whole {
    if let Some(whole) = json::whole_number(number) {
        return Whole::Number(whole);
    }
    let far = if number.as_str().starts_with('-') { i64::MIN } else { i64::MAX };
    match number.as_f64() {
        // Doubles from 2^53 on have no fraction.
        Some(value) if value.abs() < 9_007_199_254_740_992.0 => Whole::Fraction,
        Some(_) | None => Whole::Number(far),
    }
}

fn type_name(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) => match whole(number) {
            Whole::Number(_) => "integer",
            Whole::Fraction => "number",
        },
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests;
