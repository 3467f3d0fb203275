//! `trolley seed`.

use std::path::PathBuf;

use clap::Subcommand;

pub(super) const SEED_EXAMPLES: &str = "\
Examples:
  trolley seed check shop.json
  trolley seed import --data till.trolley shop.json";

const CHECK_EXAMPLE: &str = "\
Example:
  trolley seed check shop.json";

const IMPORT_EXAMPLE: &str = "\
Example:
  trolley seed import --data till.trolley shop.json

All of it is put into the file, or nothing: what is wrong is named by its place in the seed.";

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SeedCommand {
    /// Look for mistakes in a seed; nothing is kept.
    #[command(after_help = CHECK_EXAMPLE)]
    Check {
        /// The seed, in JSON.
        #[arg(value_name = "SEED")]
        file: PathBuf,
    },
    /// Put a seed into a file: all of it, or nothing.
    #[command(after_help = IMPORT_EXAMPLE)]
    Import {
        /// The file that carts are kept in; a new one is made where there is none.
        #[arg(long, value_name = "FILE")]
        data: PathBuf,
        /// The seed, in JSON.
        #[arg(value_name = "SEED")]
        file: PathBuf,
    },
}
