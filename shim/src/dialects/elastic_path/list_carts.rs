//! `GET /v2/carts`: the carts of a customer, or all.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::{CartView, Page};

use super::auth::caller;
use super::cart::{Links, cart_name, links};
use super::paging::{PageLinks, PageMeta, page, page_links, page_meta};
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::related::Related;
use super::shown::line_names;
use super::timestamps::{Timestamps, at, end};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: Vec<CartEntry<'a>>,
    links: PageLinks,
    meta: PageMeta,
}

#[derive(Debug, Serialize)]
struct CartEntry<'a> {
    id: &'a str,
    r#type: &'static str,
    name: &'a str,
    links: Links,
    meta: Meta,
    relationships: Relationships<'a>,
}

#[derive(Debug, Serialize)]
struct Meta {
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    items: Items<'a>,
}

#[derive(Debug, Serialize)]
struct Items<'a> {
    data: Vec<Related<'a>>,
}

/// Source: elasticpath.md, 3.5. Reading: without a customer token implicit tokens see none. Filters are refused: to leave
/// them out without a word would list what is not wanted.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    if request.query.iter().any(|(name, _)| name == "filter") {
        let entry = ErrorEntry::new(400, "Bad Request").detail("Filters are not supported on this server");
        return Err(refuse(entry.source("filter")));
    }
    let page = page(request).map_err(refuse)?;
    let principal = caller.principal();
    Ok(Plan {
        call: Call::ListCarts { principal, customer: caller.customer, page },
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Carts(listed)) => {
                Response::json(StatusCode::OK, &body(context, page, &listed.entries, listed.total))
            }
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}

fn body<'a>(context: &Context, page: Page, views: &'a [CartView], total: u64) -> Body<'a> {
    let entry = |view: &'a CartView| {
        let cart = &view.cart;
        CartEntry {
            id: cart.id.as_str(),
            r#type: "cart",
            name: cart_name(cart),
            links: links(context, cart),
            meta: Meta {
                timestamps: Timestamps {
                    created_at: at(cart.created_at),
                    updated_at: at(cart.updated_at),
                    expires_at: Some(end(cart.expires_at())),
                },
            },
            relationships: Relationships { items: Items { data: line_names(view).collect() } },
        }
    };
    Body {
        data: views.iter().map(entry).collect(),
        links: page_links(context, "/v2/carts", page, total),
        meta: page_meta(page, total),
    }
}
