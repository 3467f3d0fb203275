//! `trolley backup`, `restore`, `check` and `compact`.

use std::path::PathBuf;

pub(in crate::cli) const BACKUP_EXAMPLES: &str = "\
Examples:
  trolley backup                                have a running server make one into its folder
  trolley backup --list                         those that it has, the newest first
  trolley backup --data till.trolley --to backups
                                                of a file that no server has open, into a folder
  trolley backup --data till.trolley --to monday.trolley
                                                or as this file

A backup is of one moment, and is read back and checked before it gets its name. A server makes them
by itself with --backups FOLDER: at the start, every hour, and when it stops.
A server wants an administrator's key (dialect `admin`, kind `admin_key` in a seed). Name it in
TROLLEY_KEY: what stands behind --key is seen by everybody who may list processes.

Exit status: 0 there is a backup, 1 there is none, 2 wrong arguments.";

pub(in crate::cli) const RESTORE_EXAMPLES: &str = "\
Examples:
  trolley restore --data till.trolley --newest backups
                                                the newest of till.trolley in this folder that is sound
  trolley restore --data till.trolley backups/till.trolley.00000042.20261122T114720Z.backup

The backup is checked in full first, and stays. The file that is there is kept beside the one that
takes its place, as till.trolley.before-restore-1. No server may have it open.

Exit status: 0 restored, 1 not restored and nothing changed, 2 wrong arguments.";

pub(in crate::cli) const CHECK_EXAMPLES: &str = "\
Examples:
  trolley check --data till.trolley
  trolley check --data till.trolley --json      the same for programs

Every page, record and index is looked at, and what must hold of carts and orders. All faults are
named, and not a byte of the file is written. No server may have it open.

Exit status: 0 it is sound, 1 it has faults, 2 it cannot be looked at.";

pub(in crate::cli) const COMPACT_EXAMPLE: &str = "\
Example:
  trolley compact --data till.trolley

A smaller copy is made, read back and checked, and takes the file's place at once, so that a power
cut leaves the one or the other. It needs room for both. What was deleted is gone from it for good.
No server may have it open.

Exit status: 0 compacted, 1 not compacted and nothing changed, 2 wrong arguments.";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BackupArgs {
    /// List the backups of the server, and make none.
    #[arg(long, conflicts_with = "data")]
    pub(in crate::cli) list: bool,
    /// The server [default: TROLLEY_URL, else http://127.0.0.1:2278].
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    pub(in crate::cli) url: Option<String>,
    /// An administrator's key of the server [default: TROLLEY_KEY, else the demo's].
    #[arg(long, value_name = "KEY", conflicts_with = "data")]
    pub(in crate::cli) key: Option<String>,
    /// Instead of a server the file that carts are kept in, while no server has it open.
    #[arg(long, value_name = "FILE", requires = "to")]
    pub(in crate::cli) data: Option<PathBuf>,
    /// Where to make it: in this folder, or as this file, which must not be there.
    #[arg(long, value_name = "PLACE", requires = "data")]
    pub(in crate::cli) to: Option<PathBuf>,
    /// Print JSON, for programs.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RestoreArgs {
    /// The file that carts are kept in, be it there or not.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
    /// The backup.
    #[arg(value_name = "BACKUP", required_unless_present = "newest", conflicts_with = "newest")]
    pub(in crate::cli) backup: Option<PathBuf>,
    /// The newest sound one of this file in this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) newest: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CheckArgs {
    /// The file that carts are kept in, or a backup of it.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
    /// Print JSON, for programs.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CompactArgs {
    /// The file that carts are kept in.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) data: PathBuf,
}
