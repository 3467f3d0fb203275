//! What holds for the whole store: the format it is in, who made it, its settings, its counters.

use redb::{Database, ReadableDatabase as _, ReadableTable as _, TableError};

use super::record::{clock, delivery, settings};
use super::tables::{ReadTables, Tables, WriteTables};
use crate::archive::{Counters, Origin};
use crate::domain::catalog::Settings;
use crate::domain::delivery::Delivery;
use crate::domain::time::Timestamp;
use crate::env::engine_time::{Kept, Reckoning};
use crate::error::StoreError;

/// The format that this version writes, and the newest that it reads.
pub(crate) const FORMAT: u32 = 4;

/// The row that says which format a store is in: four bytes, the least first, whatever the format. It is also what
/// makes a file a store of ours.
const FORMAT_KEY: &str = "trolley.format";
/// The row of who made the store.
pub(crate) const ORIGIN_KEY: &str = "origin";
/// The row of the settings.
pub(crate) const SETTINGS_KEY: &str = "settings";
/// The row of how goods are sent, a part of the settings; not there where nothing is said of it.
pub(crate) const DELIVERY_KEY: &str = "delivery";
/// The row of the last internal key that a cart was given: eight bytes, the least first.
pub(crate) const CART_KEY_COUNTER: &str = "cart_key";
/// The same of orders.
pub(crate) const ORDER_KEY_COUNTER: &str = "order_key";
/// The row of how many bytes the records of answers take: eight bytes, the least first; none where there never was one.
pub(crate) const ANSWER_BYTES_COUNTER: &str = "answer_bytes";
/// The same of the sequence of what is set aside.
pub(crate) const PARKED_COUNTER: &str = "parked_sequence";

/// The row of how engine time stands; none where it was never stored. It is of no content: it says how the clock goes.
pub(crate) const CLOCK_KEY: &str = "clock";

/// The format of a store; none where this is no store of ours.
pub(crate) fn find_format(database: &Database) -> Result<Option<u32>, StoreError> {
    let tables = ReadTables::new(database.begin_read()?, Reckoning::NONE);
    let meta = match tables.meta() {
        Ok(meta) => meta,
        Err(StoreError::Storage(error)) if is_foreign(error.as_ref()) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(row) = meta.get(FORMAT_KEY)? else { return Ok(None) };
    Ok(row.value().try_into().ok().map(u32::from_le_bytes))
}

/// Whether a table is not there or not of our kind, so that the file is another program's.
fn is_foreign(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    match error.downcast_ref::<TableError>() {
        Some(TableError::Storage(_)) | None => false,
        Some(_) => true,
    }
}

/// Fills a new store with what each store has.
pub(crate) fn write_new(tables: &mut WriteTables<'_>, created_at: Timestamp) -> Result<(), StoreError> {
    write_format(tables)?;
    save_origin(tables, &made_now(created_at))?;
    save_settings(tables, &Settings::in_dollars())
}

/// This program as the maker of a store.
pub(crate) fn made_now(created_at: Timestamp) -> Origin {
    let created_by = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    Origin { created_by: created_by.to_owned(), created_at }
}

/// Who made the store.
pub(crate) fn origin(tables: &impl Tables) -> Result<Origin, StoreError> {
    match tables.meta()?.get(ORIGIN_KEY)? {
        Some(row) => open_origin(row.value()),
        None => Err(broken(ORIGIN_KEY, "is not there")),
    }
}

/// Who made the store, in the record that says so.
pub(crate) fn open_origin(bytes: &[u8]) -> Result<Origin, StoreError> {
    let (created_by, created_at) = settings::open_origin(ORIGIN_KEY, bytes)?;
    Ok(Origin { created_by, created_at })
}

/// Says who made the store.
pub(crate) fn save_origin(tables: &mut WriteTables<'_>, origin: &Origin) -> Result<(), StoreError> {
    let record = settings::seal_origin(ORIGIN_KEY, &origin.created_by, origin.created_at)?;
    tables.meta.open()?.insert(ORIGIN_KEY, record.as_slice())?;
    Ok(())
}

/// The last numbers that were given out.
pub(crate) fn counters(tables: &impl Tables) -> Result<Counters, StoreError> {
    Ok(Counters {
        cart_key: count(tables, CART_KEY_COUNTER)?,
        order_key: count(tables, ORDER_KEY_COUNTER)?,
        parked_sequence: count(tables, PARKED_COUNTER)?,
        has_kept_answers: tables.meta()?.get(ANSWER_BYTES_COUNTER)?.is_some(),
    })
}

/// Says which numbers an empty store has given out.
pub(crate) fn save_counters(tables: &mut WriteTables<'_>, counters: Counters) -> Result<(), StoreError> {
    let Counters { cart_key, order_key, parked_sequence, has_kept_answers: _ } = counters;
    let all =
        [(CART_KEY_COUNTER, cart_key), (ORDER_KEY_COUNTER, order_key), (PARKED_COUNTER, parked_sequence)];
    for (counter, last) in all.into_iter().filter(|(_, last)| 0 < *last) {
        tables.meta.open()?.insert(counter, last.to_le_bytes().as_slice())?;
    }
    Ok(())
}

/// Says that the store is in the present format.
pub(crate) fn write_format(tables: &mut WriteTables<'_>) -> Result<(), StoreError> {
    tables.meta.open()?.insert(FORMAT_KEY, FORMAT.to_le_bytes().as_slice())?;
    Ok(())
}

/// The settings.
pub(crate) fn settings(tables: &impl Tables) -> Result<Settings, StoreError> {
    let meta = tables.meta()?;
    let Some(row) = meta.get(SETTINGS_KEY)? else {
        return Err(StoreError::Record { table: "meta", reason: "there are no settings".to_owned() });
    };
    let settings = settings::open(SETTINGS_KEY, row.value())?;
    match meta.get(DELIVERY_KEY)? {
        Some(row) => Ok(Settings { delivery: delivery::open(DELIVERY_KEY, row.value())?, ..settings }),
        None => Ok(settings),
    }
}

/// Puts these settings in place of the present ones.
pub(crate) fn save_settings(tables: &mut WriteTables<'_>, settings: &Settings) -> Result<(), StoreError> {
    let meta = tables.meta.open()?;
    meta.insert(SETTINGS_KEY, settings::seal(SETTINGS_KEY, settings)?.as_slice())?;
    if settings.delivery == Delivery::default() {
        meta.remove(DELIVERY_KEY)?;
    } else {
        meta.insert(DELIVERY_KEY, delivery::seal(DELIVERY_KEY, &settings.delivery)?.as_slice())?;
    }
    Ok(())
}

/// How engine time stood when it was last stored. One that cannot be read is as good as none.
pub(crate) fn kept_time(tables: &impl Tables) -> Result<Option<Kept>, StoreError> {
    let Some(row) = tables.meta()?.get(CLOCK_KEY)? else { return Ok(None) };
    match clock::open(CLOCK_KEY, row.value()) {
        Ok(kept) => Ok(Some(kept)),
        Err(error) => {
            tracing::warn!(%error, "how engine time stood cannot be read");
            Ok(None)
        }
    }
}

/// Stores how engine time stands.
pub(crate) fn keep_time(tables: &mut WriteTables<'_>, kept: Kept) -> Result<(), StoreError> {
    let record = clock::seal(CLOCK_KEY, kept)?;
    tables.meta.open()?.insert(CLOCK_KEY, record.as_slice())?;
    Ok(())
}

/// An internal key that no cart has or had.
pub(crate) fn next_cart_key(tables: &mut WriteTables<'_>) -> Result<u64, StoreError> {
    next_key(tables, CART_KEY_COUNTER)
}

/// An internal key that no order has or had.
pub(crate) fn next_order_key(tables: &mut WriteTables<'_>) -> Result<u64, StoreError> {
    next_key(tables, ORDER_KEY_COUNTER)
}

/// How many bytes the records of answers take.
pub(crate) fn answer_bytes(tables: &impl Tables) -> Result<u64, StoreError> {
    count(tables, ANSWER_BYTES_COUNTER)
}

/// Says how many bytes the records of answers take.
pub(crate) fn save_answer_bytes(tables: &mut WriteTables<'_>, bytes: u64) -> Result<(), StoreError> {
    tables.meta.open()?.insert(ANSWER_BYTES_COUNTER, bytes.to_le_bytes().as_slice())?;
    Ok(())
}

/// A number that is higher than that of all that was set aside before.
pub(crate) fn next_parked_sequence(tables: &mut WriteTables<'_>) -> Result<u64, StoreError> {
    next_key(tables, PARKED_COUNTER)
}

/// The last internal key that a cart was given; 0 where none was.
pub(crate) fn last_cart_key(tables: &impl Tables) -> Result<u64, StoreError> {
    count(tables, CART_KEY_COUNTER)
}

/// The highest sequence of all that was set aside; 0 where nothing was.
pub(crate) fn last_parked_sequence(tables: &impl Tables) -> Result<u64, StoreError> {
    count(tables, PARKED_COUNTER)
}

/// The last internal key that an order was given; 0 where none was.
pub(crate) fn last_order_key(tables: &impl Tables) -> Result<u64, StoreError> {
    count(tables, ORDER_KEY_COUNTER)
}

fn next_key(tables: &mut WriteTables<'_>, counter: &str) -> Result<u64, StoreError> {
    let next = count(tables, counter)?.checked_add(1).ok_or_else(|| broken(counter, "is at its end"))?;
    tables.meta.open()?.insert(counter, next.to_le_bytes().as_slice())?;
    Ok(next)
}

/// Fails where a row is not of the form that rows of its key have. Of one that this version does not know nothing can be
/// said.
pub(crate) fn check_row(key: &str, record: &[u8]) -> Result<(), StoreError> {
    match key {
        ORIGIN_KEY => settings::open_origin(key, record).map(|_| ()),
        SETTINGS_KEY => settings::open(key, record).map(|_| ()),
        DELIVERY_KEY => delivery::open(key, record).map(|_| ()),
        CLOCK_KEY => clock::open(key, record).map(|_| ()),
        CART_KEY_COUNTER | ORDER_KEY_COUNTER | ANSWER_BYTES_COUNTER | PARKED_COUNTER => {
            counted(key, record).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// What a counter shows; 0 where it has never been used.
fn count(tables: &impl Tables, counter: &str) -> Result<u64, StoreError> {
    match tables.meta()?.get(counter)? {
        Some(row) => counted(counter, row.value()),
        None => Ok(0),
    }
}

fn counted(counter: &str, bytes: &[u8]) -> Result<u64, StoreError> {
    bytes.try_into().map(u64::from_le_bytes).map_err(|_| broken(counter, "does not have 8 bytes"))
}

fn broken(counter: &str, what: &str) -> StoreError {
    StoreError::Record { table: "meta", reason: format!("{counter} {what}") }
}
