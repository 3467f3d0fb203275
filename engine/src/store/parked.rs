//! What is set aside of carts, each a record of its own under its identifier.

use redb::{ReadableTable as _, ReadableTableMetadata as _};

use super::damaged::left_out;
use super::meta;
use super::record::parked;
use super::tables::{Tables, WriteTables};
use crate::domain::id::ParkedId;
use crate::domain::parked::Parked;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::error::archive::{LoadError, free};

const TABLE: &str = "parked";

/// What is set aside under this identifier.
pub(crate) fn find(tables: &impl Tables, id: &ParkedId) -> Result<Option<Parked>, StoreError> {
    let Some(row) = tables.parked()?.get(id.as_str())? else { return Ok(None) };
    read(tables.reckoning(), id.as_str(), row.value()).map(Some)
}

/// What is set aside in a record, where the life of its cart is in engine time, as the clock goes now.
fn read(reckoning: Reckoning, id: &str, record: &[u8]) -> Result<Parked, StoreError> {
    let (_, parked) = parked::open(id, record)?;
    let cart = parked.cart.recounted(reckoning.offset_ms().saturating_neg());
    Ok(Parked { cart, ..parked })
}

/// How many carts are parked.
pub(crate) fn count(tables: &impl Tables) -> Result<u64, StoreError> {
    Ok(tables.parked()?.len()?)
}

/// So much of what is set aside behind the first `offset`, the last one first, and how much there is in all.
pub(crate) fn newest(
    tables: &impl Tables,
    offset: usize,
    limit: usize,
) -> Result<(Vec<Parked>, u64), StoreError> {
    let mut order = Vec::new();
    for row in tables.parked()?.iter()? {
        let (id, record) = row?;
        let sequence = parked::sequence(id.value(), record.value());
        order.extend(left_out(sequence).transpose()?.map(|sequence| (sequence, id.value().to_owned())));
    }
    order.sort_unstable_by(|one, other| other.cmp(one));
    let asked =
        order.iter().skip(offset).take(limit).map(|(_, id)| match tables.parked()?.get(id.as_str())? {
            Some(row) => read(tables.reckoning(), id, row.value()),
            None => Err(StoreError::Record { table: TABLE, reason: format!("{id} is missing") }),
        });
    Ok((asked.filter_map(left_out).collect::<Result<Vec<Parked>, StoreError>>()?, order.len() as u64))
}

/// Stores what is set aside now.
///
/// # Errors
///
/// [`StoreError::Record`] also where something has its identifier.
pub(crate) fn create(tables: &mut WriteTables<'_>, parked: &Parked) -> Result<(), StoreError> {
    let sequence = meta::next_parked_sequence(tables)?;
    let record = parked::seal(sequence, tables.reckoning().offset_ms(), parked)?;
    tables.parked.open()?.insert(parked.id.as_str(), record.as_slice())?;
    Ok(())
}

/// Puts what is set aside into an empty store.
///
/// # Errors
///
/// [`LoadError::Taken`] where its identifier is.
pub(crate) fn load(tables: &mut WriteTables<'_>, sequence: u64, parked: &Parked) -> Result<(), LoadError> {
    let record = parked::seal(sequence, tables.reckoning().offset_ms(), parked)?;
    let is_taken = tables.parked.open()?.insert(parked.id.as_str(), record.as_slice())?.is_some();
    free(is_taken, || format!("parked cart {}", parked.id))
}

/// Fails where something is set aside under this identifier already, so that nothing else can have it.
pub(crate) fn check_free(tables: &impl Tables, id: &ParkedId) -> Result<(), StoreError> {
    match tables.parked()?.get(id.as_str())? {
        Some(_) => Err(StoreError::Record { table: TABLE, reason: format!("{id} is there already") }),
        None => Ok(()),
    }
}

/// Removes what is set aside under this identifier.
pub(crate) fn delete(tables: &mut WriteTables<'_>, id: &ParkedId) -> Result<(), StoreError> {
    tables.parked.open()?.remove(id.as_str())?;
    Ok(())
}
