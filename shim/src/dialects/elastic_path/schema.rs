//! Reading bodies and their members, and the family of errors for what does not have the right form.
//!
//! Source: elasticpath.md, 19: `invalid_type`, `number_gte` and `number_lte` with their details. Reading: `required` is of
//! the same family; no document shows one.

use std::ops::RangeInclusive;

use serde_json::{Map, Number, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::command::OnRefusal;

use super::problem::{ErrorEntry, Meta, refuse, respond};
use crate::dialects::Problem;
use crate::exchange::{Context, Request, RequestBody, Response};
use crate::json;

/// Most bytes of a body of one thing.
///
/// Source: elasticpath.md, 17.
pub(super) const BODY_BYTES_MAX: usize = 2 << 20;
/// Most bytes of a body that has a list.
///
/// Source: the same.
pub(super) const LIST_BODY_BYTES_MAX: usize = 8 << 20;

/// What the body has in its member `data`.
#[derive(Debug)]
pub(super) enum Payload {
    /// One object, and the member `options` beside it; null where there is none.
    One { data: Map<String, Json>, options: Json },
    /// A list, and the same.
    List { entries: Vec<Json>, options: Json },
}

/// The object in the member `data` of the body.
///
/// # Errors
///
/// The answer, where there is none.
pub(super) fn data(request: &Request, context: &Context) -> Result<Map<String, Json>, Response> {
    match payload(request, context)? {
        Payload::One { data, .. } => Ok(data),
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
    let payload = unwrap_data(body).map_err(refuse)?;
    if matches!(payload, Payload::One { .. }) && BODY_BYTES_MAX < bytes.len() {
        return Err(respond(context, &Problem::BodyTooLarge { bytes_max: BODY_BYTES_MAX }));
    }
    Ok(payload)
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
            _ => Ok(Payload::One { data, options: options(&mut body) }),
        },
        Some(other) => Err(invalid_type("data", "object", &other)),
        None => Err(required("data")),
    }
}

fn options(members: &mut Map<String, Json>) -> Json {
    members.shift_remove("options").unwrap_or(Json::Null)
}

/// The list in the member `data` of the body, and the member `options` beside it.
///
/// # Errors
///
/// The answer, where there is no list.
pub(super) fn list(request: &Request, context: &Context) -> Result<(Vec<Json>, Json), Response> {
    match payload(request, context)? {
        Payload::List { entries, options } => Ok((entries, options)),
        Payload::One { data, .. } => Err(refuse(invalid_type("data", "array", &Json::Object(data)))),
    }
}

/// What becomes of the rest where some of a request is refused: as the option of the first of these names says that the
/// request has, and as `all_or_nothing` where it has none.
pub(super) fn on_refusal(
    options: &Json,
    names: &[&str],
    all_or_nothing: bool,
) -> Result<OnRefusal, ErrorEntry> {
    let chosen = match options {
        Json::Null => None,
        Json::Object(options) => {
            let mut given = names.iter().map(|name| flag(options, "options", name));
            given.find_map(Result::transpose).transpose()?
        }
        other => return Err(invalid_type("options", "object", other)),
    };
    Ok(if chosen.unwrap_or(all_or_nothing) { OnRefusal::RefuseAll } else { OnRefusal::KeepGood })
}

/// Whether a list has from one to so many entries.
///
/// Reading: titles and details are of the family of `invalid_type` and `number_gte`; no document shows these.
pub(super) fn check_length(entries: usize, entries_max: usize) -> Result<(), ErrorEntry> {
    if entries == 0 {
        let detail = "Array must have at least 1 items";
        return Err(ErrorEntry::new(400, "array_min_items").detail(detail).source("data"));
    }
    if entries_max < entries {
        let detail = format!("Array must have at most {entries_max} items");
        let meta = Meta::value(entries);
        return Err(ErrorEntry::new(400, "array_max_items").detail(detail).source("data").meta(meta));
    }
    Ok(())
}

/// The text in the member of this name of `data`; none where it is absent, null or empty.
pub(super) fn text(data: &Map<String, Json>, name: &str) -> Result<Option<String>, ErrorEntry> {
    text_at(data, "data", name)
}

/// The same of the object at this path.
pub(super) fn text_at(
    object: &Map<String, Json>,
    path: &str,
    name: &str,
) -> Result<Option<String>, ErrorEntry> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.is_empty() => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(invalid_type(&format!("{path}.{name}"), "string", other)),
    }
}

/// The same, of at most so many Unicode scalar values.
pub(super) fn bounded_text(
    object: &Map<String, Json>,
    path: &str,
    name: &str,
    characters_max: usize,
) -> Result<Option<String>, ErrorEntry> {
    let Some(text) = text_at(object, path, name)? else { return Ok(None) };
    let characters = text.chars().count();
    if characters_max < characters {
        return Err(too_long(&format!("{path}.{name}"), characters_max).meta(Meta::value(characters)));
    }
    Ok(Some(text))
}

/// Whether the member of this name of the object at this path is true; none where it is absent or null.
pub(super) fn flag(object: &Map<String, Json>, path: &str, name: &str) -> Result<Option<bool>, ErrorEntry> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Bool(value)) => Ok(Some(*value)),
        Some(other) => Err(invalid_type(&format!("{path}.{name}"), "boolean", other)),
    }
}

/// The whole number of units in `data.quantity`, from `least` to [`Quantity::MAX`]; none where it is absent or null.
pub(super) fn quantity(data: &Map<String, Json>, least: i64) -> Result<Option<i64>, ErrorEntry> {
    match data.get("quantity") {
        None | Some(Json::Null) => Ok(None),
        Some(given) => integer("data.quantity", given, least..=i64::from(Quantity::MAX.units())).map(Some),
    }
}

/// The whole number that stands at this path.
pub(super) fn integer(source: &str, given: &Json, range: RangeInclusive<i64>) -> Result<i64, ErrorEntry> {
    let number = match given {
        Json::Number(number) => number,
        other => return Err(invalid_type(source, "integer", other)),
    };
    let (least, most) = (*range.start(), *range.end());
    match whole(number) {
        Whole::Number(found) if found < least => {
            Err(at_least(source, least).meta(Meta::value(number.clone())))
        }
        Whole::Number(found) if most < found => Err(at_most(source, most).meta(Meta::value(number.clone()))),
        Whole::Number(found) => Ok(found),
        Whole::Fraction => Err(invalid_type(source, "integer", given)),
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

/// The entry of a text of more characters than are taken.
pub(super) fn too_long(source: &str, characters_max: usize) -> ErrorEntry {
    ErrorEntry::new(400, "string_lte")
        .detail(format!("String length must be less than or equal to {characters_max}"))
        .source(source)
}

/// The entry of a number that is too small.
pub(super) fn at_least(source: &str, least: i64) -> ErrorEntry {
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
