//! The body of POST and PUT.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::value::Members;

use super::problem::{self, Faults};
use crate::exchange::{RequestBody, Response};
use crate::json::{self, InvalidJson};
use crate::quantity::{self, NotAQuantity};

/// Most levels of options, themselves among them.
pub(super) const OPTIONS_DEPTH_MAX: usize = 8;
/// Most kilobytes of options, as compact JSON.
pub(super) const OPTIONS_KILOBYTES_MAX: usize = 16;

/// What a body has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    /// How many pieces, where it says so.
    pub(super) quantity: Option<Quantity>,
    /// The options, where there are any.
    pub(super) options: Option<Members>,
}

/// Reads a body.
///
/// Source: 003_2ee86b980955149b, 2 and 3, Request Body.
/// Reading: neither member is said to be required, so that no body is the same as an empty object; malformed JSON is
/// refused, where Laravel would take it for an empty body and add a piece.
///
/// # Errors
///
/// The answer where the body is not valid.
pub(super) fn read(body: &RequestBody) -> Result<Fields, Response> {
    read_fields(read_object(body)?).map_err(|faults| problem::invalid(&faults))
}

/// Checks a body of which nothing is needed, where it is looked at.
///
/// # Errors
///
/// The answer where it is not a JSON object.
pub(super) fn check(body: &RequestBody) -> Result<(), Response> {
    read_object(body).map(|_| ())
}

fn read_object(body: &RequestBody) -> Result<Map<String, Json>, Response> {
    let bytes = match body {
        RequestBody::Absent => return Ok(Map::new()),
        RequestBody::OtherType => return Err(problem::other_type()),
        RequestBody::Present(bytes) => bytes,
    };
    match json::parse(bytes) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(problem::not_an_object()),
        Err(InvalidJson::Malformed(_)) => Err(problem::malformed()),
        Err(error @ (InvalidJson::TooDeep | InvalidJson::TooManyMembers)) => {
            Err(problem::too_complex(&error))
        }
    }
}

fn read_fields(mut object: Map<String, Json>) -> Result<Fields, Faults> {
    let mut faults = Faults::default();
    let quantity = match object.get("quantity").map(read_quantity) {
        None => None,
        Some(Ok(quantity)) => Some(quantity),
        Some(Err(texts)) => {
            faults.add("quantity", texts);
            None
        }
    };
    let options = match object.remove("options").map(read_options) {
        None => None,
        Some(Ok(options)) => Some(options),
        Some(Err(text)) => {
            faults.add("options", vec![text]);
            None
        }
    };
    if faults.is_empty() { Ok(Fields { quantity, options }) } else { Err(faults) }
}

/// Reading: a whole number by its value, or its decimal digits in a text. What else Laravel takes for an integer
/// (`true`, `" 3 "`, `"+4"`) is refused.
fn read_quantity(json: &Json) -> Result<Quantity, Vec<String>> {
    const INTEGER: &str = "The quantity field must be an integer.";
    let required = || vec!["The quantity field is required.".to_owned()];
    let integer = || vec![INTEGER.to_owned()];
    let number = match json {
        Json::Null => return Err(required()),
        Json::String(text) if text.is_empty() => return Err(required()),
        Json::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let digits = text.trim_start_matches('0');
            let digits = if digits.is_empty() { "0" } else { digits };
            digits.parse().map_err(|_| integer())?
        }
        Json::Number(number) => number.clone(),
        Json::String(_) | Json::Bool(_) | Json::Array(_) | Json::Object(_) => return Err(integer()),
    };
    quantity::read(&number).map_err(|NotAQuantity { not_whole, too_small, too_large, .. }| {
        let minimum = format!("The quantity field must be at least {}.", Quantity::ONE);
        [(not_whole, INTEGER.to_owned()), (too_small, minimum), (too_large, problem::quantity_too_large())]
            .into_iter()
            .filter_map(|(applies, text)| applies.then_some(text))
            .collect()
    })
}

/// Reading: PHP's arrays are both lists and maps, and the text says so; options are a map.
fn read_options(json: Json) -> Result<Members, String> {
    let Json::Object(object) = json else { return Err("The options field must be an array.".to_owned()) };
    if OPTIONS_DEPTH_MAX < 1 + object.values().map(depth).max().unwrap_or(0) {
        return Err(format!(
            "The options field must not be nested more than {OPTIONS_DEPTH_MAX} levels deep."
        ));
    }
    let bytes = serde_json::to_vec(&object).map_or(usize::MAX, |bytes| bytes.len());
    if OPTIONS_KILOBYTES_MAX * 1_024 < bytes {
        return Err(format!("The options field must not be greater than {OPTIONS_KILOBYTES_MAX} kilobytes."));
    }
    Ok(json::into_members(object))
}

/// How many levels of arrays and objects a value has.
fn depth(json: &Json) -> usize {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
        Json::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Json::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
    }
}
