//! Instructions an add takes, counted by callgrind: this program again, under valgrind, once with few batches and once with
//! more. What both have in common, such as filling the store, is in neither's favour and falls out.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use trolley_engine::{Options, Profile};

use super::Outcome;
use super::rows::At;
use crate::error::PeerError;
use crate::peer::Making;
use crate::peers::contender;
use crate::peers::trolley::{Trolley, engine_record};
use crate::record::Template;
use crate::session::Bench;
use crate::table::number;
use crate::work::{Choices, Work};

/// How many carts there are, and how many where it is only tried.
const CARTS: [u64; 2] = [2_000, 100];
/// About how many adds the shorter run makes, and how many where it is only tried.
const ADDS: [usize; 2] = [640, 128];
/// How often as many the longer one makes.
const LONGER: usize = 3;

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    /// Of whom.
    pub(crate) name: &'a str,
    /// The carts.
    pub(crate) work: Work,
    /// How many adds are committed together.
    pub(crate) batch: usize,
    /// How many batches there are.
    pub(crate) batches: usize,
}

/// Counts both, and divides.
pub(super) fn measure(
    bench: &Bench,
    is_quick: bool,
    ours: At,
    theirs: At,
    batch: usize,
) -> Result<Outcome, PeerError> {
    let is_there =
        Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there {
        return Ok(Outcome::Skipped("there is no valgrind".to_owned()));
    }
    let (carts, adds) = (CARTS[usize::from(is_quick)], ADDS[usize::from(is_quick)]);
    let counted = |at: At| {
        let work = Work { carts, lines: at.lines };
        Counted { name: at.name, work, batch, batches: adds.div_ceil(batch) }
    };
    let ours = an_add(bench, counted(ours))?;
    let theirs = an_add(bench, counted(theirs))?;
    let detail = format!("{} / {} instructions an add", number(ours), number(theirs));
    Ok(Outcome::Measured(ours / theirs, detail))
}

/// The instructions of one add.
fn an_add(bench: &Bench, counted: Counted<'_>) -> Result<f64, PeerError> {
    bench.say(&format!("counting {counted:?}"));
    let shorter = instructions(bench, counted)?;
    let longer = instructions(bench, Counted { batches: counted.batches * LONGER, ..counted })?;
    let adds = counted.batches * (LONGER - 1) * counted.batch;
    Ok(longer.saturating_sub(shorter) as f64 / adds as f64)
}

/// The instructions of a whole process.
fn instructions(bench: &Bench, counted: Counted<'_>) -> Result<u64, PeerError> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["part", "count", "--peer", counted.name])
        .arg(format!("--carts={}", counted.work.carts))
        .arg(format!("--lines={}", counted.work.lines))
        .arg(format!("--batch={}", counted.batch))
        .arg(format!("--batches={}", counted.batches))
        .arg(format!("--folder={}", bench.folder.display()))
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    collected(&text).filter(|_| output.status.success()).ok_or_else(|| {
        PeerError::Program(format!("callgrind counted nothing: {}", text.lines().last().unwrap_or_default()))
    })
}

/// The number in callgrind's line `==1234== Collected : 5678`.
fn collected(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

/// Makes batches of adds, for callgrind to count their instructions, or strace their calls.
pub(crate) fn count(folder: &Path, counted: Counted<'_>) -> Result<(), PeerError> {
    let Counted { name, work, batch, batches } = counted;
    let (contender, lines) = (contender(name)?, work.lines);
    let folder = TempDir::new_in(folder)?;
    let template = Template::new(engine_record(folder.path(), lines)?, lines);
    let making = Making { folder: folder.path(), work, template: &template };
    let mut choices = Choices::new(work, 0, 1, 1);
    match contender.open_store(making)? {
        Some(mut store) => {
            for _ in 0..batches {
                let adds: Vec<_> = (0..batch).map(|_| choices.next()).collect();
                store.commit(&adds)?;
            }
            Ok(())
        }
        None => {
            let profile =
                contender.profile().ok_or_else(|| PeerError::Program(format!("{name} is not counted")))?;
            count_engine(making, profile, choices, counted)
        }
    }
}

/// Batch after batch of one size, each submitted by the answer to the last add of the one before: the writer finds all of
/// it waiting.
struct Chain {
    trolley: Trolley,
    choices: Mutex<Choices>,
    batch: usize,
    left: AtomicUsize,
    finished: Sender<Result<(), PeerError>>,
}

fn count_engine(
    making: Making<'_>,
    profile: Profile,
    choices: Choices,
    Counted { batch, batches, .. }: Counted<'_>,
) -> Result<(), PeerError> {
    let mut trolley = Trolley::start(making.folder, Options::new(profile))?;
    trolley.fill(making.work)?;
    let (finished, end) = channel();
    let (choices, left) = (Mutex::new(choices), AtomicUsize::new(batches));
    let chain = Arc::new(Chain { trolley, choices, batch, left, finished });
    Chain::submit(&chain)?;
    end.recv().map_err(|_| PeerError::Stopped)?
}

impl Chain {
    fn submit(chain: &Arc<Self>) -> Result<(), PeerError> {
        for place in 1..=chain.batch {
            let add = chain.choices.lock().unwrap_or_else(PoisonError::into_inner).next();
            let (next, is_last) = (Arc::clone(chain), place == chain.batch);
            chain.trolley.engine().submit_with(chain.trolley.increase(add)?, move |result| {
                let gone_on = match result {
                    Ok(_) if is_last => next.go_on(),
                    Ok(_) => return,
                    Err(error) => Err(error.into()),
                };
                if let Some(end) = gone_on.transpose() {
                    // Whoever waits has heard of an earlier failure.
                    let _ = next.finished.send(end);
                }
            });
        }
        Ok(())
    }

    /// Submits the next batch; where there is none any more, that is the end.
    fn go_on(self: &Arc<Self>) -> Result<Option<()>, PeerError> {
        match self.left.fetch_sub(1, Ordering::AcqRel) {
            1 => Ok(Some(())),
            _ => Self::submit(self).map(|()| None),
        }
    }
}

#[cfg(test)]
mod tests;
