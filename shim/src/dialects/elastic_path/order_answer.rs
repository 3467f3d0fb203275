//! The answers that the endpoints of orders share: the order, a transaction.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::id::TransactionId;
use trolley_engine::domain::order::Order;

use super::include::Include;
use super::order::order_body;
use super::order_target::{order_not_found, transaction_not_found};
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::shown::Displays;
use super::transaction::{TransactionObject, transaction_object};
use crate::dialects::Problem;
use crate::exchange::{Context, Encode, Reply, Response};

/// The body of an answer that is one thing, or all of a kind.
#[derive(Debug, Serialize)]
pub(super) struct Body<T> {
    pub(super) data: T,
}

/// Answers with the order.
pub(super) fn with_order(status: StatusCode, include: Include) -> Encode {
    Box::new(move |context, result| {
        with_found(context, result, |displays, order| {
            Response::json(status, &order_body(context, displays, order, include))
        })
    })
}

/// Answers with the transaction that was made or changed. `refused` has the entry of a refusal of this endpoint's own.
pub(super) fn with_transaction(refused: fn(&Error) -> Option<ErrorEntry>) -> Encode {
    Box::new(move |context, result| {
        let (order, outcomes) = match result {
            Ok(Reply::Done { order: Some(order), outcomes, .. }) => (order, outcomes),
            Ok(_) => return respond(context, &Problem::Internal),
            Err(error) => {
                return refused(&error).map_or_else(|| refuse_error(context, &error, None), refuse);
            }
        };
        let transaction = outcomes.iter().find_map(|outcome| {
            let Outcome::Transacted { transaction } = outcome else { return None };
            Some(transaction)
        });
        match transaction {
            Some(id) => transaction_of(context, &order, id),
            None => respond(context, &Problem::Internal),
        }
    })
}

/// Answers with the transaction of this identifier.
pub(super) fn transaction_of(context: &Context, order: &Order, id: &TransactionId) -> Response {
    let displays = displays(context, order);
    match order.transaction(id) {
        Some(transaction) => {
            let data: TransactionObject<'_> = transaction_object(&displays.cart, order, transaction);
            Response::json(StatusCode::OK, &Body { data })
        }
        None => refuse(transaction_not_found()),
    }
}

/// Answers with something of the order that was found or changed.
pub(super) fn with_found(
    context: &Context,
    result: Result<Reply, Error>,
    answer: impl FnOnce(&Displays<'_>, &Order) -> Response,
) -> Response {
    match result {
        Ok(Reply::Order(Some(order)) | Reply::Done { order: Some(order), .. }) => {
            answer(&displays(context, &order), &order)
        }
        Ok(Reply::Order(None)) => refuse(order_not_found()),
        Ok(_) => respond(context, &Problem::Internal),
        Err(error) => refuse_error(context, &error, None),
    }
}

/// What writes the amounts of the order.
pub(super) fn displays<'a>(context: &'a Context, order: &Order) -> Displays<'a> {
    Displays::of(context, Some(order.currency))
}
