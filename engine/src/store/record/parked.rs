//! What was set aside of a cart as a record.

use super::line::Inputs;
use super::{Invalid, body, cart, open_v3, rule, v3};
use crate::domain::id::ParkedId;
use crate::domain::parked::{Note, Parked};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "parked";

/// The record of what was set aside, which stands under its identifier.
pub(crate) fn seal(sequence: u64, parked: &Parked) -> Result<Vec<u8>, StoreError> {
    debug_assert!(check(parked).is_ok(), "{:?}", check(parked));
    codec::seal(TABLE, parked.id.as_str().as_bytes(), v3::VERSION, &to_v3(sequence, parked))
}

/// What was set aside, in a record, and its sequence.
pub(crate) fn open(id: &str, bytes: &[u8]) -> Result<(u64, Parked), StoreError> {
    let record: v3::parked::Parked<'_> = open_v3(TABLE, id.as_bytes(), bytes)?;
    from_v3(id, record).map_err(|invalid| invalid.in_table(TABLE))
}

/// The sequence in a record, with which it begins: what else is in it is not looked at.
pub(crate) fn sequence(id: &str, bytes: &[u8]) -> Result<u64, StoreError> {
    codec::decode_start(TABLE, body(v3::VERSION, TABLE, id.as_bytes(), bytes)?)
}

/// What holds for all that is set aside, and no type says.
pub(crate) fn check(parked: &Parked) -> Result<(), Invalid> {
    rule(!parked.cart.lines.is_empty(), "what was set aside has no lines")?;
    rule(parked.cart.updated_at <= parked.parked_at, "what was set aside was changed afterwards")
}

pub(super) fn to_v3(sequence: u64, parked: &Parked) -> v3::parked::Parked<'_> {
    v3::parked::Parked {
        sequence,
        note: parked.note.as_str(),
        parked_at_ms: parked.parked_at.as_millis(),
        cart: cart::to_v3(&parked.cart, Inputs::Inline),
    }
}

fn from_v3(id: &str, record: v3::parked::Parked<'_>) -> Result<(u64, Parked), Invalid> {
    let parked = Parked {
        id: ParkedId::new(id)?,
        note: Note::new(record.note).ok_or(Invalid::Rule("a note is too long"))?,
        parked_at: Timestamp::from_millis(record.parked_at_ms),
        cart: cart::from_v3(record.cart, Inputs::Inline)?,
    };
    check(&parked)?;
    Ok((record.sequence, parked))
}
