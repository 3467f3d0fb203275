//! `GET /v2/orders`: the orders of a customer, or all.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::order::Order;
use trolley_engine::{Listed, Page};

use super::include::{Include, include};
use super::order::{Included, OrderObject, included, order_object};
use super::order_answer::displays;
use super::order_target::reader;
use super::paging::{PageLinks, PageMeta, page, page_links, page_meta};
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::shown::Displays;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: Vec<OrderObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Included<'a>>,
    links: PageLinks,
    meta: PageMeta,
}

/// Source: elasticpath.md, 18.3. Reading: the newest first; without a customer token implicit tokens see none. Filters are
/// refused: to leave them out without a word would list what is not wanted.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = reader(request, context)?;
    if request.query.iter().any(|(name, _)| name == "filter") {
        let entry = ErrorEntry::new(400, "Bad Request").detail("Filters are not supported on this server");
        return Err(refuse(entry.source("filter")));
    }
    let page = page(request).map_err(refuse)?;
    let include = include(request);
    Ok(Plan {
        call: Call::ListOrders { principal: caller.principal(), page },
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Orders(listed)) => answer(context, page, include, &listed),
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}

fn answer(context: &Context, page: Page, include: Include, listed: &Listed<Order>) -> Response {
    let all: Vec<Displays<'_>> = listed.entries.iter().map(|order| displays(context, order)).collect();
    let orders = || all.iter().zip(&listed.entries);
    let body = Body {
        data: orders().map(|(displays, order)| order_object(displays, order)).collect(),
        included: included(context, orders(), include),
        links: page_links(context, "/v2/orders", page, listed.total),
        meta: page_meta(page, listed.total),
    };
    Response::json(StatusCode::OK, &body)
}
