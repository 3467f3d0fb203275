//! A tax as clients send it, and as answers show it.
//!
//! Source: elasticpath.md, 12.

use serde::Serialize;
use serde_json::{Map, Number, Value as Json};
use trolley_engine::domain::id::TaxId;
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::domain::tax::{Rate, Tax, TaxAmount};

use super::problem::{ErrorEntry, Meta};
use super::schema::{at_least, at_most, bounded_text, integer, invalid_type, text_at};

/// Most characters of a text of a tax.
const CHARACTERS_MAX: usize = 255;

/// What a change of a tax names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TaxFields {
    /// The name; not empty.
    pub(super) name: Option<String>,
    /// Who levies it; `Some(None)` takes it away.
    pub(super) jurisdiction: Option<Option<String>>,
    /// Its code; `Some(None)` takes it away.
    pub(super) code: Option<Option<String>>,
    /// How much it is.
    pub(super) amount: Option<TaxAmount>,
}

/// A tax as answers show it.
#[derive(Debug, Serialize)]
pub(super) struct TaxObject<'a> {
    id: &'a str,
    r#type: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
}

/// A new tax. `source` is the path of `sent`.
///
/// Reading: 20 #16: the name is required, as the documented error says; and exactly one of `rate` and `amount` is, as newer
/// pages say.
///
/// # Errors
///
/// The entry of one that is not well-formed.
pub(super) fn decode(sent: &Map<String, Json>, source: &str, id: TaxId) -> Result<Tax, ErrorEntry> {
    let fields = fields(sent, source)?;
    let missing = |member: &str| failed(format!("The {source}.{member} field is required.")).source(source);
    Ok(Tax {
        id,
        name: fields.name.ok_or_else(|| missing("name"))?,
        jurisdiction: fields.jurisdiction.flatten(),
        code: fields.code.flatten(),
        amount: fields.amount.ok_or_else(|| missing("rate"))?,
    })
}

/// What of a tax is named. An absent text stays as it is; one that is null or empty is taken away, but for the name, which
/// every tax has.
///
/// # Errors
///
/// The entry of what is not well-formed.
pub(super) fn fields(sent: &Map<String, Json>, source: &str) -> Result<TaxFields, ErrorEntry> {
    check_type(sent, source)?;
    let optional = |member: &str| match sent.contains_key(member) {
        true => bounded_text(sent, source, member, CHARACTERS_MAX).map(Some),
        false => Ok(None),
    };
    Ok(TaxFields {
        name: bounded_text(sent, source, "name", CHARACTERS_MAX)?,
        jurisdiction: optional("jurisdiction")?,
        code: optional("code")?,
        amount: amount(sent, source)?,
    })
}

/// Source: 12, `type`: `tax_item`, in typings of clients `tax-item`. Reading: an absent one is taken.
fn check_type(sent: &Map<String, Json>, source: &str) -> Result<(), ErrorEntry> {
    match text_at(sent, source, "type")?.as_deref() {
        None | Some("tax_item" | "tax-item") => Ok(()),
        Some(other) => Err(ErrorEntry::new(400, "invalid_type")
            .detail(format!("Invalid type. Expected: tax_item, given: {other}"))
            .source(format!("{source}.type"))),
    }
}

fn amount(sent: &Map<String, Json>, source: &str) -> Result<Option<TaxAmount>, ErrorEntry> {
    let given = |member: &str| sent.get(member).filter(|value| !value.is_null());
    match (given("rate"), given("amount")) {
        (None, None) => Ok(None),
        (Some(sent), None) => rate(sent, &format!("{source}.rate")).map(TaxAmount::Rate).map(Some),
        (None, Some(sent)) => {
            let amount = integer(&format!("{source}.amount"), sent, 0..=AMOUNT_MINOR_UNITS_MAX)?;
            Ok(Some(TaxAmount::Fixed(amount)))
        }
        (Some(_), Some(_)) => {
            let detail = format!("Only one of {source}.rate and {source}.amount can be given.");
            Err(failed(detail).source(source))
        }
    }
}

/// The rate that the number's own digits write: no double stands between.
///
/// Reading: clients compute rates with doubles, and every fourth percentage of two decimals comes out of `percent / 100`
/// with a digit in the 17th place: that digit is left away. More decimals that are meant are refused, not rounded.
fn rate(sent: &Json, source: &str) -> Result<Rate, ErrorEntry> {
    let number = match sent {
        Json::Number(number) => number,
        other => return Err(invalid_type(source, "number", other)),
    };
    if let Some(rate) = Rate::parse(number.as_str()).or_else(|| Rate::parse_double(number.as_str())) {
        return Ok(rate);
    }
    let rate_max = 100;
    let entry = match number.as_f64() {
        _ if number.as_str().starts_with('-') => at_least(source, 0),
        Some(value) if value <= 100.0 => ErrorEntry::new(400, "number_decimals")
            .detail(format!("Must have at most {} decimals", Rate::DECIMALS_MAX))
            .source(source),
        Some(_) | None => at_most(source, rate_max),
    };
    Err(entry.meta(Meta::value(number.clone())))
}

/// Source: 19: the title and the form of the detail of a missing name.
fn failed(detail: String) -> ErrorEntry {
    ErrorEntry::new(422, "Failed Validation").detail(detail)
}

/// The object of a tax.
pub(super) fn tax_object(tax: &Tax) -> TaxObject<'_> {
    let (rate, amount) = match tax.amount {
        // A decimal's digits are always a number.
        TaxAmount::Rate(rate) => (rate.as_decimal().to_string().parse().ok(), None),
        TaxAmount::Fixed(minor_units) => (None, Some(minor_units)),
    };
    TaxObject {
        id: tax.id.as_str(),
        r#type: "tax_item",
        name: &tax.name,
        jurisdiction: tax.jurisdiction.as_deref(),
        code: tax.code.as_deref(),
        rate,
        amount,
    }
}

#[cfg(test)]
mod tests;
