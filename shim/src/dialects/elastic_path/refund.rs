//! `POST /v2/orders/:id/transactions/:tid/refund`: gives back money that a transaction has taken.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::RefundTransaction;

use super::order_answer::with_transaction;
use super::order_target::{keeper, order_id, transaction_id};
use super::payment::amount;
use super::problem::refuse;
use super::schema::data;
use crate::exchange::{Call, Context, Plan, Request, RequestBody, Response};
use crate::json;

/// Source: elasticpath.md, 18.2: the amount may be absent, for all that is left. Reading: so may the whole body.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = keeper(request, context)?;
    let (order, transaction) = (order_id(request)?, transaction_id(request)?);
    let data = if is_empty(&request.body) { Map::new() } else { data(request, context)? };
    let minor_units = amount(&data).map_err(refuse)?;
    let command = Command::RefundTransaction(RefundTransaction { order, transaction, minor_units });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_transaction(|_| None),
    })
}

/// Whether there is no body, or an object without members.
fn is_empty(body: &RequestBody) -> bool {
    match body {
        RequestBody::Absent => true,
        RequestBody::Present(bytes) => {
            matches!(json::parse(bytes), Ok(Json::Object(members)) if members.is_empty())
        }
        RequestBody::OtherType => false,
    }
}
