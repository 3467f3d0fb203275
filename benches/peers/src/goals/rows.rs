//! The goals that the engine decides: what is held against what, and how far it may be apart.

/// How far a ratio may be from 1 in which direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
}

/// A contender at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    /// Its name.
    pub(crate) name: &'static str,
    /// How many callers it has.
    pub(crate) callers: usize,
    /// How many lines its carts have.
    pub(crate) lines: usize,
    /// How many carts it has.
    pub(crate) carts: u64,
}

/// Which figures are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Adds in a second.
    AddsPerSecond,
    /// Median latency.
    P50,
}

/// Rows that are measured side by side, all at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Everybody on ten lines.
    Peers,
    /// A lone caller of each, on files that nobody else has changed.
    Lone,
    /// The same where each flush takes 3 ms longer.
    SlowDisk,
    /// Large carts against small ones.
    Lines,
    /// Many carts against few.
    Carts,
}

/// How a ratio is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The first's figure against the second's.
    SideBySide(Group, Figure, At, At),
    /// The 99th percentile of latency against the median.
    Spread(Group, At),
    /// Instructions an add in batches of so many, in memory, of the first against the second.
    Instructions(At, At, usize),
    /// Importing a catalog against raw inserts of the same rows; products in the order of their identifiers, or in none.
    Import {
        /// Whether they are in order.
        is_sorted: bool,
    },
    /// Bytes on the disk against bytes of records.
    DiskBytes,
    /// Opening after a power cut: in milliseconds.
    OpenMilliseconds,
    /// Opening after a power cut against opening what was closed.
    OpenRatio,
}

/// A goal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// What it asks for.
    pub(crate) goal: &'static str,
    /// How much.
    pub(crate) bar: Bar,
    /// How it is measured.
    pub(crate) measure: Measure,
}

impl Bar {
    /// Whether this is good enough.
    pub(crate) fn is_met(self, ratio: f64) -> bool {
        match self {
            Self::AtLeast(least) => least <= ratio,
            Self::AtMost(most) => ratio <= most,
        }
    }

    /// In signs.
    pub(crate) fn text(self) -> String {
        match self {
            Self::AtLeast(least) => format!(">= {least}"),
            Self::AtMost(most) => format!("<= {most}"),
        }
    }
}

/// A contender with ten lines in 10,000 carts.
const fn at(name: &'static str, callers: usize) -> At {
    At { name, callers, lines: 10, carts: 10_000 }
}

const fn row(name: &'static str, goal: &'static str, bar: Bar, measure: Measure) -> Row {
    Row { name, goal, bar, measure }
}

/// Adds a second of the first against the second's, with as many callers.
const fn adds(group: Group, ours: &'static str, theirs: &'static str, callers: usize) -> Measure {
    Measure::SideBySide(group, Figure::AddsPerSecond, at(ours, callers), at(theirs, callers))
}

/// The median latency of a lone caller of the first against the second's.
const fn lone(group: Group, ours: At, theirs: At) -> Measure {
    Measure::SideBySide(group, Figure::P50, ours, theirs)
}

const fn sized(name: &'static str, lines: usize, carts: u64) -> At {
    At { name, callers: 1, lines, carts }
}

const DURABLE: &str = "trolley-durable";
const FAST: &str = "trolley-fast";
const MEMORY: &str = "trolley-memory";

use Bar::{AtLeast, AtMost};
use Group::{Carts, Lines, Lone, Peers, SlowDisk};

/// All of them, in the order of the page that sets them.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("sqlite-each-two-phase", "64 callers, two-phase, against SQLite FULL blob, a transaction an add", AtLeast(8.0),
        adds(Peers, DURABLE, "sqlite-full-blob-each", 64)),
    row("sqlite-rows-each-two-phase", "the same against a row a line", AtLeast(8.0),
        adds(Peers, DURABLE, "sqlite-full-rows-each", 64)),
    row("sqlite-each-two-phase-slow", "64 callers, two-phase, against SQLite FULL blob, +3 ms a flush", AtLeast(20.0),
        adds(SlowDisk, DURABLE, "sqlite-full-blob-each", 64)),
    row("sqlite-each-one-phase", "64 callers, one-phase, against SQLite FULL blob, a transaction an add", AtLeast(10.0),
        adds(Peers, FAST, "sqlite-full-blob-each", 64)),
    row("sqlite-each-one-phase-slow", "64 callers, one-phase, against SQLite FULL blob, +3 ms a flush", AtLeast(35.0),
        adds(SlowDisk, FAST, "sqlite-full-blob-each", 64)),
    row("sqlite-group-64", "64 callers, one-phase, against SQLite FULL blob, grouped", AtLeast(1.4),
        adds(Peers, FAST, "sqlite-full-blob-group", 64)),
    row("sqlite-group-256", "256 callers, the same", AtLeast(1.8),
        adds(Peers, FAST, "sqlite-full-blob-group", 256)),
    row("sqlite-rows-group-64", "64 callers, one-phase, against SQLite FULL row a line, grouped", AtLeast(1.0),
        adds(Peers, FAST, "sqlite-full-rows-group", 64)),
    row("sqlite-rows-group-256", "256 callers, the same", AtLeast(1.0),
        adds(Peers, FAST, "sqlite-full-rows-group", 256)),
    row("lmdb-group-64", "64 callers, one-phase, against LMDB, grouped", AtLeast(0.9),
        adds(Peers, FAST, "lmdb-group", 64)),
    row("lmdb-group-256", "256 callers, the same", AtLeast(0.9),
        adds(Peers, FAST, "lmdb-group", 256)),
    row("fjall-group-64", "64 callers, one-phase, against fjall SyncData, grouped", AtLeast(0.8),
        adds(Peers, FAST, "fjall-group", 64)),
    row("fjall-group-256", "256 callers, the same", AtLeast(0.8),
        adds(Peers, FAST, "fjall-group", 256)),
    row("instructions-increment", "instructions, increment in batches of 64, 10 lines, against raw redb", AtMost(1.15),
        Measure::Instructions(at(MEMORY, 1), at("redb-memory-group", 1), 64)),
    row("redb-group-two-phase", "64 callers, against raw redb grouped, both two-phase", AtLeast(0.9),
        adds(Peers, DURABLE, "redb-two-phase-group", 64)),
    row("redb-group-one-phase", "64 callers, against raw redb grouped, both one-phase", AtLeast(0.9),
        adds(Peers, FAST, "redb-one-phase-group", 64)),
    row("lone-same-way", "p50 of a lone caller against raw redb, both through a queue", AtMost(1.1),
        lone(Lone, at(DURABLE, 1), at("redb-two-phase-each", 1))),
    row("lone-same-thread", "p50 of a lone caller against raw redb on the caller's own thread", AtMost(1.4),
        lone(Lone, at(DURABLE, 1), at("redb-two-phase-direct", 1))),
    row("regather", "p50 of a lone caller, regathering on against off", AtMost(1.03),
        lone(Lone, at(DURABLE, 1), at("trolley-durable-unawaited", 1))),
    row("spread", "64 callers: p99 against p50, two-phase", AtMost(2.5),
        Measure::Spread(Peers, at(DURABLE, 64))),
    row("lines", "p50 of a lone caller, 100 lines against 1, two-phase", AtMost(1.4),
        lone(Lines, sized(DURABLE, 100, 10_000), sized(DURABLE, 1, 10_000))),
    row("instructions-lines", "instructions, add in memory, 100 lines against 1, batches of 1", AtMost(3.0),
        Measure::Instructions(At { lines: 100, ..at(MEMORY, 1) }, At { lines: 1, ..at(MEMORY, 1) }, 1)),
    row("carts", "p50 of a lone caller, 1e6 carts of 3 lines against 1e3, two-phase", AtMost(1.3),
        lone(Carts, sized(DURABLE, 3, 1_000_000), sized(DURABLE, 3, 1_000))),
    row("open-ms", "milliseconds to open 1 GiB after a power cut while idle", AtMost(10.0),
        Measure::OpenMilliseconds),
    row("open", "the same against opening it after it was closed", AtMost(10.0),
        Measure::OpenRatio),
    row("disk-bytes", "bytes on the disk against bytes of records, 1e6 carts of 3 lines", AtMost(1.3),
        Measure::DiskBytes),
    row("import", "import of 1e6 products against sorted cursor inserts of the same rows", AtLeast(0.8),
        Measure::Import { is_sorted: true }),
    row("import-shuffled", "the same, products given in no order", AtLeast(0.8),
        Measure::Import { is_sorted: false }),
];

#[cfg(test)]
mod tests;
