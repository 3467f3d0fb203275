//! Opening a large store after the power went while it was idle, and after it was closed.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use trolley_engine::{Options, Profile};

use super::rows::{Measure, Row};
use super::{Outcome, Outcomes};
use crate::clock::now;
use crate::error::PeerError;
use crate::figures::median;
use crate::machine::disk_bytes;
use crate::peer::Peer as _;
use crate::peers::trolley::{FILE, Trolley, open_again};
use crate::session::Bench;
use crate::table::number;
use crate::work::{Add, Work};

/// How many carts are about 1 GiB, and how many there are where it is only tried.
const CARTS: [u64; 2] = [400_000, 2_000];
/// How many lines each has.
const LINES: usize = 10;
/// How long nothing is asked of a store before the power goes.
const IDLE: Duration = Duration::from_millis(1_500);

/// Measures these rows on one store.
pub(super) fn measure(bench: &Bench, is_quick: bool, rows: &[&'static Row]) -> Result<Outcomes, PeerError> {
    let folder = TempDir::new_in(&bench.folder)?;
    let carts = CARTS[usize::from(is_quick)];
    bench.say(&format!("filling {carts} carts of {LINES} lines, to be opened after a power cut"));
    let (mut after_cut, mut after_close) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds.min(3) {
        bench.say(&format!("round {round}: power cut while idle"));
        // What is there already is not filled again.
        cut_in_a_process(folder.path(), if round == 0 { carts } else { 0 })?;
        after_cut.push(open_ms(folder.path())?);
        after_close.push(open_ms(folder.path())?);
    }
    let bytes = disk_bytes(folder.path())? as f64 / f64::from(1 << 20);
    let (cut, closed) = (median(&mut after_cut), median(&mut after_close));
    let detail = format!(
        "{} / {} ms, {} MiB on the disk, page cache warm",
        number(cut),
        number(closed),
        number(bytes)
    );
    Ok(rows
        .iter()
        .map(|row| {
            let ratio = if row.measure == Measure::OpenMilliseconds { cut } else { cut / closed };
            (*row, Outcome::Measured(ratio, detail.clone()))
        })
        .collect())
}

fn cut_in_a_process(folder: &Path, carts: u64) -> Result<(), PeerError> {
    let status = Command::new(std::env::current_exe()?)
        .args(["part", "cut", "--carts", &carts.to_string(), "--folder"])
        .arg(folder)
        .stderr(Stdio::null())
        .status()?;
    // Ending in good order is what it must not do.
    match status.code() {
        Some(code) => Err(PeerError::Program(format!("filling the store ended with {code}"))),
        None => Ok(()),
    }
}

/// Fills a store, raises a quantity, waits, and ends the process without closing anything.
pub(crate) fn cut(folder: &Path, carts: u64) -> Result<(), PeerError> {
    let mut trolley = Trolley::start(folder, Options::new(Profile::Durable))?;
    trolley.fill(Work { carts, lines: LINES })?;
    trolley.add(Add { cart: 0, line: 0 })?;
    thread::sleep(IDLE);
    std::process::abort()
}

/// How long opening it takes; it is closed again.
fn open_ms(folder: &Path) -> Result<f64, PeerError> {
    let options = Options::new(Profile::Durable);
    let began = now();
    let engine = open_again(folder, options)?;
    let milliseconds = began.elapsed().as_secs_f64() * 1e3;
    engine.close()?;
    debug_assert!(folder.join(FILE).exists());
    Ok(milliseconds)
}
