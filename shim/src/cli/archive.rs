//! `trolley export` and `trolley import`.

mod output;
mod progress;
mod tally;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use trolley_engine::archive::{Entry, Mark};
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::error::archive::LoadError;
use trolley_engine::{Engine, Options, Profile, StoreError};

use self::output::Output;
use self::tally::Tally;
use super::Failure;
use super::args::archive::{ExportArgs, ImportArgs};
use crate::archive::{Extent, ReadError, Reader, Writer};

/// Why nothing was exported or imported.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    /// There is nothing to read.
    #[error("there is no file {}", path.display())]
    FileAbsent {
        /// The file.
        path: PathBuf,
    },
    /// The file to write is there already.
    #[error("{} is there already: name a file that is not", path.display())]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's word.
        source: io::Error,
    },
    /// Something in the store is damaged.
    #[error("{} is damaged: `trolley salvage` gives what can be read of it", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: StoreError,
    },
    /// The export is not one, or not whole.
    #[error("{name}: {problem}")]
    Export {
        /// The export's name.
        name: String,
        /// What is wrong with it.
        problem: ReadError,
    },
    /// An entry of the export was refused.
    #[error("{name}: line {line}: {problem}")]
    Entry {
        /// The export's name.
        name: String,
        /// The line.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// The file was not made.
    #[error(transparent)]
    Load(LoadError),
}

/// Writes all that a file holds.
pub(super) fn export(args: &ExportArgs) -> Result<(), Failure> {
    let ExportArgs { data, to } = args;
    check_there(data)?;
    let output = Output::new(to)?;
    let engine = Engine::open(data, Options::new(Profile::Durable))?;
    let bar = progress::entries(engine.entry_count()?);
    let mut tally = Tally::default();
    let mut writer =
        Writer::new(output, Extent::Whole, SystemClock.now()).map_err(|error| used(to, error))?;
    let written = engine.entries(|entry| {
        tally.count(&entry, &Mark::default());
        bar.inc(1);
        writer.write(entry, Mark::default()).map_err(|error| used(to, error))
    });
    written.map_err(|failure| match failure {
        Failure::Store(source @ StoreError::Record { .. }) => {
            ArchiveError::Damaged { path: data.clone(), source }.into()
        }
        failure => failure,
    })?;
    writer.finish().and_then(Output::keep).map_err(|error| used(to, error))?;
    bar.finish_and_clear();
    engine.close()?;
    if !is_dash(to) {
        println!("{} to {}: {tally}", data.display(), to.display());
    }
    Ok(())
}

/// Makes a file of an export.
pub(super) fn import(args: &ImportArgs) -> Result<(), Failure> {
    let ImportArgs { data, from } = args;
    let name = if is_dash(from) { "the standard input".to_owned() } else { from.display().to_string() };
    let (input, bar) = input(from)?;
    let failed = |problem| ArchiveError::Export { name: name.clone(), problem };
    let mut reader = Reader::new(BufReader::new(bar.wrap_read(input))).map_err(failed)?;
    let mut tally = Tally::default();
    let mut line = 0;
    let entries = std::iter::from_fn(|| {
        let next = reader.next_entry();
        line = reader.line();
        match next {
            Ok(Some((entry, mark))) => Some(Ok(counted(&mut tally, entry, &mark))),
            Ok(None) => None,
            Err(error) => Some(Err(Stopped::Read(error))),
        }
    });
    let loaded = Engine::load(data, &Options::new(Profile::Durable), entries);
    bar.finish_and_clear();
    match loaded {
        Ok(_) => {
            println!("{name} into {}: {tally}", data.display());
            Ok(())
        }
        Err(Stopped::Read(problem)) => Err(failed(problem).into()),
        Err(Stopped::Load(LoadError::Taken { name: taken })) => {
            let problem = format!("{taken} stands there twice");
            Err(ArchiveError::Entry { name, line, problem }.into())
        }
        Err(Stopped::Load(LoadError::Invalid { reason: problem })) => {
            Err(ArchiveError::Entry { name, line, problem }.into())
        }
        Err(Stopped::Load(error)) => Err(ArchiveError::Load(error).into()),
    }
}

/// Why no further entry was taken.
enum Stopped {
    Read(ReadError),
    Load(LoadError),
}

impl From<LoadError> for Stopped {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

fn counted(tally: &mut Tally, entry: Entry, mark: &Mark) -> Entry {
    tally.count(&entry, mark);
    entry
}

/// The export to read, and a bar that shows how far it is read.
fn input(from: &Path) -> Result<(Box<dyn Read>, ProgressBar), Failure> {
    if is_dash(from) {
        return Ok((Box::new(io::stdin().lock()), progress::unknown()));
    }
    check_there(from)?;
    let file = File::open(from).map_err(|error| used(from, error))?;
    let length = file.metadata().map_err(|error| used(from, error))?.len();
    Ok((Box::new(file), progress::bytes(length)))
}

fn check_there(path: &Path) -> Result<(), Failure> {
    if path.exists() { Ok(()) } else { Err(ArchiveError::FileAbsent { path: path.to_owned() }.into()) }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn used(path: &Path, source: io::Error) -> Failure {
    ArchiveError::File { path: path.to_owned(), source }.into()
}
