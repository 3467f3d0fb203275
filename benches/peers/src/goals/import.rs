//! Importing a catalog, against inserting the same rows into a raw store at the end of each table, in order.

use std::ops::Bound;
use std::path::Path;

use redb::{Builder, ReadableDatabase as _, ReadableTable as _, TableDefinition};
use tempfile::TempDir;
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::import::Import;
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::{Command, Engine, Options, Principal, Profile, Submission};

use super::Outcome;
use crate::clock::now;
use crate::error::PeerError;
use crate::figures::median;
use crate::peers::trolley::{FILE, product};
use crate::session::Bench;
use crate::table::number;
use crate::work::scattered;

/// How many products there are, and how many where it is only tried.
const PRODUCTS: [u64; 2] = [1_000_000, 20_000];
/// As the engine's.
const CACHE_BYTES: usize = 64 * 1024 * 1024;

const RECORDS: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("products");
const SKUS: TableDefinition<'static, &str, (&str, &str)> = TableDefinition::new("skus");

/// The rows that an import writes, in order.
struct Rows {
    records: Vec<(String, Vec<u8>)>,
    skus: Vec<(String, (String, String))>,
}

/// Measures it, engine and raw store in turns.
pub(super) fn measure(bench: &Bench, is_quick: bool, is_sorted: bool) -> Result<Outcome, PeerError> {
    let count = PRODUCTS[usize::from(is_quick)];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds.min(3) {
        bench.say(&format!("round {round}: import of {count} products, sorted: {is_sorted}"));
        let folder = TempDir::new_in(&bench.folder)?;
        ours.push(engine_seconds(folder.path(), count, is_sorted)?);
        let rows = rows(&folder.path().join(FILE))?;
        drop(folder);
        let folder = TempDir::new_in(&bench.folder)?;
        theirs.push(raw_seconds(folder.path(), &rows)?);
    }
    let (ours, theirs) = (count as f64 / median(&mut ours), count as f64 / median(&mut theirs));
    let detail =
        format!("{} / {} products/s, both two-phase, rows of records and SKUs", number(ours), number(theirs));
    Ok(Outcome::Measured(ours / theirs, detail))
}

fn engine_seconds(folder: &Path, count: u64, is_sorted: bool) -> Result<f64, PeerError> {
    let engine = Engine::open(&folder.join(FILE), Options::new(Profile::Durable))?;
    let at = SystemClock.now();
    let mut products = (0..count).map(|number| product(number, at)).collect::<Result<Vec<Product>, _>>()?;
    if !is_sorted {
        for place in (1..products.len()).rev() {
            products.swap(place, (scattered(place as u64) % (place as u64 + 1)) as usize);
        }
    }
    let import = Command::Import(Box::new(Import { products, ..Import::default() }));
    let submission = Submission::new(at, Principal::Server, vec![import]);
    let began = now();
    engine.submit(submission)?;
    let seconds = began.elapsed().as_secs_f64();
    if engine.product_count()? != count {
        return Err(PeerError::Missing(count));
    }
    engine.close()?;
    Ok(seconds)
}

fn rows(file: &Path) -> Result<Rows, PeerError> {
    let database = Builder::new().open(file)?;
    let transaction = database.begin_read()?;
    let mut rows = Rows { records: Vec::new(), skus: Vec::new() };
    for row in transaction.open_table(RECORDS)?.iter()? {
        let (key, record) = row?;
        rows.records.push((key.value().to_owned(), record.value().to_vec()));
    }
    for row in transaction.open_table(SKUS)?.iter()? {
        let (key, found) = row?;
        let (product, variant) = found.value();
        rows.skus.push((key.value().to_owned(), (product.to_owned(), variant.to_owned())));
    }
    Ok(rows)
}

fn raw_seconds(folder: &Path, rows: &Rows) -> Result<f64, PeerError> {
    let database = Builder::new().set_cache_size(CACHE_BYTES).create(folder.join(FILE))?;
    let began = now();
    let mut transaction = database.begin_write()?;
    transaction.set_two_phase_commit(true);
    {
        let mut table = transaction.open_table(RECORDS)?;
        let mut cursor = table.upper_bound_mut(Bound::<&str>::Unbounded)?;
        for (key, record) in &rows.records {
            cursor.insert_before(key.as_str(), record.as_slice())?;
        }
        cursor.close()?;
        let mut table = transaction.open_table(SKUS)?;
        let mut cursor = table.upper_bound_mut(Bound::<&str>::Unbounded)?;
        for (key, (product, variant)) in &rows.skus {
            cursor.insert_before(key.as_str(), (product.as_str(), variant.as_str()))?;
        }
        cursor.close()?;
    }
    transaction.commit()?;
    Ok(began.elapsed().as_secs_f64())
}
