//! Answers to idempotency keys, their order, and how many bytes they are said to take.

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::Faults;
use super::catalog::hexadecimal;
use crate::domain::idempotency::IdempotencyKey;
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::meta;
use crate::store::record::answer;
use crate::store::tables::Tables;

/// Every answer can be read and has its place in the order, each place has an answer, and the sum of bytes is right.
pub(super) fn check(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    let (mut found, mut bytes) = (0, 0_u64);
    for row in tables.answers()?.iter()? {
        let (key, record) = row?;
        steps.step();
        bytes = bytes.saturating_add(record.value().len() as u64);
        let name = hexadecimal(key.value());
        let Ok(digest) = key.value().try_into() else {
            faults.add("answers", name, "a digest does not have 32 bytes");
            continue;
        };
        let opened = answer::open(IdempotencyKey(digest), record.value());
        let Some(answer) = faults.opened("answers", &name, opened)? else { continue };
        match tables.answer_order()?.get(answer.sequence)? {
            Some(row) if row.value() == key.value() => found += 1,
            Some(_) | None => {
                faults.add("answer_order", answer.sequence, format!("it does not lead to its answer {name}"));
            }
        }
    }
    if found < tables.answer_order()?.len()? {
        find_strays(tables, faults)?;
    }
    match meta::answer_bytes(tables) {
        Ok(said) if said != bytes => {
            faults.add("meta", "answer_bytes", format!("it says {said}, and answers take {bytes}"));
        }
        // One that cannot be read has been noted before.
        Ok(_) | Err(StoreError::Record { .. }) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

fn find_strays(tables: &impl Tables, faults: &mut Faults) -> Result<(), StoreError> {
    for row in tables.answer_order()?.iter()? {
        let (sequence, key) = row?;
        let (sequence, key) = (sequence.value(), key.value());
        let Some(row) = tables.answers()?.get(key)? else {
            let what = format!("it leads to the answer {}, which is not there", hexadecimal(key));
            faults.add("answer_order", sequence, what);
            continue;
        };
        let Ok(digest) = key.try_into() else { continue };
        if answer::open(IdempotencyKey(digest), row.value()).is_ok_and(|answer| answer.sequence != sequence) {
            let what = format!("it leads to the answer {}, which has another place", hexadecimal(key));
            faults.add("answer_order", sequence, what);
        }
    }
    Ok(())
}
