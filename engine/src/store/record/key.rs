//! Keys as records.

use super::{Invalid, open_v1, v1};
use crate::domain::id::CustomerId;
use crate::domain::key::{Key, KeyDigest};
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "keys";

/// The record of a key, which stands under its digest.
pub(crate) fn seal(key: &Key) -> Result<Vec<u8>, StoreError> {
    let record = v1::Key {
        dialect: &key.dialect,
        kind: &key.kind,
        scopes: key.scopes.iter().map(String::as_str).collect(),
        customer: key.customer.as_ref().map(CustomerId::as_str),
        hint: &key.hint,
    };
    codec::seal(TABLE, &key.digest.0, v1::VERSION, &record)
}

/// The key in a record.
pub(crate) fn open(digest: KeyDigest, bytes: &[u8]) -> Result<Key, StoreError> {
    let record: v1::Key<'_> = open_v1(TABLE, &digest.0, bytes)?;
    let customer = record
        .customer
        .map(CustomerId::new)
        .transpose()
        .map_err(|invalid| Invalid::Id(invalid).in_table(TABLE))?;
    Ok(Key {
        digest,
        dialect: record.dialect.to_owned(),
        kind: record.kind.to_owned(),
        scopes: record.scopes.into_iter().map(str::to_owned).collect(),
        customer,
        hint: record.hint.to_owned(),
    })
}
