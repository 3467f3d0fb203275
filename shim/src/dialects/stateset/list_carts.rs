//! `GET /v1/carts`: carts, searched.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Number;
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, divide_rounding};
use trolley_engine::domain::search::{
    AttributeMust, AttributeTest, Direction, Search, SortBy, StageKind, Tally,
};
use trolley_engine::{CartView, Error, Page, Principal, Searched};

use super::access::{Caller, Scope};
use super::cart_body::{CHANNELS, DEFAULT_CHANNEL, attribute, currency, text};
use super::problem::Refusal;
use super::query::Query;
use super::request_id;
use super::stage::{NOT_ATTEMPTED, ShownStage};
use crate::amount::{Separators, fixed_point};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{Precision, rfc_3339};

/// Rows of an answer where nobody asks for another number. Source: stateset.md, 1.6.
const LIMIT: usize = 10;
/// Most rows of an answer. Source: stateset.md, 1.6.
const LIMIT_MAX: i64 = 100;
/// Most rows before the first of an answer.
const OFFSET_MAX: i64 = 1_000_000_000;
/// Decimals of a share.
const SHARE_DECIMAL_PLACES: u8 = 4;

/// Source: stateset.md, 1.6 and 3.7.
#[derive(Serialize)]
struct ListBody<'a> {
    object: &'static str,
    data: Vec<Row<'a>>,
    has_more: bool,
    total_count: u64,
    url: &'static str,
    summary: Summary,
}

/// Source: stateset.md, 3.7. Reading: `last_activity` is when the cart was last changed; what a cart has not is null.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    object: &'static str,
    customer_id: Option<&'a str>,
    email: Option<&'a str>,
    status: &'static str,
    channel: &'a str,
    currency: &'a str,
    item_count: u64,
    subtotal: i64,
    total: i64,
    abandoned_at: Option<String>,
    last_activity: String,
    created_at: String,
    recovery_status: Option<&'a str>,
}

/// What all carts come to that the filters leave, whatever page is asked for.
///
/// Source: stateset.md, 3.7. Reading: amounts are of carts with items in the store's own currency, for amounts of several
/// currencies cannot be added up; the average is rounded; the recovery rate is the share of carts that were checked out
/// among those whose shoppers somebody has written to (whose `recovery_status` is set, and is not `not_attempted`).
#[derive(Serialize)]
struct Summary {
    total_abandoned_value: i128,
    average_cart_value: i128,
    recovery_rate: Number,
    status_breakdown: Breakdown,
}

#[derive(Serialize)]
struct Breakdown {
    active: u64,
    abandoned: u64,
    converted: u64,
    expired: u64,
}

/// Source: stateset.md, 3.7. Reading: `min_value` is a `total` in minor units of the cart's own currency; `..._after` means
/// from that moment on, `created_before` up to it; a parameter that is not known is ignored.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (search, page) = read(request, context).map_err(|refusal| refusal.respond(context))?;
    Ok(Plan {
        call: Call::SearchCarts { principal: Principal::Server, search: Box::new(search), page },
        encode: Box::new(move |context, result| encode(context, page, result)),
    })
}

fn read(request: &Request, context: &Context) -> Result<(Search, Page), Refusal> {
    Caller::of(request, context)?.check(Scope::Read)?;
    let query = Query::of(request);
    let limit = query.integer("limit", 1, LIMIT_MAX)?;
    let offset = query.integer("offset", 0, OFFSET_MAX)?;
    let customer = query.id("customer_id")?;
    let attributes = attributes(query)?;
    let stages = [
        ("active", StageKind::Active),
        ("abandoned", StageKind::Abandoned),
        ("converted", StageKind::Converted),
        ("expired", StageKind::Expired),
    ];
    let sorts = [
        ("created_at", SortBy::CreatedAt),
        ("updated_at", SortBy::UpdatedAt),
        ("total", SortBy::Total),
        ("abandoned_at", SortBy::AbandonedAt),
    ];
    let directions = [("asc", Direction::Ascending), ("desc", Direction::Descending)];
    let search = Search {
        customer,
        attributes,
        stage: query.one_of("status", &stages)?,
        created_from: query.time("created_after")?,
        created_before: query.time("created_before")?,
        updated_from: query.time("updated_after")?,
        total_min: query.integer("min_value", 0, AMOUNT_MINOR_UNITS_MAX)?,
        abandoned_after_ms: context.config().stateset.abandoned_after_ms(),
        mark: Some(test(attribute::RECOVERY_STATUS, AttributeMust::BeOtherThan(NOT_ATTEMPTED.to_owned()))),
        sort_by: query.one_of("sort_by", &sorts)?.unwrap_or(SortBy::UpdatedAt),
        direction: query.one_of("sort_order", &directions)?.unwrap_or(Direction::Descending),
    };
    let number =
        |asked: Option<i64>, usual| asked.and_then(|asked| usize::try_from(asked).ok()).unwrap_or(usual);
    Ok((search, Page { offset: number(offset, 0), limit: number(limit, LIMIT) }))
}

/// What must be attached to the carts.
fn attributes(query: Query<'_>) -> Result<Vec<AttributeTest>, Refusal> {
    let session = query.text(attribute::SESSION_ID);
    let mut tests = Vec::new();
    tests.extend(session.map(|session| test(attribute::SESSION_ID, AttributeMust::Be(session.to_owned()))));
    let channels = CHANNELS.map(|channel| (channel, channel));
    tests.extend(query.one_of(attribute::CHANNEL, &channels)?.map(|channel| {
        let must = match channel {
            DEFAULT_CHANNEL => AttributeMust::BeOrBeAbsent(channel.to_owned()),
            channel => AttributeMust::Be(channel.to_owned()),
        };
        test(attribute::CHANNEL, must)
    }));
    tests.extend(query.boolean("has_email")?.map(|has_email| {
        let must = match has_email {
            true => AttributeMust::BeOtherThan(String::new()),
            false => AttributeMust::BeAbsent,
        };
        test(attribute::EMAIL, must)
    }));
    Ok(tests)
}

fn test(name: &str, must: AttributeMust) -> AttributeTest {
    AttributeTest { name: name.to_owned(), must }
}

fn encode(context: &Context, page: Page, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Searched(searched)) => {
            let response = Response::json(StatusCode::OK, &body(context, page, &searched));
            return request_id::answer(response, &request_id::name(context));
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

fn body<'a>(context: &'a Context, page: Page, searched: &'a Searched) -> ListBody<'a> {
    let total_count = searched.tally.carts();
    let end = page.offset.saturating_add(page.limit) as u64;
    ListBody {
        object: "list",
        data: searched.entries.iter().map(|view| row(context, view)).collect(),
        has_more: end < total_count,
        total_count,
        url: "/v1/carts",
        summary: summary(context, &searched.tally),
    }
}

fn row<'a>(context: &'a Context, view: &'a CartView) -> Row<'a> {
    let cart = &view.cart;
    let stage = ShownStage::of(context, view);
    Row {
        id: cart.id.as_str(),
        object: "cart",
        customer_id: cart.customer.as_ref().map(|customer| customer.as_str()),
        email: text(view, attribute::EMAIL),
        status: stage.status,
        channel: text(view, attribute::CHANNEL).unwrap_or(DEFAULT_CHANNEL),
        currency: currency(context, view).as_str(),
        item_count: cart.units(),
        subtotal: view.priced.subtotal,
        total: view.priced.total,
        abandoned_at: stage.abandoned_at.map(|since| rfc_3339(since, Precision::Seconds)),
        last_activity: rfc_3339(cart.updated_at, Precision::Seconds),
        created_at: rfc_3339(cart.created_at, Precision::Seconds),
        recovery_status: stage.recovery_status(view),
    }
}

fn summary(context: &Context, tally: &Tally) -> Summary {
    let amounts = tally.amounts.get(&context.shared.settings.default_currency).copied().unwrap_or_default();
    Summary {
        total_abandoned_value: amounts.abandoned_total,
        average_cart_value: amounts.average(),
        recovery_rate: share(tally.marked_converted, tally.marked),
        status_breakdown: Breakdown {
            active: tally.active,
            abandoned: tally.abandoned,
            converted: tally.converted,
            expired: tally.expired,
        },
    }
}

/// A part of a whole, with at least one decimal: `0.0`, `0.25`, `1.0`; 0 where there is no whole.
fn share(part: u64, whole: u64) -> Number {
    let unit = 10_i128.pow(u32::from(SHARE_DECIMAL_PLACES));
    let parts = match whole {
        0 => 0,
        whole => divide_rounding(i128::from(part) * unit, i128::from(whole)),
    };
    let parts = i64::try_from(parts).unwrap_or(0);
    let text = fixed_point(parts, SHARE_DECIMAL_PLACES, Separators::PLAIN);
    let text = text.trim_end_matches('0');
    let text = if text.ends_with('.') { format!("{text}0") } else { text.to_owned() };
    // Digits with a point between them are always a number.
    text.parse().unwrap_or_else(|_| Number::from(0))
}

#[cfg(test)]
mod tests;
