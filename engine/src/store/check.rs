//! Every row of every table looked at: whether its record is whole, and whether what leads to it does, both ways.
//!
//! It does not stop at the first fault. How an index is looked through: each record looks up its own rows in it, and those
//! that are found are counted. Only where the index has more does it have rows that no record has, and only then are they
//! looked for, one by one.

mod answers;
mod carts;
mod catalog;
mod meta;
mod orders;

use std::fmt;

use super::tables::{Tables, row_counts};
use crate::domain::cart::Cart;
use crate::error::StoreError;
use crate::progress::{Phase, Progress, Steps};

/// Most faults that are named; the others are counted.
const FAULTS_NAMED_MAX: usize = 10_000;

/// Something in a store that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The table it is in; `file` where it is not known.
    pub table: &'static str,
    /// Under which key of the table.
    pub key: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, key, what } = self;
        if key.is_empty() {
            write!(formatter, "{table}: {what}")
        } else {
            write!(formatter, "{table} {key}: {what}")
        }
    }
}

/// All that is wrong, as far as it has been looked for.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// By the order in which they were found.
    pub(crate) named: Vec<Fault>,
    /// How many there are besides.
    pub(crate) unnamed: u64,
}

impl Faults {
    fn add(&mut self, table: &'static str, key: impl fmt::Display, what: impl Into<String>) {
        if self.named.len() < FAULTS_NAMED_MAX {
            self.named.push(Fault { table, key: key.to_string(), what: what.into() });
        } else {
            self.unnamed = self.unnamed.saturating_add(1);
        }
    }

    /// What a record holds; none of one that is not whole, which is noted.
    fn opened<T>(
        &mut self,
        table: &'static str,
        key: impl fmt::Display,
        opened: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match opened {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Record { reason, .. }) => {
                self.add(table, key, reason);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// What a row of an index leads to, a cart or an order of this key; none where there is none, which is noted. One that
    /// cannot be read has been noted before.
    fn led_to<T>(
        &mut self,
        (table, name): (&'static str, &str),
        (what, key): (&str, u64),
        found: Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match found {
            Ok(Some(found)) => Ok(Some(found)),
            Ok(None) => {
                self.add(table, name, format!("it leads to the {what} {key}, which is not there"));
                Ok(None)
            }
            Err(StoreError::Record { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What must hold of a cart besides what its record says; what is broken, where something is.
pub(crate) type CartRule<'a> = &'a dyn Fn(&Cart) -> Option<&'static str>;

/// Looks at all rows.
///
/// # Errors
///
/// The storage's own. What is wrong with a record is no error here.
pub(crate) fn check(
    tables: &impl Tables,
    rule: CartRule<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Faults, StoreError> {
    let mut faults = Faults::default();
    let counts = row_counts(tables)?;
    let records = counts.iter().filter(|(table, _)| HAS_RECORDS.contains(table));
    let mut steps = Steps::new(Phase::Checking, records.map(|(_, rows)| rows).sum(), tell);
    meta::check(tables, &mut faults, &mut steps)?;
    catalog::check(tables, &mut faults, &mut steps)?;
    carts::check(tables, rule, &mut faults, &mut steps)?;
    orders::check(tables, &mut faults, &mut steps)?;
    orders::check_parked(tables, &mut faults, &mut steps)?;
    answers::check(tables, &mut faults, &mut steps)?;
    steps.finish();
    Ok(faults)
}

/// The tables whose rows are steps of a check; all others are indexes, and looked at on the way.
const HAS_RECORDS: [&str; 9] =
    ["meta", "products", "customers", "keys", "promotions", "carts", "orders", "parked", "answers"];
