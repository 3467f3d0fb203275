//! Customers of a seed, and keys.

use trolley_engine::domain::catalog::Customer;
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::key::Key;

use super::fault::{Fault, each, text};
use super::products::moment;
use super::rows::{CustomerRow, KeyRow};
use crate::keyring::digest;
use crate::keyring::meaning::{self, Nonsense};

/// Most characters of a key that are kept to tell it from others.
const HINT_CHARACTERS_MAX: usize = 10;

/// The customers.
pub(super) fn customers(rows: &[CustomerRow]) -> Result<Vec<Customer>, Fault> {
    each("customers", rows, |row| {
        Ok(Customer {
            id: text("id", &row.id, CustomerId::new)?,
            name: row.name.clone(),
            email: row.email.clone(),
        })
    })
}

/// The keys, of whose texts only digests are left.
pub(super) fn keys(rows: &[KeyRow]) -> Result<Vec<Key>, Fault> {
    each("keys", rows, |row| {
        check(row)?;
        // A third of a short key is all that may be known of it.
        let hint_characters = HINT_CHARACTERS_MAX.min(row.key.chars().count() / 3);
        Ok(Key {
            digest: digest(&row.key),
            dialect: row.dialect.clone(),
            kind: row.kind.clone(),
            scopes: row.scopes.clone(),
            customer: row
                .customer
                .as_deref()
                .map(|customer| text("customer", customer, CustomerId::new))
                .transpose()?,
            hint: row.key.chars().take(hint_characters).collect(),
            name: row.name.clone(),
            created_at: None,
            expires_at: moment("expires_at", row.expires_at.as_deref())?,
            revoked_at: None,
        })
    })
}

/// Refuses a key that no caller could prove anything by.
fn check(row: &KeyRow) -> Result<(), Fault> {
    let fault = |Nonsense { field, reason }| Fault::new(field, reason);
    let secret = meaning::dialect(&row.dialect).and_then(|dialect| meaning::kind(dialect, Some(&row.kind)));
    let secret = secret.map_err(fault)?;
    meaning::check_scopes(secret, &row.scopes).map_err(fault)?;
    if row.key.is_empty() || row.key.trim() != row.key {
        return Err(Fault::new("key", "it is empty, or begins or ends with white space"));
    }
    meaning::check_named(secret, row.customer.is_some()).map_err(fault)
}
