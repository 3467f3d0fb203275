//! What a shopper gives for a product's custom inputs, as far as it can be judged without the product.
//!
//! Source: 004_dda9b2f8eeb71665, "Personalized Products": an object of at most 1 MB. Reading: elasticpath.md, 9.

use serde_json::Value as Json;
use trolley_engine::domain::cart::CustomInputs;

use super::problem::{ErrorEntry, Meta};
use super::refusal::{custom_input, custom_input_too_long};
use super::schema::invalid_type;
use crate::json;

/// Most bytes that custom inputs may have as compact JSON: 1 MB.
pub(super) const BYTES_MAX: usize = 1_048_576;

const SOURCE: &str = "data.custom_inputs";

/// The custom inputs; none for null and for an object without members. `characters_max` is the most Unicode scalar
/// values that a text may have, 0 for any number.
pub(super) fn decode(sent: Json, characters_max: u32) -> Result<Option<CustomInputs>, ErrorEntry> {
    let inputs = match &sent {
        Json::Null => return Ok(None),
        Json::Object(inputs) => inputs,
        other => return Err(invalid_type(SOURCE, "object", other)),
    };
    let bytes = sent.to_string().len();
    if BYTES_MAX < bytes {
        let detail = format!("Must have at most {BYTES_MAX} bytes");
        return Err(custom_input(SOURCE.to_owned(), detail).meta(Meta::value(bytes)));
    }
    for (key, value) in inputs {
        let longest = longest_text(value);
        if 0 < characters_max && usize::try_from(characters_max).is_ok_and(|max| max < longest) {
            return Err(custom_input_too_long(format!("{SOURCE}.{key}"), longest, characters_max));
        }
    }
    Ok(CustomInputs::new(json::into_value(sent)))
}

/// The characters of the longest text in a value, however deep.
fn longest_text(value: &Json) -> usize {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
        Json::String(text) => text.chars().count(),
        Json::Array(values) => values.iter().map(longest_text).max().unwrap_or_default(),
        Json::Object(members) => members.values().map(longest_text).max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
