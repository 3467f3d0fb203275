//! The command line's grammar.

pub(super) mod serve;
pub(super) mod seed;
pub(super) mod archive;
pub(super) mod bench;
pub(super) mod carts;
pub(super) mod keys;
pub(super) mod data;
pub(super) mod place;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use self::archive::{
    EXPORT_EXAMPLES, ExportArgs, IMPORT_EXAMPLES, ImportArgs, SALVAGE_EXAMPLES, SalvageArgs,
};
use self::bench::{BENCH_EXAMPLES, BenchArgs};
use self::carts::{CARTS_EXAMPLES, CartsArgs};
use self::data::{
    BACKUP_EXAMPLES, BackupArgs, CHECK_EXAMPLES, COMPACT_EXAMPLE, CheckArgs, CompactArgs, RESTORE_EXAMPLES,
    RestoreArgs,
};
use self::keys::{KEYS_EXAMPLES, KeysArgs};
use self::seed::{SEED_EXAMPLES, SeedCommand};
use self::serve::{SERVE_EXAMPLES, ServeArgs};
use crate::config::{Flags, LogLevel, Profile, Sources};

const EXAMPLES: &str = "\
Examples:
  trolley                                       serve the demo catalog in memory on 127.0.0.1:2278
  trolley serve --data till.trolley --seed shop.json
                                                keep carts in a file, sell what is in shop.json
  trolley seed check shop.json                  look for mistakes in shop.json
  trolley carts list --parked                   list the sales that a running server has set aside
  trolley keys create --data till.trolley --dialect storekit
                                                make the first key of a new till
  trolley backup                                have a running server back up its carts
  trolley check --data till.trolley             look for faults in a file of carts
  trolley export --data till.trolley --to till.jsonl
                                                write all that a file holds as JSON lines
  trolley bench                                 say how fast a server on this machine is
  trolley config                                print the settings in force
  trolley config --readings                     what the APIs' documents leave open, and what was chosen

A setting is taken from the command line, else from a variable such as TROLLEY_PORT or
TROLLEY_STOREKIT_DUPLICATE, else from the file of --config, else it is the default.";

const CONFIG_EXAMPLES: &str = "\
Examples:
  trolley config --config trolley.toml > in-force.toml
  trolley config --readings                     what the APIs' documents leave open, and what was chosen
  trolley config --readings storekit.duplicate  the same of one setting; of one API: --readings storekit

What is printed without --readings is itself a file for --config.";

/// A cart engine in one file, and a local server that speaks four cart APIs.
#[derive(Debug, Parser)]
#[command(name = "trolley", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) serve: ServeArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the four cart APIs.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Check or import catalogs, customers, keys and carts.
    #[command(subcommand, arg_required_else_help = false, after_help = SEED_EXAMPLES)]
    Seed(SeedCommand),
    /// Look at carts, set them aside for later, and take them up again.
    #[command(arg_required_else_help = false, after_help = CARTS_EXAMPLES)]
    Carts(CartsArgs),
    /// Make, list and revoke the keys by which callers prove themselves.
    #[command(arg_required_else_help = false, after_help = KEYS_EXAMPLES)]
    Keys(KeysArgs),
    /// Make a backup: of a running server, or of a file.
    #[command(after_help = BACKUP_EXAMPLES)]
    Backup(BackupArgs),
    /// Put a backup in the place of the file that carts are kept in.
    #[command(after_help = RESTORE_EXAMPLES)]
    Restore(RestoreArgs),
    /// Look for faults in a file that carts are kept in.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Make a file that carts are kept in as small as it can be.
    #[command(after_help = COMPACT_EXAMPLE)]
    Compact(CompactArgs),
    /// Write all that a file holds as JSON lines.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArgs),
    /// Make a file of an export.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(ImportArgs),
    /// Write all that can be read of a damaged file as JSON lines.
    #[command(after_help = SALVAGE_EXAMPLES)]
    Salvage(SalvageArgs),
    /// Put load on a running server, and say how fast it answers.
    #[command(after_help = BENCH_EXAMPLES)]
    Bench(BenchArgs),
    /// Print the settings in force.
    #[command(after_help = CONFIG_EXAMPLES)]
    Config(ConfigArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Print what the APIs' documents leave open or contradict themselves in, and what can be set instead.
    #[arg(long, value_name = "NAME")]
    #[expect(clippy::option_option, reason = "it is how clap has an option whose value may be left out")]
    pub(super) readings: Option<Option<String>>,
    /// Print it as JSON.
    #[arg(long, requires = "readings")]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) settings: Settings,
}

#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Keep carts in this file [default: nothing is kept].
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// The port to listen on, 0 for any that is free [default: 2278].
    #[arg(long, value_name = "N", value_parser = port)]
    port: Option<u16>,
    /// The address to listen on, 127.0.0.1 or ::1 [default: 127.0.0.1].
    #[arg(long, value_name = "ADDRESS", value_parser = host)]
    host: Option<IpAddr>,
    /// How safely carts are kept [default: durable with --data, else memory].
    #[arg(long)]
    profile: Option<Profile>,
    /// A file of settings, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Make backups into this folder: at the start, every hour, and at the end [default: none].
    #[arg(long, value_name = "FOLDER")]
    backups: Option<PathBuf>,
    /// What is logged to the standard error output [default: warn].
    #[arg(long, value_name = "LEVEL")]
    log: Option<LogLevel>,
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("it is not a number from 0 to {}", u16::MAX))
}

fn host(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| "it is neither 127.0.0.1 nor ::1".to_owned())
}

impl Settings {
    /// What the configuration is made of.
    pub(super) fn sources(&self) -> Sources {
        Sources {
            flags: Flags {
                host: self.host,
                port: self.port,
                profile: self.profile,
                data: self.data.clone(),
                backups: self.backups.clone(),
                log: self.log,
            },
            environment: true,
            file: self.config.clone(),
            text: None,
        }
    }
}
