//! Lists of which answers have a part at a time.
//!
//! Source: elasticpath.md, 3.5 and 17: `page[limit]` up to 100, `page[offset]` up to 10000.

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::Page;

use super::problem::ErrorEntry;
use super::schema::{integer, invalid_type};
use crate::exchange::{Context, Request};

/// Entries of a part where nobody asks for another number.
///
/// Reading: the documents have no default.
const LIMIT: usize = 25;
const LIMIT_MAX: i64 = 100;
const OFFSET_MAX: i64 = 10_000;

/// Where the parts of a list are.
#[derive(Debug, Serialize)]
pub(super) struct PageLinks {
    current: String,
    first: String,
    last: String,
    next: Option<String>,
    prev: Option<String>,
}

/// Which part of a list an answer has.
#[derive(Debug, Serialize)]
pub(super) struct PageMeta {
    page: PageNumbers,
    results: Results,
}

#[derive(Debug, Serialize)]
struct PageNumbers {
    limit: usize,
    offset: usize,
    current: usize,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Results {
    total: u64,
}

/// The part that is asked for.
///
/// # Errors
///
/// The entry of a number that is none, or out of range.
pub(super) fn page(request: &Request) -> Result<Page, ErrorEntry> {
    let number = |name: &str, least: i64, most: i64| {
        let Some((_, text)) = request.query.iter().find(|(key, _)| key == name) else { return Ok(None) };
        let sent = text.parse().map(Json::Number);
        let sent = sent.map_err(|_| invalid_type(name, "integer", &Json::String(text.clone())))?;
        integer(name, &sent, least..=most).map(|number| usize::try_from(number).ok())
    };
    Ok(Page {
        limit: number("page[limit]", 1, LIMIT_MAX)?.unwrap_or(LIMIT),
        offset: number("page[offset]", 0, OFFSET_MAX)?.unwrap_or_default(),
    })
}

/// Where the parts of the list at this path are, which has so many entries in all.
pub(super) fn page_links(context: &Context, path: &str, page: Page, total: u64) -> PageLinks {
    let link = |offset: usize| {
        format!("{}{path}?page[limit]={}&page[offset]={offset}", context.base_url, page.limit)
    };
    let next = page.offset.saturating_add(page.limit);
    PageLinks {
        current: link(page.offset),
        first: link(0),
        last: link((pages(page, total) - 1).saturating_mul(page.limit)),
        next: u64::try_from(next).is_ok_and(|next| next < total).then(|| link(next)),
        prev: (0 < page.offset).then(|| link(page.offset.saturating_sub(page.limit))),
    }
}

/// Which part this is of a list that has so many entries in all.
pub(super) fn page_meta(page: Page, total: u64) -> PageMeta {
    PageMeta {
        page: PageNumbers {
            limit: page.limit,
            offset: page.offset,
            current: page.offset / page.limit + 1,
            total: pages(page, total),
        },
        results: Results { total },
    }
}

/// How many parts a list has; an empty one has one.
fn pages(page: Page, total: u64) -> usize {
    usize::try_from(total).unwrap_or(usize::MAX).div_ceil(page.limit).max(1)
}

#[cfg(test)]
mod tests;
