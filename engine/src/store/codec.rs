//! Records as bytes: one byte of version, the record in bincode, eight bytes of checksum.
//!
//! The checksum is the XXH3 of the record's key and of all bytes before it, so that a record is known to be whole and
//! to stand where it was put, with nothing but itself at hand.

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use bincode::{BorrowDecode, Encode};
use xxhash_rust::xxh3::Xxh3;

use crate::error::StoreError;

/// What a decoder may claim of memory: far above any cart, far below what stops a machine.
const DECODE_BYTES_MAX: usize = 1 << 30;
/// Bytes of the checksum.
const CHECKSUM_BYTES: usize = 8;
/// Never to be changed: it is the format of everything that is stored.
const CONFIG: Configuration<LittleEndian, Varint, Limit<DECODE_BYTES_MAX>> =
    bincode::config::standard().with_limit::<DECODE_BYTES_MAX>();

/// The bytes of a record of this version that is to stand under `key`.
///
/// # Errors
///
/// [`StoreError::Record`] where it cannot be written, which is a bug of the record.
pub(crate) fn seal(
    table: &'static str,
    key: &[u8],
    version: u8,
    record: &impl Encode,
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![version];
    bincode::encode_into_std_write(record, &mut bytes, CONFIG)
        .map_err(|error| StoreError::Record { table, reason: error.to_string() })?;
    let checksum = checksum(key, &bytes);
    bytes.extend_from_slice(&checksum);
    Ok(bytes)
}

/// The version and the body of a record that stands under `key`.
///
/// # Errors
///
/// [`StoreError::Record`] where the checksum does not match.
pub(crate) fn unseal<'a>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<(u8, &'a [u8]), StoreError> {
    let damaged = || StoreError::Record { table, reason: "its checksum does not match".to_owned() };
    let (record, found) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(damaged)?;
    if *found != checksum(key, record) {
        return Err(damaged());
    }
    let (version, body) = record.split_first().ok_or_else(damaged)?;
    Ok((*version, body))
}

/// The record that a body holds; texts stay where they are.
///
/// # Errors
///
/// [`StoreError::Record`] where the body is not exactly such a record.
pub(crate) fn decode<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    body: &'a [u8],
) -> Result<R, StoreError> {
    let (record, length) = bincode::borrow_decode_from_slice(body, CONFIG)
        .map_err(|error| StoreError::Record { table, reason: error.to_string() })?;
    if length == body.len() {
        Ok(record)
    } else {
        Err(StoreError::Record { table, reason: "there are bytes after its end".to_owned() })
    }
}

/// What a body begins with; the rest is not looked at.
///
/// # Errors
///
/// [`StoreError::Record`] where the body does not begin so.
pub(crate) fn decode_start<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    body: &'a [u8],
) -> Result<R, StoreError> {
    let decoded = bincode::borrow_decode_from_slice(body, CONFIG);
    decoded.map(|(start, _)| start).map_err(|error| StoreError::Record { table, reason: error.to_string() })
}

fn checksum(key: &[u8], record: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hasher = Xxh3::new();
    hasher.update(key);
    hasher.update(record);
    hasher.digest().to_le_bytes()
}
