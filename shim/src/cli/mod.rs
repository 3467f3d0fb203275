//! The command line.

mod args;
mod archive;
mod banner;
mod bench;
mod bar;
mod client;
mod carts;
mod keys;
mod data;
mod log;
mod readings;
mod seed;
mod serve;

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, Parser as _};
use trolley_engine::{Error, StoreError};

use self::archive::ArchiveError;
use self::args::seed::SeedCommand;
use self::args::{Args, Command, ConfigArgs};
use self::bench::BenchError;
use self::carts::CartsError;
use self::client::ClientError;
use self::data::DataError;
use self::keys::KeysError;
use self::keys::starting::NotReady;
use self::readings::UnknownReading;
use crate::config::{Config, ConfigError};
use crate::seed::SeedError;

/// The exit status of wrong arguments, which is clap's too.
const WRONG_ARGUMENTS: u8 = 2;

/// The exit status of a server whose store has failed and could not be opened anew: another start may help, which is its
/// supervisor's to make.
const TEMPORARY_FAILURE: u8 = 75;

/// Does what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.use_stderr() => {
            let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
            eprintln!("trolley: {}", wrong_argument(&error, words));
            return ExitCode::from(WRONG_ARGUMENTS);
        }
        // What was asked for: the help or the version.
        Err(asked) => return if asked.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
    };
    match dispatch(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("trolley: {}", failure.sentence());
            ExitCode::from(failure.status())
        }
    }
}

fn dispatch(args: Args) -> Result<(), Failure> {
    match args.command {
        None => serve::serve(&args.serve),
        Some(Command::Serve(serve)) => serve::serve(&serve),
        Some(Command::Seed(SeedCommand::Check { file })) => seed::check(&file),
        Some(Command::Seed(SeedCommand::Import { data, file })) => seed::import(&data, &file),
        Some(Command::Carts(args)) => carts::run(&args),
        Some(Command::Keys(args)) => keys::run(&args),
        Some(Command::Backup(args)) => data::backup::run(&args),
        Some(Command::Restore(args)) => data::restore(&args),
        Some(Command::Check(args)) => data::check::run(&args),
        Some(Command::Compact(args)) => data::compact(&args),
        Some(Command::Export(args)) => archive::export(&args),
        Some(Command::Import(args)) => archive::import(&args),
        Some(Command::Salvage(args)) => archive::salvage(&args),
        Some(Command::Bench(args)) => bench::run(&args),
        Some(Command::Config(args)) => {
            let text = configuration(&args)?;
            Ok(io::stdout().lock().write_all(text.as_bytes())?)
        }
    }
}

/// What is in force, or what of it are readings.
fn configuration(args: &ConfigArgs) -> Result<String, Failure> {
    let sources = args.settings.sources();
    let Some(name) = &args.readings else { return Ok(Config::printed(&sources)?) };
    let readings = readings::find(&Config::load(&sources)?, name.as_deref())?;
    if args.json {
        Ok(readings::json(&readings).map_err(io::Error::from)?)
    } else {
        Ok(readings::text(&readings))
    }
}

/// Why the program ends otherwise than well.
#[derive(Debug)]
enum Failure {
    Config(ConfigError),
    Reading(UnknownReading),
    Carts(CartsError),
    Archive(ArchiveError),
    Keys(KeysError),
    Bench(BenchError),
    NotReady(NotReady),
    Seed(SeedError),
    Store(StoreError),
    Data(DataError),
    Engine(Error),
    /// The store has failed in this way while it was served, and could not be opened anew.
    StoreGivenUp(String),
    /// There is no such file, and it is not to be made.
    FileAbsent(PathBuf),
    /// The file is open elsewhere, and who has it can be asked instead.
    FileServed(PathBuf),
    /// This new file cannot be made: there is no folder for it.
    FolderAbsent(PathBuf),
    /// The address cannot be listened on.
    Listen(std::net::SocketAddr, io::Error),
    Io(io::Error),
}

impl Failure {
    /// One clear sentence.
    fn sentence(&self) -> String {
        // The number that the operating system has for what it says is no help to those whom the sentence is for.
        let sentence = self.said();
        match sentence
            .split_once(" (os error ")
            .and_then(|(before, rest)| Some((before, rest.split_once(')')?.1)))
        {
            Some((before, behind)) => format!("{before}{behind}"),
            None => sentence,
        }
    }

    fn said(&self) -> String {
        match self {
            Self::Config(error) => error.to_string(),
            Self::Reading(error) => error.to_string(),
            Self::Carts(error) => error.to_string().replace(|character: char| character.is_control(), " "),
            Self::Keys(error) => error.to_string().replace(|character: char| character.is_control(), " "),
            Self::Bench(error) => error.to_string().replace(|character: char| character.is_control(), " "),
            Self::NotReady(error) => error.to_string(),
            Self::Seed(SeedError::Engine(error)) | Self::Engine(error) => engine_sentence(error),
            Self::Seed(error) => error.to_string(),
            Self::Archive(error) => with_causes(error).replace(|character: char| character.is_control(), " "),
            Self::Store(StoreError::NotAStore { path })
            | Self::Data(DataError::Unseen(StoreError::NotAStore { path }))
                if path.is_dir() =>
            {
                format!("{} is a folder: name the file that carts are kept in", path.display())
            }
            Self::Store(StoreError::InUse { path })
            | Self::Data(DataError::Unseen(StoreError::InUse { path })) => {
                format!(
                    "{} is in use, most likely by a server: stop that, or name another file",
                    path.display()
                )
            }
            Self::Store(error @ StoreError::Damaged { .. }) => {
                format!(
                    "{}; it stays as it is: `trolley restore` puts a backup in its place, `trolley salvage` saves what \
                     can be read of it",
                    with_causes(error)
                )
            }
            Self::Store(error) => with_causes(error),
            Self::Data(error) => with_causes(error),
            Self::StoreGivenUp(failure) => {
                format!("the store was given up after a failure, and another start may help: {failure}")
            }
            Self::FileAbsent(file) => format!("there is no file {}", plain(file)),
            Self::FileServed(file) => format!(
                "{} is in use, most likely by a server: name that with --url instead of --data",
                plain(file)
            ),
            Self::FolderAbsent(file) => {
                let folder = file.parent().unwrap_or(file);
                format!("{} cannot be made: there is no folder {}", file.display(), folder.display())
            }
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => {
                let port = address.port();
                format!("port {port} is in use: choose another with --port N, or 0 for any that is free")
            }
            Self::Listen(address, error) => format!("{address} cannot be listened on: {error}"),
            Self::Io(error) => with_causes(error),
        }
    }

    fn status(&self) -> u8 {
        match self {
            Self::Config(ConfigError::Unreadable { .. }) => 1,
            Self::Config(_)
            | Self::Reading(_)
            | Self::Data(DataError::Unseen(_) | DataError::NothingToCheck { .. })
            | Self::Carts(CartsError::Client(ClientError::UrlInvalid { .. }))
            | Self::Keys(
                KeysError::Client(ClientError::UrlInvalid { .. }) | KeysError::ExpiryInvalid { .. },
            ) => WRONG_ARGUMENTS,
            Self::Bench(error) if error.is_wrong_argument() => WRONG_ARGUMENTS,
            Self::StoreGivenUp(_) => TEMPORARY_FAILURE,
            Self::Carts(_)
            | Self::Keys(_)
            | Self::Bench(_)
            | Self::NotReady(_)
            | Self::Seed(_)
            | Self::Archive(_)
            | Self::Store(_)
            | Self::Data(_)
            | Self::Engine(_)
            | Self::FileAbsent(_)
            | Self::FileServed(_)
            | Self::FolderAbsent(_)
            | Self::Listen(..)
            | Self::Io(_) => 1,
        }
    }
}

/// Makes sure that there is something at this place to read.
fn must_be_there(path: &Path) -> Result<(), Failure> {
    if path.exists() { Ok(()) } else { Err(Failure::FileAbsent(path.to_owned())) }
}

/// A file's name in one line.
fn plain(path: &Path) -> String {
    path.display().to_string().replace(|character: char| character.is_control(), " ")
}

/// What is wrong with the command line of these words, and what was probably meant.
fn wrong_argument(error: &clap::Error, words: impl Iterator<Item = String>) -> String {
    let sentence = first_sentence(&error.to_string());
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let meant = kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(meant) => Some(meant.clone()),
        ContextValue::Strings(meant) => meant.last().cloned(),
        _ => None,
    });
    match meant {
        Some(meant) => format!("{sentence}: did you mean '{meant}'?"),
        None => format!("{sentence}; see {} --help", asked_for(words)),
    }
}

/// The command that these words name, as far as they do.
fn asked_for(words: impl Iterator<Item = String>) -> String {
    let mut command = Args::command();
    let mut path = command.get_name().to_owned();
    for word in words {
        let Some(found) = command.find_subcommand(&word) else { continue };
        command = found.clone();
        path = format!("{path} {word}");
    }
    path
}

/// What clap says is wrong, without the usage and the hints below it, in one line.
fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    words.join(" ").trim_start_matches("error: ").to_owned()
}

fn engine_sentence(error: &Error) -> String {
    match error {
        Error::Store(error) => with_causes(error.as_ref()),
        refusal => refusal.to_string(),
    }
}

/// The error and all that it comes from, in one line.
fn with_causes(error: &dyn StdError) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a text does not fail.
        let _ = write!(sentence, ": {error}");
        cause = error.source();
    }
    sentence.replace(['\n', '\r'], " ")
}

macro_rules! from {
    ($($error:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )+};
}

from! { ConfigError => Config, UnknownReading => Reading, CartsError => Carts, ArchiveError => Archive, KeysError => Keys, BenchError => Bench, NotReady => NotReady, SeedError => Seed, StoreError => Store, DataError => Data, Error => Engine, io::Error => Io }

#[cfg(test)]
mod tests;
