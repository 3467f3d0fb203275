//! The same on a slow disk: this program again, under a library that lets every flush take 3 ms longer, whoever asks for
//! it. It is compiled when it is needed, by `cc`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::rows::{Group, ROWS, Row};
use super::{Outcome, Outcomes, chosen, of_group, side_by_side};
use crate::cli::Common;
use crate::error::PeerError;
use crate::machine::flushes_us;
use crate::session::Bench;

const SOURCE: &str = include_str!("flush_delay.c");
/// How much longer a flush takes.
const DELAY_US: u32 = 3_000;
/// What a line of figures begins with among all that is printed.
const MARK: &str = "figure:";

/// Measures these rows in a process of their own.
pub(super) fn measure(bench: &Bench, common: &Common, rows: &[&'static Row]) -> Result<Outcomes, PeerError> {
    let skipped = |reason: String| rows.iter().map(|row| (*row, Outcome::Skipped(reason.clone()))).collect();
    let folder = TempDir::new_in(&bench.folder)?;
    let library = match compile(folder.path()) {
        Ok(library) => library,
        Err(reason) => return Ok(skipped(reason)),
    };
    let only: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let output = Command::new(std::env::current_exe()?)
        .args(["part", "slow"])
        .arg(format!("--only={}", only.join(",")))
        .args(common.arguments())
        .env("LD_PRELOAD", &library)
        .env("TROLLEY_PEERS_FLUSH_DELAY_US", DELAY_US.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Ok(skipped("the library that makes flushes slow has no effect here".to_owned()));
    }
    println!("\nwith {DELAY_US} us more a flush:");
    let mut outcomes = Outcomes::new();
    for line in text.lines() {
        match line.strip_prefix(MARK).and_then(parse) {
            Some(outcome) => outcomes.push(outcome),
            None => println!("{line}"),
        }
    }
    Ok(outcomes)
}

/// Measures these rows here, and prints what came out for the process that asked.
pub(crate) fn part(bench: &Bench, common: &Common, only: &[String]) -> Result<(), PeerError> {
    if flushes_us(&bench.folder)?.iter().any(|flush_us| *flush_us < f64::from(DELAY_US)) {
        return Err(PeerError::Program("flushes are not slow".to_owned()));
    }
    let rows = of_group(&chosen(only, false), Group::SlowDisk);
    for (row, outcome) in side_by_side::measure(bench, common.quick, &rows)? {
        if let Outcome::Measured(ratio, detail) = outcome {
            println!("{MARK}{}\t{ratio}\t{detail}", row.name);
        }
    }
    Ok(())
}

fn parse(line: &str) -> Option<(&'static Row, Outcome)> {
    let mut fields = line.split('\t');
    let (name, ratio, detail) = (fields.next()?, fields.next()?, fields.next()?);
    let row = ROWS.iter().find(|row| row.name == name)?;
    Some((row, Outcome::Measured(ratio.parse().ok()?, detail.to_owned())))
}

/// The library; where it cannot be made, why.
fn compile(folder: &Path) -> Result<PathBuf, String> {
    if !cfg!(target_os = "linux") {
        return Err("flushes are only made slow on Linux".to_owned());
    }
    let (source, library) = (folder.join("flush_delay.c"), folder.join("flush_delay.so"));
    fs::write(&source, SOURCE).map_err(|error| error.to_string())?;
    let compiled = Command::new("cc")
        .args(["-O2", "-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .stderr(Stdio::null())
        .status();
    match compiled {
        Ok(status) if status.success() => Ok(library),
        Ok(_) | Err(_) => Err("there is no C compiler `cc`".to_owned()),
    }
}
