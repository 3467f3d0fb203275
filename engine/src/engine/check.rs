//! Checking a store: its pages, its records, its indexes, and what must hold of carts and orders.

use std::fs;
use std::path::Path;

use super::Engine;
use super::digest::StateDigest;
use crate::domain::cart::Cart;
use crate::domain::pricing::price;
use crate::domain::promotion::Promotions;
use crate::error::StoreError;
use crate::progress::Progress;
use crate::store::check::{Fault, check};
use crate::store::digest::ContentDigest;
use crate::store::tables::{ReadTables, digest_all, row_counts};
use crate::store::unwritten::UnwrittenStore;
use crate::store::{meta, promotions};

/// What a check has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// The format that the store is in.
    pub format: u32,
    /// Bytes of its file; 0 where it was looked at while it runs.
    pub bytes: u64,
    /// How many rows each table has, by its name; empty where the file is damaged, so that nothing in it is looked at.
    pub rows: Vec<(&'static str, u64)>,
    /// The digest of all rows, as [`Engine::digest`] has it; none where the file is damaged.
    pub digest: Option<StateDigest>,
    /// What is wrong, up to 10,000 faults.
    pub faults: Vec<Fault>,
    /// How many faults there are besides.
    pub faults_unnamed: u64,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many faults there are.
    #[must_use]
    pub fn fault_count(&self) -> u64 {
        self.faults_unnamed.saturating_add(self.faults.len() as u64)
    }

    /// How many rows this table has; 0 where there is none of the name.
    #[must_use]
    pub fn row_count(&self, table: &str) -> u64 {
        self.rows.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows)
    }
}

impl Engine {
    /// Checks all that is committed at this moment: every record and every index, both ways, and what must hold of carts
    /// and orders. Nobody waits for it. The pages of the file are checked by [`check_file`] alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store cannot be read. What is wrong with a record is no error here.
    pub fn check(&self, tell: &mut dyn FnMut(Progress)) -> Result<CheckReport, StoreError> {
        check_tables(&self.store.read()?, meta::FORMAT, tell)
    }
}

/// Checks a file that nobody has open, and does not write a byte to it: every page, every record and every index, both
/// ways, and what must hold of carts and orders. One of an older format is checked as it would be in the present one.
///
/// # Errors
///
/// [`StoreError`] where it cannot be looked at, as for [`Engine::open`]. A file that is damaged is no error, but a report
/// with a fault of the table `file`.
pub fn check_file(path: &Path, tell: &mut dyn FnMut(Progress)) -> Result<CheckReport, StoreError> {
    let bytes = fs::metadata(path).map_err(|source| StoreError::Io { path: path.to_owned(), source })?.len();
    match UnwrittenStore::open(path) {
        Ok(store) => Ok(CheckReport { bytes, ..check_tables(&store.read()?, store.format, tell)? }),
        Err(StoreError::Damaged { source, .. }) => Ok(damaged(bytes, source.as_ref())),
        Err(error) => Err(error),
    }
}

fn damaged(bytes: u64, found: &dyn std::error::Error) -> CheckReport {
    let what = format!("a page of the file is not as it was written: {found}");
    let faults = vec![Fault { table: "file", key: String::new(), what }];
    CheckReport { format: meta::FORMAT, bytes, rows: Vec::new(), digest: None, faults, faults_unnamed: 0 }
}

/// Checks these tables.
pub(super) fn check_tables(
    tables: &ReadTables,
    format: u32,
    tell: &mut dyn FnMut(Progress),
) -> Result<CheckReport, StoreError> {
    // Where promotions cannot be read, that is noted, and carts are priced without them.
    let promotions = match promotions::load(tables) {
        Ok(promotions) => promotions,
        Err(StoreError::Record { .. }) => Promotions::default(),
        Err(error) => return Err(error),
    };
    let faults = check(tables, &|cart| broken_rule(cart, &promotions), tell)?;
    Ok(CheckReport {
        format,
        bytes: 0,
        rows: row_counts(tables)?,
        digest: Some(digest(tables)?),
        faults: faults.named,
        faults_unnamed: faults.unnamed,
    })
}

/// The digest of all that is in these tables.
pub(super) fn digest(tables: &ReadTables) -> Result<StateDigest, StoreError> {
    let mut digest = ContentDigest::default();
    digest_all(tables, &mut digest)?;
    Ok(StateDigest(digest.finish()))
}

/// What does not hold of a cart, where something does not. A cart that costs too much since a promotion has ended is not
/// wrong: it cannot be bought, and says so.
fn broken_rule(cart: &Cart, promotions: &Promotions) -> Option<&'static str> {
    let Ok(priced) = price(cart, promotions, cart.updated_at) else { return None };
    let sum: i128 = priced.lines.iter().map(|line| i128::from(line.total)).sum();
    if priced.lines.len() != cart.lines.len() {
        return Some("it has not as many prices as lines");
    }
    (sum != i128::from(priced.total)).then_some("its lines do not sum to its total")
}
