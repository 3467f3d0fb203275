//! Everybody who is compared.

mod raw_redb;
mod sqlite;
mod sqlite_blobs;
mod sqlite_rows;
mod lmdb;
mod log_structured;
mod stateset;
pub(crate) mod trolley;

use std::time::Duration;

use trolley_engine::{Options, Profile, Regather};

use self::lmdb::Lmdb;
use self::log_structured::LogStructured;
use self::raw_redb::{Medium, Phases, RawRedb};
use self::sqlite::Synchronous;
use self::sqlite_blobs::SqliteBlobs;
use self::sqlite_rows::SqliteRows;
use self::stateset::Stateset;
use self::trolley::Trolley;
use crate::error::PeerError;
use crate::group::{Batching, Direct, Queued};
use crate::peer::{Making, Opened, Store};

/// What is left of what was acknowledged when the power goes. Figures of two of these never stand in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// All of it.
    Durable,
    /// A whole state, but not always the last one.
    Relaxed,
    /// Nothing.
    Memory,
}

/// How callers reach a raw store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// On their own thread, a transaction an add.
    Direct,
    /// Through a queue, a transaction an add.
    Each,
    /// Through a queue, a transaction for all that waits.
    Grouped,
}

/// A raw store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raw {
    Redb(Medium, Phases),
    SqliteBlobs(Synchronous),
    SqliteRows(Synchronous),
    Lmdb,
    Fjall,
}

/// Whether the engine waits for those of a batch to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Batches {
    /// As it does by itself.
    Regathered,
    /// It never does.
    Unawaited,
}

/// How a contender is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Make {
    Trolley(Profile, Batches),
    Raw(Raw, Way),
    Stateset(Synchronous),
}

/// Somebody who is compared, with every choice made.
#[derive(Debug)]
pub(crate) struct Contender {
    /// Its name in tables and on the command line.
    pub(crate) name: &'static str,
    /// What is left after a power cut.
    pub(crate) durability: Durability,
    /// What it does for an add.
    pub(crate) does: &'static str,
    /// Whether several callers at once make sense.
    pub(crate) is_shared: bool,
    make: Make,
}

/// What holds for all contenders of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setup {
    /// How long raw stores behind a queue wait for a batch to come again.
    pub(crate) regather: Duration,
}

impl Contender {
    /// Opens it in a folder, which is empty, and fills it.
    pub(crate) fn open(&self, making: Making<'_>, setup: Setup) -> Result<Opened, PeerError> {
        match self.make {
            Make::Trolley(profile, Batches::Regathered) => Trolley::open(making, Options::new(profile)),
            Make::Trolley(profile, Batches::Unawaited) => {
                Trolley::open(making, Options { regather: Regather::Never, ..Options::new(profile) })
            }
            Make::Stateset(synchronous) => Stateset::open(making, synchronous),
            Make::Raw(raw, way) => {
                let store = self.store(raw, making)?;
                let settings = store.settings()?;
                let batching = match way {
                    Way::Direct => {
                        let settings = format!("{settings}; one transaction an add, on the caller's thread");
                        return Ok(Opened { peer: Box::new(Direct::new(store)?), settings });
                    }
                    Way::Each => Batching::EACH,
                    Way::Grouped => Batching::grouped(setup.regather),
                };
                let settings = format!("{settings}; {}", batching.text());
                Ok(Opened { peer: Box::new(Queued::new(store, batching)?), settings })
            }
        }
    }

    /// The raw store alone, filled, for whoever counts what it does; none where it is not one.
    pub(crate) fn open_store(&self, making: Making<'_>) -> Result<Option<Box<dyn Store>>, PeerError> {
        match self.make {
            Make::Raw(raw, _) => self.store(raw, making).map(Some),
            Make::Trolley(..) | Make::Stateset(_) => Ok(None),
        }
    }

    /// The engine's profile; none where it is not the engine.
    pub(crate) const fn profile(&self) -> Option<Profile> {
        match self.make {
            Make::Trolley(profile, _) => Some(profile),
            Make::Raw(..) | Make::Stateset(_) => None,
        }
    }

    fn store(&self, raw: Raw, making: Making<'_>) -> Result<Box<dyn Store>, PeerError> {
        Ok(match raw {
            Raw::Redb(medium, phases) => Box::new(RawRedb::open(making, medium, phases)?),
            Raw::SqliteBlobs(synchronous) => Box::new(SqliteBlobs::open(making, synchronous)?),
            Raw::SqliteRows(synchronous) => Box::new(SqliteRows::open(making, synchronous)?),
            Raw::Lmdb => Box::new(Lmdb::open(making)?),
            Raw::Fjall => Box::new(LogStructured::open(making)?),
        })
    }
}

/// The contender of this name.
pub(crate) fn contender(name: &str) -> Result<&'static Contender, PeerError> {
    let found = CONTENDERS.iter().find(|contender| contender.name == name);
    found.ok_or_else(|| PeerError::Program(format!("there is no contender {name}")))
}

const RULES: &str = "finds cart and product, checks stock and sale, prices, keeps totals in range";
const RECORD: &str = "finds the record, copies it, patches one quantity, writes it";
const ROW: &str = "raises one number in one row; never reads the cart";
const COMMERCE: &str = "checks the product, writes the line's quantity, adds up the cart";

const fn raw(name: &'static str, durability: Durability, raw: Raw, way: Way) -> Contender {
    let does = match raw {
        Raw::SqliteRows(_) => ROW,
        Raw::Redb(..) | Raw::SqliteBlobs(_) | Raw::Lmdb | Raw::Fjall => RECORD,
    };
    let is_shared = !matches!(way, Way::Direct);
    Contender { name, durability, does, is_shared, make: Make::Raw(raw, way) }
}

const fn trolley(
    name: &'static str,
    durability: Durability,
    profile: Profile,
    batches: Batches,
) -> Contender {
    Contender { name, durability, does: RULES, is_shared: true, make: Make::Trolley(profile, batches) }
}

const fn stateset(name: &'static str, durability: Durability, synchronous: Synchronous) -> Contender {
    Contender { name, durability, does: COMMERCE, is_shared: true, make: Make::Stateset(synchronous) }
}

use Durability::{Durable, Memory, Relaxed};

const ONE: Raw = Raw::Redb(Medium::File, Phases::One);
const TWO: Raw = Raw::Redb(Medium::File, Phases::Two);
const BLOBS: Raw = Raw::SqliteBlobs(Synchronous::Full);
const ROWS: Raw = Raw::SqliteRows(Synchronous::Full);

/// All of them: first what is there after a power cut, then what may not be, then what is in memory.
pub(crate) const CONTENDERS: &[Contender] = &[
    trolley("trolley-durable", Durable, Profile::Durable, Batches::Regathered),
    trolley("trolley-durable-unawaited", Durable, Profile::Durable, Batches::Unawaited),
    trolley("trolley-fast", Durable, Profile::Fast, Batches::Regathered),
    raw("redb-two-phase-direct", Durable, TWO, Way::Direct),
    raw("redb-two-phase-each", Durable, TWO, Way::Each),
    raw("redb-two-phase-group", Durable, TWO, Way::Grouped),
    raw("redb-one-phase-direct", Durable, ONE, Way::Direct),
    raw("redb-one-phase-each", Durable, ONE, Way::Each),
    raw("redb-one-phase-group", Durable, ONE, Way::Grouped),
    raw("sqlite-full-blob-each", Durable, BLOBS, Way::Each),
    raw("sqlite-full-blob-group", Durable, BLOBS, Way::Grouped),
    raw("sqlite-full-rows-each", Durable, ROWS, Way::Each),
    raw("sqlite-full-rows-group", Durable, ROWS, Way::Grouped),
    raw("lmdb-each", Durable, Raw::Lmdb, Way::Each),
    raw("lmdb-group", Durable, Raw::Lmdb, Way::Grouped),
    raw("fjall-each", Durable, Raw::Fjall, Way::Each),
    raw("fjall-group", Durable, Raw::Fjall, Way::Grouped),
    stateset("stateset-full", Durable, Synchronous::Full),
    raw("sqlite-normal-blob-each", Relaxed, Raw::SqliteBlobs(Synchronous::Normal), Way::Each),
    raw("sqlite-normal-blob-group", Relaxed, Raw::SqliteBlobs(Synchronous::Normal), Way::Grouped),
    raw("sqlite-normal-rows-each", Relaxed, Raw::SqliteRows(Synchronous::Normal), Way::Each),
    raw("sqlite-normal-rows-group", Relaxed, Raw::SqliteRows(Synchronous::Normal), Way::Grouped),
    stateset("stateset-default", Relaxed, Synchronous::Normal),
    trolley("trolley-memory", Memory, Profile::Memory, Batches::Regathered),
    raw("redb-memory-each", Memory, Raw::Redb(Medium::Memory, Phases::One), Way::Each),
    raw("redb-memory-group", Memory, Raw::Redb(Medium::Memory, Phases::One), Way::Grouped),
];
