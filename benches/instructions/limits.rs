//! The most that each operation may take.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trolley_benches::Result;
use trolley_benches::machine::Machine;

use crate::callgrind::{Count, counts, version};

/// Where the limits are.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions/limits.tsv");
/// How much more than it takes an operation may take, in hundredths: another libc and another compiler count a little
/// otherwise.
const ROOM: u64 = 10;
/// From how much less than it may take on an operation's limit is to be lowered, in hundredths.
const SLACK: u64 = 20;

/// The most that an operation may take.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Limit {
    operation: String,
    most: u64,
}

/// Counts, and holds it against the limits; whether all keep to them.
pub(crate) fn check() -> Result<bool> {
    let Some(counts) = counted()? else { return Ok(true) };
    let (report, holds) = compare(&counts, &parse(&fs::read_to_string(FILE)?)?);
    print!("{report}");
    Ok(holds)
}

/// Counts, and makes that the limits, with some room.
pub(crate) fn write() -> Result<bool> {
    let Some(counts) = counted()? else { return Ok(false) };
    let (report, _) = compare(&counts, &parse(&fs::read_to_string(FILE).unwrap_or_default())?);
    print!("{report}");
    fs::write(FILE, text(&counts))?;
    println!("instructions: {FILE} has the new limits");
    Ok(true)
}

/// What was counted; none where nothing can be.
fn counted() -> Result<Option<Vec<Count>>> {
    let Some(version) = version() else {
        println!("instructions: skipped, there is no valgrind");
        return Ok(None);
    };
    println!("instructions: {version}, {}", Machine::here(Path::new(FILE)).line());
    if cfg!(debug_assertions) {
        return Err("build it with --release: the limits are of that".into());
    }
    counts().map(Some)
}

/// What is said of what was counted, and whether all keeps to the limits: each operation has one, and takes no more.
fn compare(counts: &[Count], limits: &[Limit]) -> (String, bool) {
    let mut report = format!("{:<50} {:>12} {:>12} {:>6}\n", "operation", "instructions", "limit", "of it");
    let mut holds = true;
    for Count { operation, instructions } in counts {
        let limit = limits.iter().find(|limit| limit.operation == *operation);
        let (most, share) =
            limit.map_or((0, 0), |limit| (limit.most, 100 * instructions / limit.most.max(1)));
        let verdict = match limit {
            None => "HAS NO LIMIT",
            Some(limit) if limit.most < *instructions => "TOO MANY",
            Some(limit) if instructions * 100 < limit.most * (100 - SLACK) => "can be lowered, with --write",
            Some(_) => "",
        };
        holds &= limit.is_some_and(|limit| *instructions <= limit.most);
        // Writing to a text does not fail.
        let _ = writeln!(report, "{operation:<50} {instructions:>12} {most:>12} {share:>4} % {verdict}");
    }
    for Limit { operation, .. } in limits {
        if !counts.iter().any(|count| count.operation == *operation) {
            let _ = writeln!(report, "{operation:<50} IS NOT COUNTED ANY MORE");
            holds = false;
        }
    }
    (report, holds)
}

/// The limits of a file: a line for each, its operation and its limit, with a tab between them.
fn parse(text: &str) -> Result<Vec<Limit>> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let (operation, most) = row.split_once('\t').ok_or_else(|| format!("no limit: {row}"))?;
        Ok(Limit { operation: operation.to_owned(), most: most.parse()? })
    })
    .collect()
}

/// A file of limits.
fn text(counts: &[Count]) -> String {
    let mut text = format!(
        "# The most instructions that one time of an operation may take, of all threads, on x86-64: {ROOM} % more than it took.\n\
         # `increase`, `remove` and `add_line` are of 64 carts in one batch, in memory; the number is that of lines.\n\
         # Written by `cargo run --release -p trolley-benches --bin instructions -- --write`.\n"
    );
    for Count { operation, instructions } in counts {
        let most = instructions * (100 + ROOM) / 100;
        // Writing to a text does not fail.
        let _ = writeln!(text, "{operation}\t{most}");
    }
    text
}

#[cfg(test)]
mod tests;
