//! Peers side by side: all are open at the same time, and take turns, round by round, so that what the machine does
//! besides meets all of them alike.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use crate::error::PeerError;
use crate::figures::{Figures, Round};
use crate::load::{self, Load};
use crate::machine::disk_bytes;
use crate::peer::{Making, Peer};
use crate::peers::{Contender, Setup, trolley};
use crate::record::Template;
use crate::work::Work;

/// How long each peer is asked before the first round, at most.
const WARM_UP_MAX: Duration = Duration::from_millis(300);
/// How many carts are read to find out how long that takes.
const READS: u64 = 2_000;

/// What holds for a whole run.
#[derive(Debug, Clone)]
pub(crate) struct Bench {
    /// Where all files go.
    pub(crate) folder: PathBuf,
    /// How many rounds there are.
    pub(crate) rounds: usize,
    /// How long a peer is asked in a round.
    pub(crate) duration: Duration,
    /// How contenders are opened.
    pub(crate) setup: Setup,
    /// Whether it is only tried.
    pub(crate) is_quick: bool,
    /// Whether to say on the standard error what is going on.
    pub(crate) is_talkative: bool,
}

/// One thing to measure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    /// Of whom.
    pub(crate) contender: &'static Contender,
    /// On what.
    pub(crate) work: Work,
    /// With how many callers.
    pub(crate) callers: usize,
}

/// A peer that takes part.
pub(crate) struct Taking {
    /// Who it is.
    pub(crate) contender: &'static Contender,
    /// What it holds.
    pub(crate) work: Work,
    /// Its settings in words.
    pub(crate) settings: String,
    /// How many bytes it took on the disk when it was filled, and how many at the end.
    pub(crate) disk_bytes: [u64; 2],
    /// The median time of reading a cart, in microseconds.
    pub(crate) read_us: f64,
    peer: Option<Box<dyn Peer>>,
    acknowledged: u64,
    folder: TempDir,
}

/// What came out.
pub(crate) struct Session {
    /// The figures of each cell, in their order.
    pub(crate) figures: Vec<Figures>,
    /// Who took part.
    pub(crate) taking: Vec<Taking>,
}

impl Bench {
    /// Measures these cells side by side, and makes sure that every peer holds at the end what it has acknowledged.
    pub(crate) fn measure(&self, cells: &[Cell]) -> Result<Session, PeerError> {
        let mut taking = self.open(cells)?;
        let mut rounds: Vec<Vec<Round>> = vec![Vec::new(); cells.len()];
        for round in 0..=self.rounds {
            for (cell, rounds) in cells.iter().zip(&mut rounds) {
                self.say(&format!("round {round}: {}, {} callers", cell.contender.name, cell.callers));
                let is_warm_up = round == 0;
                let duration = if is_warm_up { self.duration.min(WARM_UP_MAX) } else { self.duration };
                let load = Load { callers: cell.callers, duration, seed: round as u64 };
                let peer = taking.iter_mut().find(|peer| peer.is_of(cell)).ok_or(PeerError::Stopped)?;
                let measured = peer.ask(load)?;
                if !is_warm_up {
                    rounds.push(measured);
                }
            }
        }
        for peer in &mut taking {
            peer.end(self)?;
        }
        let figures = rounds.iter().map(|rounds| Figures::of(rounds)).collect();
        Ok(Session { figures, taking })
    }

    fn open(&self, cells: &[Cell]) -> Result<Vec<Taking>, PeerError> {
        let mut templates = HashMap::new();
        let mut taking: Vec<Taking> = Vec::new();
        for cell in cells {
            if taking.iter().any(|peer| peer.is_of(cell)) {
                continue;
            }
            self.say(&format!("filling {}, {:?}", cell.contender.name, cell.work));
            let lines = cell.work.lines;
            let template = match templates.entry(lines) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.template(lines)?),
            };
            let folder = TempDir::new_in(&self.folder)?;
            let making = Making { folder: folder.path(), work: cell.work, template };
            let opened = cell.contender.open(making, self.setup)?;
            taking.push(Taking {
                contender: cell.contender,
                work: cell.work,
                settings: opened.settings,
                disk_bytes: [disk_bytes(folder.path())?, 0],
                read_us: 0.0,
                peer: Some(opened.peer),
                acknowledged: 0,
                folder,
            });
        }
        Ok(taking)
    }

    /// A cart of so many lines, as raw stores keep it.
    pub(crate) fn template(&self, lines: usize) -> Result<Template, PeerError> {
        Ok(Template::new(trolley::engine_record(&self.folder, lines)?, lines))
    }

    /// Says on the standard error what is going on, where that is wanted.
    pub(crate) fn say(&self, text: &str) {
        if self.is_talkative {
            eprintln!("  {text}");
        }
    }
}

impl Taking {
    fn is_of(&self, cell: &Cell) -> bool {
        self.contender.name == cell.contender.name && self.work == cell.work
    }

    fn ask(&mut self, load: Load) -> Result<Round, PeerError> {
        let peer = self.peer.as_deref().ok_or(PeerError::Stopped)?;
        let (round, acknowledged) = load::run(peer, self.work, load)?;
        self.acknowledged += acknowledged;
        Ok(round)
    }

    fn end(&mut self, bench: &Bench) -> Result<(), PeerError> {
        bench.say(&format!("verifying {}, {:?}", self.contender.name, self.work));
        let peer = self.peer.take().ok_or(PeerError::Stopped)?;
        self.read_us = load::read_us(&*peer, self.work, READS.min(self.work.carts))?;
        load::verify(self.contender.name, &*peer, self.work, self.acknowledged)?;
        self.disk_bytes[1] = disk_bytes(self.folder.path())?;
        peer.close()
    }
}
