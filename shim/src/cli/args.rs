//! The command line's grammar.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::{Flags, LogLevel, Profile, Sources};
use crate::dialects::till::paging::LIMIT_MAX;

const EXAMPLES: &str = "\
Examples:
  trolley                                       serve the demo catalog in memory on 127.0.0.1:2278
  trolley serve --data till.trolley --seed shop.json
                                                keep carts in a file, sell what is in shop.json
  trolley seed check shop.json                  look for mistakes in shop.json
  trolley carts list --parked                   list the sales that a running server has set aside
  trolley config                                print the settings in force
  trolley config --readings                     what the APIs' documents leave open, and what was chosen

A setting is taken from the command line, else from a variable such as TROLLEY_PORT or
TROLLEY_STOREKIT_DUPLICATE, else from the file of --config, else it is the default.";

const SERVE_EXAMPLES: &str = "\
Examples:
  trolley serve --demo --port 0                 the demo catalog, in memory, on any free port
  trolley serve --demo --data demo.trolley      the demo catalog in a file, which keeps the carts
  trolley serve --data till.trolley --seed shop.json --seed carts.json
  trolley serve --data till.trolley --profile fast --config trolley.toml

Without --demo, --data and --seed it is as if --demo were given. Into a file that is there already
the demo catalog is not put again; --seed is, but for its carts.";

const SEED_EXAMPLES: &str = "\
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

const CARTS_EXAMPLES: &str = "\
Examples:
  trolley carts list                            the carts of a server on this machine
  trolley carts park guest_763d1369-5bb8-4745-9e4d-4612126bcdb8 --note 'purse in the car'
                                                set a sale aside; the cart is empty for the next customer
  trolley carts list --parked                   what is set aside
  trolley carts resume park_9d2e7f30            take it up again, where it came from
  trolley carts list --parked --data till.trolley
                                                the same in a file that no server has open

A server wants an operator's key (dialect `till`, kind `operator_key` in a seed). Name it in
TROLLEY_KEY: what stands behind --key is seen by everybody who may list processes.";

const CARTS_LIST_EXAMPLES: &str = "\
Examples:
  trolley carts list --customer cust_abc123
  trolley carts list --parked --json";

const CARTS_SHOW_EXAMPLES: &str = "\
Examples:
  trolley carts show user_182
  trolley carts show park_9d2e7f30              what is parked may be named by its beginning";

const CARTS_PARK_EXAMPLE: &str = "\
Example:
  trolley carts park user_182 --note 'forgot the bread'

A customer's own cart is user_CUSTOMER, that of a StoreKit session guest_SESSION.
What is parked keeps its prices, codes and discounts. It does not expire, and holds back nothing of
the stock.";

const CARTS_RESUME_EXAMPLES: &str = "\
Examples:
  trolley carts resume park_9d2e7f30            into the cart that it came from
  trolley carts resume park_9d2e7f30 --into guest_0f8fad5b-d9cb-469f-a165-70867728950e

The cart that takes it must be empty; one that is not there is made.";

const CARTS_DELETE_EXAMPLES: &str = "\
Examples:
  trolley carts delete cart_0901f083-aa1c-43c5-af5c-0a9d2fc64e30
  trolley carts delete park_9d2e7f30-6b1c-4a58-8f43-0c5d1e2a3b4c";

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
    /// Print the settings in force.
    #[command(after_help = CONFIG_EXAMPLES)]
    Config(ConfigArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum SeedCommand {
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

#[derive(Debug, clap::Args)]
pub(super) struct CartsArgs {
    #[command(flatten)]
    pub(super) place: Where,
    #[command(subcommand)]
    pub(super) command: CartsCommand,
}

/// Where in the help of each command what all of them take stands: behind what is the command's own.
const WHERE_ORDER: usize = 100;

/// Where carts are looked for, and how they are shown.
#[derive(Debug, clap::Args)]
pub(super) struct Where {
    /// The server [default: TROLLEY_URL, else http://127.0.0.1:2278].
    #[arg(long, value_name = "URL", global = true, display_order = WHERE_ORDER, conflicts_with = "data")]
    pub(super) url: Option<String>,
    /// An operator's key of the server [default: TROLLEY_KEY, else the demo's].
    #[arg(long, value_name = "KEY", global = true, display_order = WHERE_ORDER, conflicts_with = "data")]
    pub(super) key: Option<String>,
    /// Instead of a server the file that carts are kept in, while no server has it open.
    #[arg(long, value_name = "FILE", global = true, display_order = WHERE_ORDER)]
    pub(super) data: Option<PathBuf>,
    /// Print JSON, for programs.
    #[arg(long, global = true, display_order = WHERE_ORDER)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum CartsCommand {
    /// List carts, the last made first.
    #[command(after_help = CARTS_LIST_EXAMPLES)]
    List {
        /// List what is parked instead, the last parked first.
        #[arg(long)]
        parked: bool,
        /// Only carts of this customer.
        #[arg(long, value_name = "ID", conflicts_with = "parked")]
        customer: Option<String>,
        /// How many at most, up to 100.
        #[arg(long, value_name = "N", default_value_t = 25, value_parser = list_limit)]
        limit: usize,
        /// How many to leave out before them.
        #[arg(long, value_name = "N", default_value_t = 0)]
        offset: usize,
    },
    /// Show what is in a cart, or in one that is parked.
    #[command(after_help = CARTS_SHOW_EXAMPLES)]
    Show {
        /// The cart, or what is parked.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Set aside what is in a cart; the cart stays, empty, for the next customer.
    #[command(after_help = CARTS_PARK_EXAMPLE)]
    Park {
        /// The cart.
        #[arg(value_name = "ID")]
        id: String,
        /// What to note with it, up to 500 characters.
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Take up again what is parked.
    #[command(after_help = CARTS_RESUME_EXAMPLES)]
    Resume {
        /// What is parked; its beginning is enough where that is the only one.
        #[arg(value_name = "PARKED")]
        parked: String,
        /// The cart that takes it [default: the one that it came from].
        #[arg(long, value_name = "CART")]
        into: Option<String>,
    },
    /// Delete a cart, or what is parked, for good.
    #[command(after_help = CARTS_DELETE_EXAMPLES)]
    Delete {
        /// The whole identifier of the cart or of what is parked.
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// Sell the demo catalog: what the APIs' documents show, with their keys.
    #[arg(long)]
    pub(super) demo: bool,
    /// Sell what is in this seed; may be repeated.
    #[arg(long = "seed", value_name = "SEED")]
    pub(super) seeds: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
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

/// As many entries of a list as an answer has at most.
fn list_limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
    limit.ok_or_else(|| format!("it is not a number from 1 to {LIMIT_MAX}"))
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
                log: self.log,
            },
            environment: true,
            file: self.config.clone(),
            text: None,
        }
    }
}
