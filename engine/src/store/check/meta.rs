//! What holds for the whole store.

use redb::ReadableTable as _;

use super::Faults;
use crate::error::StoreError;
use crate::progress::Steps;
use crate::store::meta;
use crate::store::tables::Tables;

/// The settings, the counters and who made the store can be read.
pub(super) fn check(
    tables: &impl Tables,
    faults: &mut Faults,
    steps: &mut Steps<'_>,
) -> Result<(), StoreError> {
    for row in tables.meta()?.iter()? {
        let (key, record) = row?;
        let opened = meta::check_row(key.value(), record.value());
        faults.opened("meta", key.value(), opened)?;
        steps.step();
    }
    // What is missing of it.
    if let Err(StoreError::Record { reason, .. }) = meta::settings(tables) {
        faults.add("meta", "", reason);
    }
    Ok(())
}
