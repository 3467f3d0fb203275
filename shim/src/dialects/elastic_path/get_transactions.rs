//! `GET /v2/orders/:id/transactions`: the transactions of an order.

use hyper::StatusCode;

use super::order_answer::{Body, with_found};
use super::order_target::{order_id, reader};
use super::transaction::transaction_object;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.3.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = reader(request, context)?;
    let order = order_id(request)?;
    Ok(Plan {
        call: Call::ReadOrder { principal: caller.principal(), order },
        encode: Box::new(|context, result| {
            with_found(context, result, |displays, order| {
                let transactions = order.transactions.iter();
                let data: Vec<_> =
                    transactions.map(|one| transaction_object(&displays.cart, order, one)).collect();
                Response::json(StatusCode::OK, &Body { data })
            })
        }),
    })
}
