//! Taxes that are sent with something to add.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::tax::{TAXES_PER_LINE_MAX, Tax};
use trolley_engine::env::IdForm;

use super::auth::{Caller, forbids_taxes};
use super::problem::ErrorEntry;
use super::refusal::too_many_taxes;
use super::schema::invalid_type;
use super::tax_item;
use crate::exchange::Context;

const SOURCE: &str = "data.tax";

/// The list in `data.tax`, taken out; none where that is absent, null or empty: no taxes are what every new line has.
///
/// Source: 004_dda9b2f8eeb71665: "Only administrators with client credentials are able to do this."
///
/// # Errors
///
/// The entry of what is no list, or is kept from the caller in [`Auth::Strict`](super::readings::Auth::Strict).
pub(super) fn check(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<Option<Vec<Json>>, ErrorEntry> {
    let taxes = match data.shift_remove("tax") {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Array(taxes)) if taxes.is_empty() => return Ok(None),
        Some(Json::Array(taxes)) => taxes,
        Some(other) => return Err(invalid_type(SOURCE, "array", &other)),
    };
    forbids_taxes(context, caller).map_or(Ok(Some(taxes)), |entry| Err(entry.source(SOURCE)))
}

/// The taxes, which take the place of the line's.
///
/// # Errors
///
/// The entry of one that is none, or of too many.
pub(super) fn decode(sent: Option<Vec<Json>>, context: &Context) -> Result<Option<Vec<Tax>>, ErrorEntry> {
    let Some(sent) = sent else { return Ok(None) };
    if TAXES_PER_LINE_MAX < sent.len() {
        return Err(too_many_taxes().source(SOURCE));
    }
    let taxes = sent.iter().enumerate().map(|(index, sent)| {
        let source = format!("{SOURCE}[{index}]");
        match sent {
            Json::Object(sent) => tax_item::decode(sent, &source, context.new_id(IdForm::Uuid)),
            other => Err(invalid_type(&source, "object", other)),
        }
    });
    taxes.collect::<Result<_, _>>().map(Some)
}
