//! Large custom inputs, which stand beside their cart's record, so that they are neither read nor written when another
//! line changes.

use redb::ReadableTable as _;

use super::record::value;
use super::tables::{Tables, WriteTables};
use crate::domain::value::Value;
use crate::error::StoreError;

const TABLE: &str = "blobs";
/// Bytes of a piece: with what stands around it in a page, just under 64 KiB, to which pages are rounded up.
pub(crate) const PIECE_BYTES: usize = 64 * 1024 - 512;
/// Far above the place of any piece: a cart's custom inputs are a fraction of it.
pub(crate) const PLACE_MAX: u32 = 1 << 16;

/// The custom inputs of the line with this sequence; none where there are none beside the record.
pub(crate) fn find(tables: &impl Tables, cart: u64, sequence: u64) -> Result<Option<Value>, StoreError> {
    let mut bytes = Vec::new();
    for row in tables.blobs()?.range((cart, sequence, 0)..=(cart, sequence, u32::MAX))? {
        bytes.extend_from_slice(row?.1.value());
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    open(cart, sequence, &bytes).map(Some)
}

/// The custom inputs that all pieces make together.
pub(crate) fn open(cart: u64, sequence: u64, bytes: &[u8]) -> Result<Value, StoreError> {
    value::open(TABLE, &checksum_key(cart, sequence), bytes)
}

/// Puts these custom inputs in place of those of the line with this sequence.
pub(crate) fn save(
    tables: &mut WriteTables<'_>,
    cart: u64,
    sequence: u64,
    inputs: &Value,
) -> Result<(), StoreError> {
    remove(tables, cart, sequence)?;
    let bytes = value::seal(TABLE, &checksum_key(cart, sequence), inputs)?;
    for (place, piece) in (0_u32..).zip(bytes.chunks(PIECE_BYTES)) {
        tables.blobs.open()?.insert((cart, sequence, place), piece)?;
    }
    Ok(())
}

/// Removes the custom inputs of the line with this sequence.
pub(crate) fn remove(tables: &mut WriteTables<'_>, cart: u64, sequence: u64) -> Result<(), StoreError> {
    remove_range(tables, (cart, sequence, 0), (cart, sequence, u32::MAX))
}

/// Removes those of all lines of the cart.
pub(crate) fn remove_all(tables: &mut WriteTables<'_>, cart: u64) -> Result<(), StoreError> {
    remove_range(tables, (cart, 0, 0), (cart, u64::MAX, u32::MAX))
}

fn remove_range(
    tables: &mut WriteTables<'_>,
    first: (u64, u64, u32),
    last: (u64, u64, u32),
) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    for row in tables.blobs.open()?.range(first..=last)? {
        keys.push(row?.0.value());
    }
    for key in keys {
        tables.blobs.open()?.remove(key)?;
    }
    Ok(())
}

fn checksum_key(cart: u64, sequence: u64) -> [u8; 16] {
    ((u128::from(cart) << 64) | u128::from(sequence)).to_be_bytes()
}
