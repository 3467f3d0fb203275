//! A transaction of an order as answers show it.
//!
//! Source: elasticpath.md, 18.2.

use serde::Serialize;
use trolley_engine::domain::order::{Order, Transaction, TransactionKind, TransactionState};

use super::money::{Display, DisplayPrice};
use super::related::Related;
use super::timestamps::{Timestamps, at};

/// A transaction.
#[derive(Debug, Serialize)]
pub(super) struct TransactionObject<'a> {
    id: &'a str,
    r#type: &'static str,
    reference: &'a str,
    name: &'a str,
    custom_reference: &'a str,
    gateway: &'a str,
    amount: i64,
    refunded_amount: i64,
    currency: &'a str,
    transaction_type: &'static str,
    #[serde(rename = "transaction-type")]
    transaction_type_of_old: &'static str,
    status: &'static str,
    relationships: Relationships<'a>,
    meta: Meta<'a>,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    order: RelatedOrder<'a>,
}

#[derive(Debug, Serialize)]
struct RelatedOrder<'a> {
    data: Related<'a>,
}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: DisplayPrice<'a>,
    display_refunded_amount: Refunded<'a>,
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct Refunded<'a> {
    total: DisplayPrice<'a>,
}

/// The object of a transaction.
///
/// Reading: 20 #24: the type stands under both of its names. What was authorized and then captured is of the type
/// `capture`: nothing else would tell it from money that is still held, because either is `complete`. Only what was given
/// back whole is `refunded`: of a part only the amount moves.
pub(super) fn transaction_object<'a>(
    display: &'a Display<'_>,
    order: &'a Order,
    transaction: &'a Transaction,
) -> TransactionObject<'a> {
    let transaction_type = match (transaction.kind, transaction.state) {
        (TransactionKind::Purchase, _) => "purchase",
        (TransactionKind::Authorize, TransactionState::Authorized) => "authorize",
        (TransactionKind::Authorize, TransactionState::Complete | TransactionState::Refunded) => "capture",
    };
    TransactionObject {
        id: transaction.id.as_str(),
        r#type: "transaction",
        reference: &transaction.gateway,
        name: &transaction.name,
        custom_reference: &transaction.custom_reference,
        gateway: &transaction.gateway,
        amount: transaction.minor_units,
        refunded_amount: transaction.refunded_minor_units,
        currency: display.code(),
        transaction_type,
        transaction_type_of_old: transaction_type,
        status: match transaction.state {
            TransactionState::Authorized | TransactionState::Complete => "complete",
            TransactionState::Refunded => "refunded",
        },
        relationships: Relationships {
            order: RelatedOrder { data: Related::new("order", order.id.as_str()) },
        },
        meta: Meta {
            display_price: display.price(transaction.minor_units),
            display_refunded_amount: Refunded { total: display.price(transaction.refunded_minor_units) },
            timestamps: Timestamps {
                created_at: at(transaction.created_at),
                updated_at: at(transaction.updated_at),
                expires_at: None,
            },
        },
    }
}
