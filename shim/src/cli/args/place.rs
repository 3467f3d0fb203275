//! Whom a command asks: a running server, or a file that none has open.

use std::path::PathBuf;

/// Where in the help of each command what all of them take stands: behind what is the command's own.
const WHERE_ORDER: usize = 100;

/// Where carts are looked for, and how they are shown.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Where {
    /// The server [default: TROLLEY_URL, else http://127.0.0.1:2278].
    #[arg(long, value_name = "URL", global = true, display_order = WHERE_ORDER, conflicts_with = "data")]
    pub(in crate::cli) url: Option<String>,
    /// A key of the server: an operator's for carts, an administrator's for all else [default: TROLLEY_KEY, else the demo's].
    #[arg(long, value_name = "KEY", global = true, display_order = WHERE_ORDER, conflicts_with = "data")]
    pub(in crate::cli) key: Option<String>,
    /// Instead of a server the file that carts are kept in, while no server has it open.
    #[arg(long, value_name = "FILE", global = true, display_order = WHERE_ORDER)]
    pub(in crate::cli) data: Option<PathBuf>,
    /// Print JSON, for programs.
    #[arg(long, global = true, display_order = WHERE_ORDER)]
    pub(in crate::cli) json: bool,
}
