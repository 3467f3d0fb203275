//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

/// The cart engine against other stores, on the same work and the same durability, in one run.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compares everybody: a table for each durability and each size of a cart.
    Compare(Compare),
    /// Measures the goals that the engine decides, as ratios, and says which are met.
    Goals(Goals),
    /// Names all peers.
    Peers,
    /// A part of a run that is its own process: for `goals`.
    #[command(hide = true, subcommand)]
    Part(Part),
}

/// What holds for every run.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Where files are made, and removed again: on the disk that is to be measured. By default beside this program.
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// How many rounds; figures are medians over them.
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
    /// How long each peer is asked in each round, in milliseconds.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) round_ms: u64,
    /// How long raw stores behind a queue wait for a batch to come again, in microseconds; 0 for not at all.
    #[arg(long, default_value_t = 0)]
    pub(crate) regather_us: u64,
    /// Few carts and two short rounds: for trying, not for figures.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Says nothing on the standard error.
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// Compares everybody.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// What holds for every run.
    #[command(flatten)]
    pub(crate) common: Common,
    /// How many carts there are.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) carts: u64,
    /// How many lines a cart has: 1 to 100, a table for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10, 100])]
    pub(crate) lines: Vec<usize>,
    /// How many callers add at the same time.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 64, 256])]
    pub(crate) callers: Vec<usize>,
    /// Only peers whose names contain one of these.
    #[arg(long, value_delimiter = ',')]
    pub(crate) peer: Vec<String>,
}

/// Measures goals.
#[derive(Debug, Args)]
pub(crate) struct Goals {
    /// What holds for every run.
    #[command(flatten)]
    pub(crate) common: Common,
    /// Only rows whose names contain one of these.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Names all rows, and measures nothing.
    #[arg(long)]
    pub(crate) list: bool,
    /// Only the rows that count instructions, which need valgrind.
    #[arg(long)]
    pub(crate) instructions: bool,
}

/// A part of a run that is its own process.
#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// Prints the figures of the slow rows, under a library that makes flushes slow.
    Slow {
        /// What holds for every run.
        #[command(flatten)]
        common: Common,
        /// Only these rows.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Makes batches of adds in memory, to be counted.
    Count {
        /// Of whom.
        #[arg(long)]
        peer: String,
        /// How many carts there are.
        #[arg(long)]
        carts: u64,
        /// How many lines a cart has.
        #[arg(long)]
        lines: usize,
        /// How many adds are committed together.
        #[arg(long)]
        batch: usize,
        /// How many batches.
        #[arg(long)]
        batches: usize,
        /// Where files are made.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Fills a store and ends without closing it, as when the power goes.
    Cut {
        /// The folder of the store.
        #[arg(long)]
        folder: PathBuf,
        /// How many carts to put in.
        #[arg(long)]
        carts: u64,
    },
}

impl Common {
    /// How many rounds there are.
    pub(crate) const fn rounds(&self) -> usize {
        if self.quick { 2 } else { self.rounds }
    }

    /// How long a round is.
    pub(crate) const fn duration(&self) -> Duration {
        Duration::from_millis(if self.quick { 100 } else { self.round_ms })
    }

    /// These options again, for another process.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = vec![
            format!("--rounds={}", self.rounds),
            format!("--round-ms={}", self.round_ms),
            format!("--regather-us={}", self.regather_us),
        ];
        arguments.extend(self.folder.iter().map(|folder| format!("--folder={}", folder.display())));
        arguments.extend(self.quick.then(|| "--quick".to_owned()));
        arguments.extend(self.quiet.then(|| "--quiet".to_owned()));
        arguments
    }
}
