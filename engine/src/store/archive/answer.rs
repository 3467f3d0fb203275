//! Answers to idempotency keys as entries and back.

use crate::archive::{AnswerEntry, KeptBody, KeptOutcome};
use crate::domain::apply::Outcome;
use crate::domain::idempotency::IdempotencyKey;
use crate::error::StoreError;
use crate::store::answers::{AnswerBody, Remade, StoredAnswer};

pub(crate) fn entry(key: IdempotencyKey, stored: StoredAnswer) -> Result<AnswerEntry, StoreError> {
    let StoredAnswer { fingerprint, at, sequence, body } = stored;
    let body = match body {
        AnswerBody::Verbatim(bytes) => KeptBody::Verbatim(bytes),
        AnswerBody::Remade(Remade { cart, order, outcomes }) => {
            let outcomes = outcomes.into_iter().map(kept).collect::<Option<Vec<KeptOutcome>>>();
            let reason = || "an outcome is of a kind that no answer is made of".to_owned();
            let outcomes =
                outcomes.ok_or_else(|| StoreError::Record { table: "answers", reason: reason() })?;
            KeptBody::Remade { cart, order, outcomes }
        }
    };
    Ok(AnswerEntry { key, fingerprint, at, sequence, body })
}

pub(super) fn stored(entry: AnswerEntry) -> StoredAnswer {
    let AnswerEntry { key: _, fingerprint, at, sequence, body } = entry;
    let body = match body {
        KeptBody::Verbatim(bytes) => AnswerBody::Verbatim(bytes),
        KeptBody::Remade { cart, order, outcomes } => {
            let outcomes = outcomes.into_iter().map(outcome).collect();
            AnswerBody::Remade(Remade { cart, order, outcomes })
        }
    };
    StoredAnswer { fingerprint, at, sequence, body }
}

fn kept(outcome: Outcome) -> Option<KeptOutcome> {
    match outcome {
        Outcome::Added { lines, refusals } if refusals.is_empty() => Some(KeptOutcome::Added(lines)),
        Outcome::Copied { lines, refusals } if refusals.is_empty() => Some(KeptOutcome::Copied(lines)),
        Outcome::LinesChanged { refusals } if refusals.is_empty() => Some(KeptOutcome::LinesChanged),
        Outcome::Updated { line } => Some(KeptOutcome::Updated(line)),
        Outcome::Removed { lines } => Some(KeptOutcome::Removed(lines)),
        Outcome::CheckedOut { is_new } => Some(KeptOutcome::CheckedOut { is_new }),
        // No record has another.
        _ => None,
    }
}

fn outcome(kept: KeptOutcome) -> Outcome {
    match kept {
        KeptOutcome::Added(lines) => Outcome::Added { lines, refusals: vec![] },
        KeptOutcome::Copied(lines) => Outcome::Copied { lines, refusals: vec![] },
        KeptOutcome::LinesChanged => Outcome::LinesChanged { refusals: vec![] },
        KeptOutcome::Updated(line) => Outcome::Updated { line },
        KeptOutcome::Removed(lines) => Outcome::Removed { lines },
        KeptOutcome::CheckedOut { is_new } => Outcome::CheckedOut { is_new },
    }
}
