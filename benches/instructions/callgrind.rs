//! Running this program under callgrind, and reading what was counted.

use std::fs;
use std::os::unix::process::parent_id;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use trolley_benches::Result;

/// The argument that makes this program the one that is measured.
pub(crate) const MEASURED: &str = "--measured";

/// What an operation takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    /// Its name.
    pub(crate) operation: String,
    /// Instructions for one time of it, of all threads.
    pub(crate) instructions: u64,
}

/// Runs something as the next that is counted: so many times an operation of this name. Where it is counted several times, the
/// fewest count.
pub(crate) fn count<T>(operation: &str, times: u64, run: impl FnOnce() -> T) -> T {
    println!("{operation}\t{times}");
    mark();
    let done = run();
    mark();
    done
}

/// Where callgrind begins to count anew.
fn mark() {
    std::hint::black_box(parent_id());
}

/// Valgrind's version; none where there is no valgrind.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("valgrind").arg("--version").output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| said.trim().to_owned())
}

/// What all operations take.
pub(crate) fn counts() -> Result<Vec<Count>> {
    let folder = TempDir::new()?;
    let dumps = folder.path().join("dump");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--dump-before=getppid", "--dump-line=no"])
        .arg(format!("--callgrind-out-file={}", dumps.display()))
        .arg(std::env::current_exe()?)
        .arg(MEASURED)
        .output()?;
    let (said, errors) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        return Err(format!("it failed under callgrind: {errors}").into());
    }
    let mut counts: Vec<Count> = Vec::new();
    for (place, line) in said.lines().enumerate() {
        let (operation, times) = line.split_once('\t').ok_or("a line without a number of times")?;
        // The first dump has what was before the first mark, the second what was between that and the next.
        let dump = dumps.with_extension((2 * (place + 1)).to_string());
        let instructions = total(&dump)? / times.parse::<u64>()?;
        // What is counted several times is what it takes where the allocator has nothing to tidy up meanwhile.
        match counts.iter_mut().find(|count| count.operation == operation) {
            Some(count) => count.instructions = count.instructions.min(instructions),
            None => counts.push(Count { operation: operation.to_owned(), instructions }),
        }
    }
    Ok(counts)
}

/// How many instructions a dump has.
fn total(dump: &Path) -> Result<u64> {
    let text = fs::read_to_string(dump).map_err(|error| format!("{}: {error}", dump.display()))?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals:"));
    Ok(total.ok_or("a dump without a total")?.trim().parse()?)
}
