//! `GET /v2/orders/:id`: an order.

use hyper::StatusCode;

use super::include::include;
use super::order_answer::with_order;
use super::order_target::{order_id, reader};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.3.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = reader(request, context)?;
    let order = order_id(request)?;
    Ok(Plan {
        call: Call::ReadOrder { principal: caller.principal(), order },
        encode: with_order(StatusCode::OK, include(request)),
    })
}
