//! `POST /v2/orders/:id/transactions/:tid/cancel`: what the manual gateway cannot do.

use super::order_answer::with_found;
use super::order_target::{keeper, order_id, transaction_id, transaction_not_found};
use super::payment::unsupported;
use super::problem::refuse;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.2 and 19: 422 for every transaction of the manual gateway, the only one there is. The order
/// as a whole can be cancelled.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = keeper(request, context)?;
    let (order, transaction) = (order_id(request)?, transaction_id(request)?);
    Ok(Plan {
        call: Call::ReadOrder { principal: caller.principal(), order },
        encode: Box::new(move |context, result| {
            with_found(context, result, |_, order| match order.transaction(&transaction) {
                Some(_) => refuse(unsupported("Cancellation is not supported for Manual payment gateway")),
                None => refuse(transaction_not_found()),
            })
        }),
    })
}
