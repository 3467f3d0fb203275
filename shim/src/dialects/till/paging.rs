//! Lists of which an answer has a part.

use trolley_engine::Page;

use super::problem::Refusal;
use crate::exchange::Request;

/// Entries where nobody asks for another number.
const LIMIT: usize = 25;
/// Most entries of an answer.
pub(crate) const LIMIT_MAX: usize = 100;
/// Most entries that may stand before it.
const OFFSET_MAX: usize = 1_000_000;

/// The part that the parameters `limit` and `offset` ask for.
///
/// # Errors
///
/// 400 where one is not a number, or out of range.
pub(crate) fn page(request: &Request) -> Result<Page, Refusal> {
    let number = |name: &str, least: usize, most: usize| match parameter(request, name) {
        None => Ok(None),
        Some(text) => match text.parse::<usize>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            Ok(_) | Err(_) => {
                Err(Refusal::invalid(format!("`{name}` must be a whole number from {least} to {most}")))
            }
        },
    };
    Ok(Page {
        limit: number("limit", 1, LIMIT_MAX)?.unwrap_or(LIMIT),
        offset: number("offset", 0, OFFSET_MAX)?.unwrap_or_default(),
    })
}

/// The query's parameter of this name; of repeated ones the last counts.
pub(super) fn parameter<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
