//! What was paid for orders, in an export.

use serde::{Deserialize, Serialize};
use trolley_engine::domain::id::TransactionId;
use trolley_engine::domain::order::{Transaction, TransactionKind, TransactionState};

use super::spelling::{Moment, Spelling};

/// Money that was taken or is held for an order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransactionWire {
    id: Spelling<TransactionId>,
    gateway: String,
    name: String,
    custom_reference: String,
    kind: KindWire,
    state: StateWire,
    minor_units: i64,
    refunded_minor_units: i64,
    created_at: Moment,
    updated_at: Moment,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindWire {
    Purchase,
    Authorize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateWire {
    Authorized,
    Complete,
    Refunded,
}

impl From<Transaction> for TransactionWire {
    fn from(transaction: Transaction) -> Self {
        Self {
            id: Spelling(transaction.id),
            gateway: transaction.gateway,
            name: transaction.name,
            custom_reference: transaction.custom_reference,
            kind: match transaction.kind {
                TransactionKind::Purchase => KindWire::Purchase,
                TransactionKind::Authorize => KindWire::Authorize,
            },
            state: match transaction.state {
                TransactionState::Authorized => StateWire::Authorized,
                TransactionState::Complete => StateWire::Complete,
                TransactionState::Refunded => StateWire::Refunded,
            },
            minor_units: transaction.minor_units,
            refunded_minor_units: transaction.refunded_minor_units,
            created_at: Moment(transaction.created_at),
            updated_at: Moment(transaction.updated_at),
        }
    }
}

impl From<TransactionWire> for Transaction {
    fn from(wire: TransactionWire) -> Self {
        Self {
            id: wire.id.0,
            gateway: wire.gateway,
            name: wire.name,
            custom_reference: wire.custom_reference,
            kind: match wire.kind {
                KindWire::Purchase => TransactionKind::Purchase,
                KindWire::Authorize => TransactionKind::Authorize,
            },
            state: match wire.state {
                StateWire::Authorized => TransactionState::Authorized,
                StateWire::Complete => TransactionState::Complete,
                StateWire::Refunded => TransactionState::Refunded,
            },
            minor_units: wire.minor_units,
            refunded_minor_units: wire.refunded_minor_units,
            created_at: wire.created_at.0,
            updated_at: wire.updated_at.0,
        }
    }
}
