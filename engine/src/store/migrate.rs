//! Bringing a store that an older version wrote to the present format.

use redb::{Database, ReadableTable as _};

use super::record::cart;
use super::tables::{Tables as _, WriteTables};
use super::{begin, meta};
use crate::domain::access::owner;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::Profile;

/// The last format in which carts of customers had no index.
const UNINDEXED: u32 = 1;

/// Brings a store of an older format to the present one, all at once: what was written until now stays as it is, new
/// tables are made, and the carts of customers are put into their index.
pub(super) fn to_present(database: &Database, found: u32, profile: Profile) -> Result<(), StoreError> {
    let transaction = begin(database, profile)?;
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.make_all()?;
    if found <= UNINDEXED {
        for (customer, key) in customer_carts(&tables)? {
            tables.customer_carts.open()?.insert((customer.as_str(), key), ())?;
        }
    }
    meta::write_format(&mut tables)?;
    drop(tables);
    Ok(transaction.commit()?)
}

/// The carts that only customers may reach: by whom, and the internal key.
fn customer_carts(tables: &WriteTables<'_>) -> Result<Vec<(String, u64)>, StoreError> {
    let mut owned = Vec::new();
    for row in tables.carts()?.iter()? {
        let (key, record) = row?;
        let key = key.value();
        match cart::open(&key.to_be_bytes(), record.value()) {
            Ok(cart) => owned.extend(owner(&cart.id, Some(&cart)).map(|customer| (customer.to_owned(), key))),
            // It is the trouble of those who ask for it, as before.
            Err(error) => tracing::warn!(key, %error, "a cart cannot be read"),
        }
    }
    // By the keys of their index, which is written faster in its order.
    owned.sort_unstable();
    Ok(owned)
}
