//! `POST /v2/orders/:id/transactions/:tid/capture`: takes the money that a transaction holds.

use trolley_engine::Error;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::CaptureTransaction;

use super::order_answer::with_transaction;
use super::order_target::{keeper, order_id, transaction_id};
use super::problem::ErrorEntry;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 18.2: 200 and the transaction; clients send no body.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = keeper(request, context)?;
    let (order, transaction) = (order_id(request)?, transaction_id(request)?);
    let command = Command::CaptureTransaction(CaptureTransaction { order, transaction });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_transaction(refused),
    })
}

/// Reading: elasticpath.md, 18.2, in the words of a refund.
fn refused(error: &Error) -> Option<ErrorEntry> {
    let is_own = matches!(error, Error::TransactionState { .. });
    let detail = "Transaction cannot be captured in its current state";
    is_own.then(|| ErrorEntry::new(422, "Unprocessable Entity").detail(detail))
}
