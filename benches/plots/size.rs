//! How many bytes a cart takes, by how many lines it has.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use trolley_benches::Result;
use trolley_benches::commands::{NOW, submission};
use trolley_benches::fill::{cart_id, fill};
use trolley_benches::shop::{Offers, PRODUCTS, catalog};
use trolley_engine::engine::compact::compact;
use trolley_engine::records::encode_cart;
use trolley_engine::{Command, Engine, Options, Principal, Profile};

use crate::axis::{Axis, written};
use crate::measures::Measures;
use crate::plot::{Line, Look, Plot};

/// Fewest and most carts of a file.
const CARTS: (usize, usize) = (1_000, 20_000);

pub(crate) fn plots(measures: &Measures, disk: &Path) -> Result<Vec<Plot>> {
    let (mut record, mut filled, mut compacted) = (Vec::new(), Vec::new(), Vec::new());
    let empty = File::new(disk, 0, 1)?;
    let (empty_filled, empty_compacted) = (empty.bytes()?, empty.compacted_bytes()?);
    for lines in measures.lines {
        let carts = (measures.lines_of_size / lines).clamp(CARTS.0, CARTS.1);
        let file = File::new(disk, carts, *lines)?;
        let each = |bytes: u64, empty: u64| bytes.saturating_sub(empty) as f64 / carts as f64;
        let x = *lines as f64;
        record.push((x, file.record_bytes as f64));
        filled.push((x, each(file.bytes()?, empty_filled)));
        compacted.push((x, each(file.compacted_bytes()?, empty_compacted)));
    }
    let line = |name: &str, look: Look, points| Line { name: name.to_owned(), look, points };
    Ok(vec![Plot {
        file: "size-by-lines",
        title: "How many bytes of the file a cart takes, by its lines",
        note: format!(
            "Files of up to {} carts, the same in both profiles. What a file takes on the disk less what an empty store does.",
            written(CARTS.1 as f64)
        ),
        x: Axis::of("lines of the cart", measures.lines),
        y: Axis::new("bytes a cart"),
        lines: vec![
            line("in the file, as filled", Look::DURABLE, filled),
            line("in the file, compacted", Look::DURABLE.dashed(), compacted),
            line("its record", Look::MEMORY, record),
        ],
    }])
}

/// A file of carts that is closed.
struct File {
    folder: TempDir,
    record_bytes: usize,
}

impl File {
    fn new(disk: &Path, carts: usize, lines: usize) -> Result<Self> {
        let folder = TempDir::new_in(disk)?;
        let engine = Engine::open(&folder.path().join("carts.redb"), Options::new(Profile::Fast))?;
        let catalog = catalog(PRODUCTS, Offers::None)?;
        engine.submit(submission(vec![Command::Import(Box::new(catalog))]))?;
        fill(&engine, 0..carts, lines)?;
        let first = engine.find_cart(&cart_id(0)?, &Principal::Server, NOW)?;
        let record_bytes =
            first.map(|view| encode_cart(1, &view.cart)).transpose()?.map_or(0, |record| record.len());
        engine.close()?;
        Ok(Self { folder, record_bytes })
    }

    /// How much of the disk it takes.
    fn bytes(&self) -> Result<u64> {
        Ok(bytes_on_disk(&fs::metadata(self.folder.path().join("carts.redb"))?))
    }

    /// The same once it is compacted.
    fn compacted_bytes(&self) -> Result<u64> {
        compact(&self.folder.path().join("carts.redb"), &mut |_| {})?;
        self.bytes()
    }
}

/// What a file takes, which has holes, where the system tells.
#[cfg(unix)]
pub(crate) fn bytes_on_disk(file: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(file) * 512
}

/// What a file takes, its holes included.
#[cfg(not(unix))]
pub(crate) fn bytes_on_disk(file: &fs::Metadata) -> u64 {
    file.len()
}
