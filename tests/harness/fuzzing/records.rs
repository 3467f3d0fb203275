//! Bytes as stored records.

use trolley_engine::records::{TABLES, rewrite};
use xxhash_rust::xxh3::Xxh3;

use super::Bytes;

/// Bytes as a record: of which table, whether its checksum is to be made right, how long the key is, the key, the record.
/// One that is read must be one that is written, and stay what it is.
///
/// # Panics
///
/// Where that is not so.
pub fn records(data: &[u8]) {
    let mut bytes = Bytes(data);
    let table = bytes.pick(TABLES);
    let (is_sealed, key_len) = match bytes.byte() {
        length @ 0..128 => (true, length),
        length => (false, length - 128),
    };
    let key = bytes.take(usize::from(key_len));
    let mut record = bytes.0.to_vec();
    if is_sealed {
        record.extend_from_slice(&checksum(key, &record));
    }
    let Ok(first) = rewrite(table, key, &record) else { return };
    match rewrite(table, key, &first) {
        Ok(second) => assert_eq!(first, second, "a record of {table} changes when it is written again"),
        Err(error) => panic!("a record of {table} is not read that was written: {error}"),
    }
}

/// The checksum of a record under a key.
fn checksum(key: &[u8], record: &[u8]) -> [u8; 8] {
    let mut hasher = Xxh3::new();
    hasher.update(key);
    hasher.update(record);
    hasher.digest().to_le_bytes()
}
