//! `trolley export`, `trolley import` and `trolley salvage`.

mod output;
mod tally;

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use trolley_engine::archive::{Entry, Mark};
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::error::archive::LoadError;
use trolley_engine::{Engine, Options, Profile, StoreError};

use self::output::Output;
use self::tally::Tally;
use super::args::archive::{ExportArgs, ImportArgs, SalvageArgs};
use super::bar::Bar;
use super::serve::check_folder;
use super::{Failure, must_be_there};
use crate::archive::{Extent, ReadError, Reader, Writer};

/// Why nothing was exported or imported.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    /// It is a folder, a pipe or a device.
    #[error("{} is no file: name one", path.display())]
    NoFile {
        /// What was named.
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
    /// There is no record in the file.
    #[error("no record of Trolley is found in {}", path.display())]
    NothingFound {
        /// The file.
        path: PathBuf,
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
    check_is_file(data)?;
    let output = Output::new(to)?;
    let engine = Engine::open(data, Options::new(Profile::Durable))?;
    let (mut bar, total) = (Bar::new(), engine.entry_count()?);
    let mut done = 0;
    let mut tally = Tally::default();
    let mut writer =
        Writer::new(output, Extent::Whole, SystemClock.now()).map_err(|error| used(to, error))?;
    let written = engine.entries(|entry| {
        tally.count(&entry, &Mark::default());
        done += 1;
        bar.show_phase("exporting", done, total);
        writer.write(entry, Mark::default()).map_err(|error| used(to, error))
    });
    written.map_err(|failure| match failure {
        Failure::Store(source @ StoreError::Record { .. }) => {
            ArchiveError::Damaged { path: data.clone(), source }.into()
        }
        failure => failure,
    })?;
    writer.finish().and_then(Output::keep).map_err(|error| used(to, error))?;
    drop(bar);
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
    let (input, length) = input(from)?;
    check_folder(data)?;
    let mut bar = Bar::new();
    let failed = |problem| ArchiveError::Export { name: name.clone(), problem };
    let mut reader = Reader::new(BufReader::new(input)).map_err(failed)?;
    let mut tally = Tally::default();
    let mut line = 0;
    let entries = std::iter::from_fn(|| {
        let next = reader.next_entry();
        line = reader.line();
        bar.show_phase("importing", reader.bytes(), length.unwrap_or(reader.bytes()));
        match next {
            Ok(Some((entry, mark))) => Some(Ok((entry, mark))),
            Ok(None) => None,
            Err(error) => Some(Err(Stopped::Read(error))),
        }
    });
    let mut stray_keys = 0;
    let entries = entries.filter_map(|next| match next {
        // It may have been revoked since, or be no key at all but something that somebody wrote into a cart.
        Ok((Entry::Key(_), Mark { is_stray: true, .. })) => {
            stray_keys += 1;
            None
        }
        Ok((entry, mark)) => Some(Ok(counted(&mut tally, entry, &mark))),
        Err(error) => Some(Err(error)),
    });
    let loaded = Engine::load(data, &Options::new(Profile::Durable), entries);
    drop(bar);
    match loaded {
        Ok(_) => {
            println!("{name} into {}: {tally}", data.display());
            if 0 < stray_keys {
                println!(
                    "stray keys that were left out: {stray_keys}; make new ones with `trolley keys create`"
                );
            }
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

/// Writes all that can be read of a damaged file.
pub(super) fn salvage(args: &SalvageArgs) -> Result<(), Failure> {
    let SalvageArgs { data, to } = args;
    check_is_file(data)?;
    let output = Output::new(to)?;
    let length = fs::metadata(data).map_err(|error| used(data, error))?.len();
    let mut bar = Bar::new();
    let mut tally = Tally::default();
    let now = SystemClock.now();
    // Nothing is said, not even how it begins, where there is nothing to say.
    let (mut output, mut writer) = (Some(output), None);
    let each = |entry, mark| {
        tally.count(&entry, &mark);
        if let Some(output) = output.take() {
            writer = Some(Writer::new(output, Extent::Salvaged, now).map_err(|error| used(to, error))?);
        }
        match &mut writer {
            Some(writer) => writer.write(entry, mark).map_err(|error| used(to, error)),
            None => Ok(()),
        }
    };
    let salvaged = Engine::salvage(data, each, |done| bar.show_phase("searching", done, length))?;
    drop(bar);
    let Some(writer) = writer else {
        return Err(ArchiveError::NothingFound { path: data.clone() }.into());
    };
    writer.finish().and_then(Output::keep).map_err(|error| used(to, error))?;
    // Not on the standard output, which may be the export.
    eprintln!("{} to {}: {tally}", data.display(), to.display());
    if salvaged.is_whole {
        eprintln!("nothing of it is damaged");
    }
    if !is_dash(to) {
        eprintln!("`trolley import --data NEW {}` makes a file of it", to.display());
    }
    Ok(())
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

/// The export to read, and how many bytes it has, where that is known.
fn input(from: &Path) -> Result<(Box<dyn Read>, Option<u64>), Failure> {
    if is_dash(from) {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    must_be_there(from)?;
    if from.is_dir() {
        return Err(ArchiveError::NoFile { path: from.to_owned() }.into());
    }
    let file = File::open(from).map_err(|error| used(from, error))?;
    let length = file.metadata().map_err(|error| used(from, error))?.len();
    Ok((Box::new(file), Some(length)))
}

/// What is no file may have no end, or nothing but errors in it.
fn check_is_file(path: &Path) -> Result<(), Failure> {
    must_be_there(path)?;
    if path.is_file() { Ok(()) } else { Err(ArchiveError::NoFile { path: path.to_owned() }.into()) }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn used(path: &Path, source: io::Error) -> Failure {
    ArchiveError::File { path: path.to_owned(), source }.into()
}
