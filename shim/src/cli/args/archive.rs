//! `trolley export`, `trolley import` and `trolley salvage`.

use std::path::PathBuf;

pub(super) const EXPORT_EXAMPLES: &str = "\
Examples:
  trolley export --data till.trolley --to till.jsonl
  trolley export --data backup.trolley | gzip > till.jsonl.gz
  trolley export --data till.trolley | jq -c 'select(.kind == \"order\") | .entry.order.id'

All of it is written: settings, catalog, promotions, customers, keys (their digests), carts, orders,
what is parked and the answers to idempotency keys. It holds customers' data: keep it as safe as the
file. Of a server that is running take a backup, and export that.

Exit status: 0 all is written, 1 it is not, 2 wrong arguments.";

pub(super) const IMPORT_EXAMPLES: &str = "\
Examples:
  trolley import --data new.trolley till.jsonl
  gunzip < till.jsonl.gz | trolley import --data new.trolley -

The file is made when all of the export is read and makes sense, or not at all. One that is there
already stays as it is.

Exit status: 0 the file is made, 1 it is not and nothing changed, 2 wrong arguments.";

pub(super) const SALVAGE_EXAMPLES: &str = "\
Examples:
  trolley salvage --data damaged.trolley --to found.jsonl
  trolley import --data new.trolley found.jsonl

Where there is a sound backup, `trolley restore` is better: it has all of one moment. The file is
only read, and no server may have it open. What is found where nothing leads to it any more is
marked `stray`: it may be older than the last change, or deleted since. Stray keys are not imported.

Exit status: 0 something was found, 1 nothing was, 2 wrong arguments.";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SalvageArgs {
    /// The damaged file.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
    /// The file to write, which is not there yet; - for the standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(in crate::cli) to: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExportArgs {
    /// The file that carts are kept in, while no server has it open; a backup will do.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
    /// The file to write, which is not there yet; - for the standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(in crate::cli) to: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ImportArgs {
    /// The file to make, which is not there yet.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
    /// The export; - for the standard input.
    #[arg(value_name = "EXPORT")]
    pub(in crate::cli) from: PathBuf,
}
