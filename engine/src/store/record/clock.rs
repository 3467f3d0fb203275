//! How engine time stands as a record.

use super::{open_v4, v4};
use crate::domain::time::Timestamp;
use crate::env::engine_time::Kept;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "meta";

/// The record of how engine time stands.
pub(crate) fn seal(key: &str, kept: Kept) -> Result<Vec<u8>, StoreError> {
    let record = v4::clock::Clock { wall_ms: kept.wall.as_millis(), offset_ms: kept.offset_ms };
    codec::seal(TABLE, key.as_bytes(), v4::VERSION, &record)
}

/// How engine time stands, in a record.
pub(crate) fn open(key: &str, bytes: &[u8]) -> Result<Kept, StoreError> {
    let v4::clock::Clock { wall_ms, offset_ms } = open_v4(TABLE, key.as_bytes(), bytes)?;
    Ok(Kept { wall: Timestamp::from_millis(wall_ms), offset_ms })
}
