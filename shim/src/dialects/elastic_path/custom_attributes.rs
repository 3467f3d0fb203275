//! What a client attaches to a cart under names of its own.
//!
//! Source: elasticpath.md, 3.1, `custom_attributes`: at most 20 names, each with a type and a value of that type.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::value::Value;

use super::problem::{ErrorEntry, Meta};
use super::schema::{invalid_type, required};
use crate::json;

/// Most names.
const NAMES_MAX: usize = 20;

const SOURCE: &str = "data.custom_attributes";

/// The custom attributes; none where there is no name, so that an empty map takes all away.
///
/// Reading: no document has texts for those that are refused. Other members of an attribute than `type` and `value` are
/// left unread.
pub(super) fn decode(sent: &Json) -> Result<Option<Value>, ErrorEntry> {
    let Json::Object(sent) = sent else { return Err(invalid_type(SOURCE, "object", sent)) };
    if NAMES_MAX < sent.len() {
        return Err(ErrorEntry::new(400, "Custom attribute limit reached")
            .detail(format!("A cart can contain a maximum of {NAMES_MAX} custom attributes"))
            .source(SOURCE)
            .meta(Meta::value(sent.len())));
    }
    let attributes: Result<Map<String, Json>, ErrorEntry> =
        sent.iter().map(|(name, sent)| Ok((name.clone(), attribute(name, sent)?))).collect();
    let attributes = attributes?;
    Ok((!attributes.is_empty()).then(|| json::into_value(Json::Object(attributes))))
}

fn attribute(name: &str, sent: &Json) -> Result<Json, ErrorEntry> {
    let source = format!("{SOURCE}.{name}");
    let Json::Object(members) = sent else { return Err(invalid_type(&source, "object", sent)) };
    let (type_source, value_source) = (format!("{source}.type"), format!("{source}.value"));
    let given = |name: &str| members.get(name).filter(|value| !value.is_null());
    let sent_type = given("type").ok_or_else(|| required(&type_source))?;
    let value = given("value").ok_or_else(|| required(&value_source))?;
    let Json::String(type_name) = sent_type else {
        return Err(invalid_type(&type_source, "string", sent_type));
    };
    let is_of_type = match type_name.as_str() {
        "string" => value.is_string(),
        "integer" => value.as_number().is_some_and(|number| json::whole_number(number).is_some()),
        "boolean" => value.is_boolean(),
        "float" => value.is_number(),
        other => {
            return Err(ErrorEntry::new(400, "invalid_type")
                .detail(format!("Invalid type. Expected: string, integer, boolean or float, given: {other}"))
                .source(type_source));
        }
    };
    if !is_of_type {
        return Err(invalid_type(&value_source, type_name, value));
    }
    let kept = [("type", sent_type), ("value", value)];
    Ok(Json::Object(kept.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()))
}

#[cfg(test)]
mod tests;
