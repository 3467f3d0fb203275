//! `GET /v2/orders/:id/items`: the lines of an order.

use hyper::StatusCode;

use super::include::include;
use super::order_answer::{Body, with_found};
use super::order_line::order_lines;
use super::order_target::{order_id, reader};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.3.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = reader(request, context)?;
    let order = order_id(request)?;
    let include = include(request);
    Ok(Plan {
        call: Call::ReadOrder { principal: caller.principal(), order },
        encode: Box::new(move |context, result| {
            with_found(context, result, |displays, order| {
                let data = order_lines(context, displays, order, include);
                Response::json(StatusCode::OK, &Body { data })
            })
        }),
    })
}
