//! An address, of a cart or of an order.

use serde_json::Value as Json;
use trolley_engine::domain::order::AddressForm;
use trolley_engine::domain::value::Value;

use super::fields::Fields;
use super::problem::Refusal;
use crate::json::from_value;

/// How addresses are written.
///
/// Source: stateset.md, 2, `shipping_address`.
pub(super) const FORM: AddressForm = AddressForm {
    line_1: "line1",
    line_2: "line2",
    city: "city",
    region: "state",
    postcode: "postal_code",
    country: "country",
};

/// The parts of an address.
const PARTS: [&str; 6] = [FORM.line_1, FORM.line_2, FORM.city, FORM.region, FORM.postcode, FORM.country];
/// Most characters of each part.
const CHARACTERS_MAX: usize = 255;

/// The address of this name, with whatever else is in it.
///
/// Reading: every part may be missing or null.
///
/// # Errors
///
/// 400 where it is no object, or a part of it no text or too long.
pub(super) fn decode(fields: &mut Fields, name: &'static str) -> Result<Option<Value>, Refusal> {
    let Some(value) = fields.object(name)? else { return Ok(None) };
    let is_part = |part: &str| match value.member(part).map(from_value) {
        None | Some(Json::Null) => true,
        Some(Json::String(text)) => text.chars().count() <= CHARACTERS_MAX,
        Some(_) => false,
    };
    if PARTS.iter().all(|part| is_part(part)) {
        return Ok(Some(value));
    }
    let parts = PARTS.join(", ");
    Err(Refusal::wrong_form(name, format!("have strings of at most {CHARACTERS_MAX} characters as {parts}")))
}
