//! Answers to submissions with an idempotency key as records, which stand under the key's digest.

use super::v3::{self, answer as v3_answer};
use super::{Invalid, open_v3};
use crate::domain::apply::{AddedLine, Outcome};
use crate::domain::id::{CartId, InvalidId, LineId, OrderId};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "answers";

/// What was answered, and to what.
#[derive(Debug, Clone)]
pub(crate) struct StoredAnswer {
    /// What was asked for.
    pub(crate) fingerprint: Fingerprint,
    /// When it was asked for.
    pub(crate) at: Timestamp,
    /// Where it stands in the order of answers.
    pub(crate) sequence: u64,
    /// The answer.
    pub(crate) body: AnswerBody,
}

/// The answer itself.
#[derive(Debug, Clone)]
pub(crate) enum AnswerBody {
    /// These bytes.
    Verbatim(Vec<u8>),
    /// What it is made of again.
    Remade(Remade),
}

/// What an answer is made of again.
#[derive(Debug, Clone)]
pub(crate) struct Remade {
    /// The cart.
    pub(crate) cart: Option<CartId>,
    /// The order.
    pub(crate) order: Option<OrderId>,
    /// What came of each command; of these kinds alone that a record can have, see [`can_have`].
    pub(crate) outcomes: Vec<Outcome>,
}

/// Whether a record can have what came of a command: what was refused of one has no record.
pub(crate) fn can_have(outcome: &Outcome) -> bool {
    to_v3(outcome).is_some()
}

/// The record of an answer.
pub(crate) fn seal(key: IdempotencyKey, answer: &StoredAnswer) -> Result<Vec<u8>, StoreError> {
    let body = match &answer.body {
        AnswerBody::Verbatim(bytes) => v3_answer::Body::Verbatim(bytes),
        AnswerBody::Remade(Remade { cart, order, outcomes }) => v3_answer::Body::Remade {
            cart: cart.as_ref().map(CartId::as_str),
            order: order.as_ref().map(OrderId::as_str),
            outcomes: outcomes
                .iter()
                .map(to_v3)
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| Invalid::Rule("an outcome has no record").in_table(TABLE))?,
        },
    };
    let record = v3_answer::Answer {
        fingerprint: answer.fingerprint.0,
        at_ms: answer.at.as_millis(),
        sequence: answer.sequence,
        body,
    };
    codec::seal(TABLE, &key.0, v3::VERSION, &record)
}

/// The answer in a record.
pub(crate) fn open(key: IdempotencyKey, bytes: &[u8]) -> Result<StoredAnswer, StoreError> {
    let record: v3_answer::Answer<'_> = open_v3(TABLE, &key.0, bytes)?;
    let body = match record.body {
        v3_answer::Body::Verbatim(bytes) => AnswerBody::Verbatim(bytes.to_vec()),
        v3_answer::Body::Remade { cart, order, outcomes } => {
            let remade = remade(cart, order, outcomes);
            AnswerBody::Remade(remade.map_err(|invalid| Invalid::Id(invalid).in_table(TABLE))?)
        }
    };
    Ok(StoredAnswer {
        fingerprint: Fingerprint(record.fingerprint),
        at: Timestamp::from_millis(record.at_ms),
        sequence: record.sequence,
        body,
    })
}

fn remade(
    cart: Option<&str>,
    order: Option<&str>,
    outcomes: Vec<v3_answer::Outcome<'_>>,
) -> Result<Remade, InvalidId> {
    Ok(Remade {
        cart: cart.map(CartId::new).transpose()?,
        order: order.map(OrderId::new).transpose()?,
        outcomes: outcomes.into_iter().map(from_v3).collect::<Result<_, _>>()?,
    })
}

fn to_v3(outcome: &Outcome) -> Option<v3_answer::Outcome<'_>> {
    match outcome {
        Outcome::Added { lines, refusals } if refusals.is_empty() => {
            Some(v3_answer::Outcome::Added(lines.iter().map(added_to_v3).collect()))
        }
        Outcome::Copied { lines, refusals } if refusals.is_empty() => {
            Some(v3_answer::Outcome::Copied(lines.iter().map(added_to_v3).collect()))
        }
        Outcome::LinesChanged { refusals } if refusals.is_empty() => Some(v3_answer::Outcome::LinesChanged),
        Outcome::Updated { line } => Some(v3_answer::Outcome::Updated(line.as_str())),
        Outcome::Removed { lines } => {
            Some(v3_answer::Outcome::Removed(lines.iter().map(LineId::as_str).collect()))
        }
        Outcome::CheckedOut { is_new } => Some(v3_answer::Outcome::CheckedOut { is_new: *is_new }),
        // With all else the answer is kept as it is, which is never wrong.
        _ => None,
    }
}

fn from_v3(outcome: v3_answer::Outcome<'_>) -> Result<Outcome, InvalidId> {
    let added = |lines: Vec<v3_answer::AddedLine<'_>>| {
        lines.into_iter().map(added_from_v3).collect::<Result<Vec<AddedLine>, InvalidId>>()
    };
    Ok(match outcome {
        v3_answer::Outcome::Added(lines) => Outcome::Added { lines: added(lines)?, refusals: vec![] },
        v3_answer::Outcome::Copied(lines) => Outcome::Copied { lines: added(lines)?, refusals: vec![] },
        v3_answer::Outcome::LinesChanged => Outcome::LinesChanged { refusals: vec![] },
        v3_answer::Outcome::Updated(line) => Outcome::Updated { line: LineId::new(line)? },
        v3_answer::Outcome::Removed(lines) => {
            Outcome::Removed { lines: lines.into_iter().map(LineId::new).collect::<Result<_, _>>()? }
        }
        v3_answer::Outcome::CheckedOut { is_new } => Outcome::CheckedOut { is_new },
    })
}

fn added_to_v3(added: &AddedLine) -> v3_answer::AddedLine<'_> {
    let AddedLine { index, line, is_new } = added;
    v3_answer::AddedLine { index: *index as u64, line: line.as_str(), is_new: *is_new }
}

fn added_from_v3(added: v3_answer::AddedLine<'_>) -> Result<AddedLine, InvalidId> {
    let v3_answer::AddedLine { index, line, is_new } = added;
    // A place that no machine of this kind can have is none of this command's.
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    Ok(AddedLine { index, line: LineId::new(line)?, is_new })
}
