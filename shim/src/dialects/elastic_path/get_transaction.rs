//! `GET /v2/orders/:id/transactions/:tid`: a transaction of an order.

use super::order_answer::{transaction_of, with_found};
use super::order_target::{order_id, reader, transaction_id};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.3.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = reader(request, context)?;
    let (order, transaction) = (order_id(request)?, transaction_id(request)?);
    Ok(Plan {
        call: Call::ReadOrder { principal: caller.principal(), order },
        encode: Box::new(move |context, result| {
            with_found(context, result, |_, order| transaction_of(context, order, &transaction))
        }),
    })
}
