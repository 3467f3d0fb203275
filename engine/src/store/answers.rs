//! Answers to submissions with an idempotency key: the record under the key's digest, and the order in which they were
//! given, so that the oldest go first where there is no room for more.

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::meta;
use super::record::answer;
pub(crate) use super::record::answer::{AnswerBody, Remade, StoredAnswer, can_have};
use super::tables::{Tables, WriteTables};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::time::Timestamp;
use crate::error::StoreError;

const TABLE: &str = "answers";
/// How many of the oldest answers are looked at whether their time is over, whenever one is added: more than one, so that
/// in the end none of them is left.
const PAST_PER_ANSWER_MAX: usize = 2;

/// How much is kept for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Most answers.
    pub(crate) answers_max: u64,
    /// Most bytes of their records.
    pub(crate) bytes_max: u64,
    /// How long an answer is kept.
    pub(crate) life_ms: i64,
}

impl Room {
    /// Whether the time of what was answered then is over now, both in engine time. Time that has gone back ends nothing.
    fn is_past(self, answered_at: Timestamp, now: Timestamp) -> bool {
        self.life_ms < now.as_millis().saturating_sub(answered_at.as_millis())
    }
}

/// An answer to be kept.
#[derive(Debug)]
pub(crate) struct NewAnswer {
    /// Under which key.
    pub(crate) key: IdempotencyKey,
    /// To what.
    pub(crate) fingerprint: Fingerprint,
    /// When it was asked for.
    pub(crate) at: Timestamp,
    /// The answer.
    pub(crate) body: AnswerBody,
}

/// What was answered under this key; none where nothing was, or its time is over.
pub(crate) fn find(
    tables: &impl Tables,
    room: Room,
    key: IdempotencyKey,
    now: Timestamp,
) -> Result<Option<StoredAnswer>, StoreError> {
    let Some(row) = tables.answers()?.get(key.0.as_slice())? else { return Ok(None) };
    let stored = answer::open(key, row.value())?;
    let now = tables.reckoning().counted(now);
    Ok((!room.is_past(stored.at, now)).then_some(stored))
}

/// Keeps an answer, and forgets the oldest where there is no room for all. One of the same key goes.
pub(crate) fn keep(tables: &mut WriteTables<'_>, room: Room, new: NewAnswer) -> Result<(), StoreError> {
    let NewAnswer { key, fingerprint, at, body } = new;
    let at = tables.reckoning().counted(at);
    let mut bytes = match meta::answer_bytes(tables) {
        // Nobody can be told that it is their trouble.
        Err(StoreError::Record { .. }) => sum(tables)?,
        read => read?,
    };
    let replaced = match tables.answers()?.get(key.0.as_slice())? {
        Some(row) => Some(answer::open(key, row.value())?.sequence),
        None => None,
    };
    if let Some(replaced) = replaced {
        bytes = bytes.saturating_sub(remove(tables, replaced)?);
    }
    let last = tables.answer_order()?.last()?.map_or(0, |(sequence, _)| sequence.value());
    let sequence = last.checked_add(1).ok_or_else(|| broken("the order is at its end"))?;
    let record = answer::seal(key, &StoredAnswer { fingerprint, at, sequence, body })?;
    tables.answers.open()?.insert(key.0.as_slice(), record.as_slice())?;
    tables.answer_order.open()?.insert(sequence, key.0.as_slice())?;
    bytes = bytes.saturating_add(record.len() as u64);
    bytes = forget_past(tables, room, at, bytes)?;
    while room.bytes_max < bytes || room.answers_max < tables.answer_order()?.len()? {
        let Some(oldest) = oldest(tables)? else { break };
        bytes = bytes.saturating_sub(remove(tables, oldest.0)?);
    }
    meta::save_answer_bytes(tables, bytes)
}

/// How many bytes the records of all answers take.
fn sum(tables: &impl Tables) -> Result<u64, StoreError> {
    let mut bytes: u64 = 0;
    for row in tables.answers()?.iter()? {
        bytes = bytes.saturating_add(row?.1.value().len() as u64);
    }
    Ok(bytes)
}

/// Forgets the oldest answers whose time is over; how many bytes the others take.
fn forget_past(
    tables: &mut WriteTables<'_>,
    room: Room,
    now: Timestamp,
    mut bytes: u64,
) -> Result<u64, StoreError> {
    for _ in 0..PAST_PER_ANSWER_MAX {
        let Some((sequence, key)) = oldest(tables)? else { break };
        let answered_at = match key {
            // One that cannot be read is the trouble of who asks for it, and goes when its turn comes.
            Some(key) => tables
                .answers()?
                .get(key.0.as_slice())?
                .and_then(|row| answer::open(key, row.value()).ok())
                .map(|stored| stored.at),
            None => None,
        };
        if !answered_at.is_some_and(|answered_at| room.is_past(answered_at, now)) {
            break;
        }
        bytes = bytes.saturating_sub(remove(tables, sequence)?);
    }
    Ok(bytes)
}

/// The place of the oldest answer, and its key; none of a key that is not one.
fn oldest(tables: &impl Tables) -> Result<Option<(u64, Option<IdempotencyKey>)>, StoreError> {
    let Some((sequence, key)) = tables.answer_order()?.first()? else { return Ok(None) };
    Ok(Some((sequence.value(), digest(key.value()))))
}

/// Removes the answer that has this place in the order; how many bytes its record had.
fn remove(tables: &mut WriteTables<'_>, sequence: u64) -> Result<u64, StoreError> {
    let key = tables.answer_order.open()?.remove(sequence)?.and_then(|row| digest(row.value()));
    let Some(key) = key else { return Ok(0) };
    let removed = tables.answers.open()?.remove(key.0.as_slice())?;
    Ok(removed.map_or(0, |row| row.value().len() as u64))
}

fn digest(bytes: &[u8]) -> Option<IdempotencyKey> {
    bytes.try_into().map(IdempotencyKey).ok()
}

fn broken(reason: &str) -> StoreError {
    StoreError::Record { table: TABLE, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
