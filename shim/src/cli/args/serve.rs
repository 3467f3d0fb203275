//! `trolley serve`.

use std::path::PathBuf;

use super::Settings;

pub(super) const SERVE_EXAMPLES: &str = "\
Examples:
  trolley serve --demo --port 0                 the demo catalog, in memory, on any free port
  trolley serve --demo --data demo.trolley      the demo catalog in a file, which keeps the carts
  trolley serve --data till.trolley --seed shop.json --seed carts.json
  trolley serve --data till.trolley --profile fast --config trolley.toml

Without --demo, --data and --seed it is as if --demo were given. Into a file that is there already
the demo catalog is not put again; --seed is, but for its carts.";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServeArgs {
    /// Sell the demo catalog: what the APIs' documents show, with their keys.
    #[arg(long)]
    pub(in crate::cli) demo: bool,
    /// Sell what is in this seed; may be repeated.
    #[arg(long = "seed", value_name = "SEED")]
    pub(in crate::cli) seeds: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) settings: Settings,
}
