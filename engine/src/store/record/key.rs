//! Keys as records.

use super::{Invalid, unknown_version, v1, v4};
use crate::domain::id::CustomerId;
use crate::domain::key::{Key, KeyDigest};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "keys";

/// The record of a key, which stands under its digest.
pub(crate) fn seal(key: &Key) -> Result<Vec<u8>, StoreError> {
    let first = v1::Key {
        dialect: &key.dialect,
        kind: &key.kind,
        scopes: key.scopes.iter().map(String::as_str).collect(),
        customer: key.customer.as_ref().map(CustomerId::as_str),
        hint: &key.hint,
    };
    let record = v4::key::Key {
        key: first,
        name: &key.name,
        created_at_ms: key.created_at.map(Timestamp::as_millis),
        expires_at_ms: key.expires_at.map(Timestamp::as_millis),
        revoked_at_ms: key.revoked_at.map(Timestamp::as_millis),
    };
    codec::seal(TABLE, &key.digest.0, v4::VERSION, &record)
}

/// The key in a record.
pub(crate) fn open(digest: KeyDigest, bytes: &[u8]) -> Result<Key, StoreError> {
    let record = match codec::unseal(TABLE, &digest.0, bytes)? {
        (v1::VERSION, body) => {
            let key = codec::decode(TABLE, body)?;
            v4::key::Key { key, name: "", created_at_ms: None, expires_at_ms: None, revoked_at_ms: None }
        }
        (v4::VERSION, body) => codec::decode(TABLE, body)?,
        (version, _) => return Err(unknown_version(TABLE, version)),
    };
    let v4::key::Key { key, name, created_at_ms, expires_at_ms, revoked_at_ms } = record;
    let customer = key
        .customer
        .map(CustomerId::new)
        .transpose()
        .map_err(|invalid| Invalid::Id(invalid).in_table(TABLE))?;
    Ok(Key {
        digest,
        dialect: key.dialect.to_owned(),
        kind: key.kind.to_owned(),
        scopes: key.scopes.into_iter().map(str::to_owned).collect(),
        customer,
        hint: key.hint.to_owned(),
        name: name.to_owned(),
        created_at: created_at_ms.map(Timestamp::from_millis),
        expires_at: expires_at_ms.map(Timestamp::from_millis),
        revoked_at: revoked_at_ms.map(Timestamp::from_millis),
    })
}
