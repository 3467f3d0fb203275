//! Addresses: as clients send them, and as answers show them.
//!
//! Source: elasticpath.md, 18.1. Reading: a text that is null or empty is as if it were absent: the hosted API refuses a
//! null, and shops lose sales to that.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use trolley_engine::domain::order::Address;

use super::problem::ErrorEntry;
use super::schema::{bounded_text, invalid_type, required};

/// Most characters of a text of an address.
const CHARACTERS_MAX: usize = 1_024;

/// An address as answers show it, each text empty where nothing is known.
#[derive(Debug, Serialize)]
pub(super) struct AddressObject<'a> {
    first_name: &'a str,
    last_name: &'a str,
    /// Of who gets the goods alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<&'a str>,
    company_name: &'a str,
    line_1: &'a str,
    line_2: &'a str,
    city: &'a str,
    postcode: &'a str,
    county: &'a str,
    region: &'a str,
    country: &'a str,
    /// The same.
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<&'a str>,
}

/// The address of a shop that knows nobody else's, such as a till's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DefaultAddress {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone number.
    pub phone_number: String,
    /// Company.
    pub company_name: String,
    /// Street and number.
    pub line_1: String,
    /// What belongs to it.
    pub line_2: String,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postcode: String,
    /// County.
    pub county: String,
    /// Region, state or province.
    pub region: String,
    /// Country.
    pub country: String,
}

impl DefaultAddress {
    /// The same as an order has it.
    pub(super) fn address(&self) -> Address {
        Address {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone_number: self.phone_number.clone(),
            company_name: self.company_name.clone(),
            line_1: self.line_1.clone(),
            line_2: self.line_2.clone(),
            city: self.city.clone(),
            postcode: self.postcode.clone(),
            county: self.county.clone(),
            region: self.region.clone(),
            country: self.country.clone(),
            instructions: String::new(),
        }
    }
}

/// The address in the member of this name of `data`; none where it is absent or null. A region or a county must be given
/// where `is_region_required`.
///
/// # Errors
///
/// The entry of the first member that is missing or not a text, in the order of the document.
pub(super) fn decode(
    data: &Map<String, Json>,
    name: &str,
    is_region_required: bool,
) -> Result<Option<Address>, ErrorEntry> {
    let path = format!("data.{name}");
    let sent = match data.get(name) {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Object(sent)) => sent,
        Some(other) => return Err(invalid_type(&path, "object", other)),
    };
    let needed =
        |member: &str| bounded(sent, &path, member)?.ok_or_else(|| required(&format!("{path}.{member}")));
    let optional = |member: &str| bounded(sent, &path, member).map(Option::unwrap_or_default);
    let address = Address {
        first_name: needed("first_name")?,
        last_name: needed("last_name")?,
        line_1: needed("line_1")?,
        postcode: needed("postcode")?,
        country: needed("country")?,
        region: optional("region")?,
        county: optional("county")?,
        phone_number: optional("phone_number")?,
        company_name: optional("company_name")?,
        line_2: optional("line_2")?,
        city: optional("city")?,
        instructions: optional("instructions")?,
    };
    if is_region_required && address.region.is_empty() && address.county.is_empty() {
        return Err(ErrorEntry::new(400, "required")
            .detail("region or county is required")
            .source(format!("{path}.region")));
    }
    Ok(Some(address))
}

fn bounded(sent: &Map<String, Json>, path: &str, member: &str) -> Result<Option<String>, ErrorEntry> {
    let text = bounded_text(sent, path, member, CHARACTERS_MAX)?;
    Ok(text.filter(|text| !text.trim().is_empty()))
}

/// The object of an address that the goods are sent to.
pub(super) fn shipping_object(address: &Address) -> AddressObject<'_> {
    AddressObject {
        phone_number: Some(&address.phone_number),
        instructions: Some(&address.instructions),
        ..billing_object(address)
    }
}

/// The object of an address that the bill is sent to.
pub(super) fn billing_object(address: &Address) -> AddressObject<'_> {
    AddressObject {
        first_name: &address.first_name,
        last_name: &address.last_name,
        phone_number: None,
        company_name: &address.company_name,
        line_1: &address.line_1,
        line_2: &address.line_2,
        city: &address.city,
        postcode: &address.postcode,
        county: &address.county,
        region: &address.region,
        country: &address.country,
        instructions: None,
    }
}

#[cfg(test)]
mod tests;
