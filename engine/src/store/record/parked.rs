//! What was set aside of a cart as a record.

use super::line::Inputs;
use super::{Invalid, cart, rule, unknown_version, upgrade, v3, v4};
use crate::domain::id::ParkedId;
use crate::domain::parked::{Note, Parked};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "parked";

/// The record of what was set aside, which stands under its identifier. The life of its cart is in engine time: so many
/// milliseconds later than the cart has it.
pub(crate) fn seal(sequence: u64, offset_ms: i64, parked: &Parked) -> Result<Vec<u8>, StoreError> {
    debug_assert!(check(parked).is_ok(), "{:?}", check(parked));
    codec::seal(TABLE, parked.id.as_str().as_bytes(), v4::VERSION, &to_v4(sequence, offset_ms, parked))
}

/// What was set aside, in a record, and its sequence.
pub(crate) fn open(id: &str, bytes: &[u8]) -> Result<(u64, Parked), StoreError> {
    let record = match codec::unseal(TABLE, id.as_bytes(), bytes)? {
        (v3::VERSION, body) => upgrade::parked_of_v3(codec::decode(TABLE, body)?),
        (v4::VERSION, body) => codec::decode(TABLE, body)?,
        (version, _) => return Err(unknown_version(TABLE, version)),
    };
    from_v4(id, record).map_err(|invalid| invalid.in_table(TABLE))
}

/// The sequence in a record, with which it begins: what else is in it is not looked at.
pub(crate) fn sequence(id: &str, bytes: &[u8]) -> Result<u64, StoreError> {
    match codec::unseal(TABLE, id.as_bytes(), bytes)? {
        (v3::VERSION | v4::VERSION, body) => codec::decode_start(TABLE, body),
        (version, _) => Err(unknown_version(TABLE, version)),
    }
}

/// What holds for all that is set aside, and no type says.
pub(crate) fn check(parked: &Parked) -> Result<(), Invalid> {
    rule(!parked.cart.lines.is_empty(), "what was set aside has no lines")?;
    rule(parked.cart.updated_at <= parked.parked_at, "what was set aside was changed afterwards")
}

pub(super) fn to_v4(sequence: u64, offset_ms: i64, parked: &Parked) -> v4::parked::Parked<'_> {
    v4::parked::Parked {
        sequence,
        note: parked.note.as_str(),
        parked_at_ms: parked.parked_at.as_millis(),
        cart: cart::to_v4(&parked.cart, offset_ms, Inputs::Inline),
    }
}

fn from_v4(id: &str, record: v4::parked::Parked<'_>) -> Result<(u64, Parked), Invalid> {
    let parked = Parked {
        id: ParkedId::new(id)?,
        note: Note::new(record.note).ok_or(Invalid::Rule("a note is too long"))?,
        parked_at: Timestamp::from_millis(record.parked_at_ms),
        cart: cart::from_v4(record.cart, Inputs::Inline)?,
    };
    check(&parked)?;
    Ok((record.sequence, parked))
}
