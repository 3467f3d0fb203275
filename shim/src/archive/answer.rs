//! Answers to idempotency keys in an export.

use serde::{Deserialize, Serialize};
use trolley_engine::archive::{AnswerEntry, KeptBody, KeptOutcome};
use trolley_engine::domain::apply::AddedLine;
use trolley_engine::domain::id::{CartId, LineId, OrderId};
use trolley_engine::domain::idempotency::{Fingerprint, IdempotencyKey};

use super::Invalid;
use super::spelling::{Moment, Spelling, from_hex, hex};

/// What was answered under an idempotency key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerWire {
    key: Spelling<IdempotencyKey>,
    fingerprint: Spelling<Fingerprint>,
    at: Moment,
    sequence: u64,
    body: BodyWire,
}

/// The answer: as a text where it is one, else in hexadecimal digits, or what it is made of again.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum BodyWire {
    Text(String),
    Hex(String),
    Remade { cart: Option<Spelling<CartId>>, order: Option<Spelling<OrderId>>, outcomes: Vec<OutcomeWire> },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum OutcomeWire {
    Added(Vec<AddedWire>),
    Copied(Vec<AddedWire>),
    Updated(Spelling<LineId>),
    Removed(Vec<Spelling<LineId>>),
    LinesChanged,
    CheckedOut { is_new: bool },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedWire {
    index: usize,
    line: Spelling<LineId>,
    is_new: bool,
}

impl From<AnswerEntry> for AnswerWire {
    fn from(entry: AnswerEntry) -> Self {
        Self {
            key: Spelling(entry.key),
            fingerprint: Spelling(entry.fingerprint),
            at: Moment(entry.at),
            sequence: entry.sequence,
            body: match entry.body {
                KeptBody::Verbatim(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => BodyWire::Text(text),
                    Err(error) => BodyWire::Hex(hex(error.as_bytes())),
                },
                KeptBody::Remade { cart, order, outcomes } => BodyWire::Remade {
                    cart: cart.map(Spelling),
                    order: order.map(Spelling),
                    outcomes: outcomes.into_iter().map(OutcomeWire::from).collect(),
                },
            },
        }
    }
}

impl TryFrom<AnswerWire> for AnswerEntry {
    type Error = Invalid;

    fn try_from(wire: AnswerWire) -> Result<Self, Invalid> {
        let not_hex = || Invalid::new("body.hex", "it is not pairs of hexadecimal digits");
        Ok(Self {
            key: wire.key.0,
            fingerprint: wire.fingerprint.0,
            at: wire.at.0,
            sequence: wire.sequence,
            body: match wire.body {
                BodyWire::Text(text) => KeptBody::Verbatim(text.into_bytes()),
                BodyWire::Hex(digits) => KeptBody::Verbatim(from_hex(&digits).ok_or_else(not_hex)?),
                BodyWire::Remade { cart, order, outcomes } => KeptBody::Remade {
                    cart: cart.map(|cart| cart.0),
                    order: order.map(|order| order.0),
                    outcomes: outcomes.into_iter().map(KeptOutcome::from).collect(),
                },
            },
        })
    }
}

impl From<KeptOutcome> for OutcomeWire {
    fn from(outcome: KeptOutcome) -> Self {
        let added = |lines: Vec<AddedLine>| lines.into_iter().map(AddedWire::from).collect();
        match outcome {
            KeptOutcome::Added(lines) => Self::Added(added(lines)),
            KeptOutcome::Copied(lines) => Self::Copied(added(lines)),
            KeptOutcome::Updated(line) => Self::Updated(Spelling(line)),
            KeptOutcome::Removed(lines) => Self::Removed(lines.into_iter().map(Spelling).collect()),
            KeptOutcome::LinesChanged => Self::LinesChanged,
            KeptOutcome::CheckedOut { is_new } => Self::CheckedOut { is_new },
        }
    }
}

impl From<OutcomeWire> for KeptOutcome {
    fn from(wire: OutcomeWire) -> Self {
        let added = |lines: Vec<AddedWire>| lines.into_iter().map(AddedLine::from).collect();
        match wire {
            OutcomeWire::Added(lines) => Self::Added(added(lines)),
            OutcomeWire::Copied(lines) => Self::Copied(added(lines)),
            OutcomeWire::Updated(line) => Self::Updated(line.0),
            OutcomeWire::Removed(lines) => Self::Removed(lines.into_iter().map(|line| line.0).collect()),
            OutcomeWire::LinesChanged => Self::LinesChanged,
            OutcomeWire::CheckedOut { is_new } => Self::CheckedOut { is_new },
        }
    }
}

impl From<AddedLine> for AddedWire {
    fn from(added: AddedLine) -> Self {
        let AddedLine { index, line, is_new } = added;
        Self { index, line: Spelling(line), is_new }
    }
}

impl From<AddedWire> for AddedLine {
    fn from(wire: AddedWire) -> Self {
        let AddedWire { index, line, is_new } = wire;
        Self { index, line: line.0, is_new }
    }
}
