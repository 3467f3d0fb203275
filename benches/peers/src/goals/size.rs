//! How many bytes a cart takes on the disk, against those of its record.

use redb::{Builder, ReadableDatabase as _, ReadableTable as _, TableDefinition};
use tempfile::TempDir;
use trolley_engine::{Options, Profile};

use super::Outcome;
use crate::error::PeerError;
use crate::machine::disk_bytes;
use crate::peer::Peer as _;
use crate::peers::trolley::{FILE, Trolley};
use crate::session::Bench;
use crate::table::number;
use crate::work::Work;

/// How many carts there are, and how many where it is only tried.
const CARTS: [u64; 2] = [1_000_000, 10_000];
/// How many lines each has.
const LINES: usize = 3;

const RECORDS: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("carts");

/// Fills a store, closes it and looks at its file. One-phase, which takes as much room as two-phase.
pub(super) fn measure(bench: &Bench, is_quick: bool) -> Result<Outcome, PeerError> {
    let carts = CARTS[usize::from(is_quick)];
    bench.say(&format!("filling {carts} carts of {LINES} lines"));
    let folder = TempDir::new_in(&bench.folder)?;
    let mut trolley = Trolley::start(folder.path(), Options::new(Profile::Fast))?;
    trolley.fill(Work { carts, lines: LINES })?;
    Box::new(trolley).close()?;
    let on_disk = disk_bytes(folder.path())? as f64 / carts as f64;
    let database = Builder::new().open(folder.path().join(FILE))?;
    let table = database.begin_read()?.open_table(RECORDS)?;
    let mut bytes = 0;
    for row in table.iter()? {
        bytes += row?.1.value().len();
    }
    let encoded = bytes as f64 / carts as f64;
    let detail =
        format!("{} / {} B a cart, blocks of the file, indexes included", number(on_disk), number(encoded));
    Ok(Outcome::Measured(on_disk / encoded, detail))
}
