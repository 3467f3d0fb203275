//! What figures belong to: the machine, its disk, the compiler, and the commit.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What figures belong to.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The processor and how many of it this process may use.
    pub processor: String,
    /// Memory in GiB, rounded down.
    pub memory_gib: u64,
    /// The operating system and its version.
    pub system: String,
    /// The kind of file system that holds the measured files, such as `ext4`.
    pub file_system: String,
    /// The compiler.
    pub compiler: String,
    /// The commit, with `+` where something was changed after it; empty where that is not known.
    pub commit: String,
}

impl Machine {
    /// This one, where files are measured below `disk`.
    #[must_use]
    pub fn here(disk: &Path) -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
        };
        let model = field(&read("/proc/cpuinfo"), "model name");
        let model = model.unwrap_or_else(|| std::env::consts::ARCH.to_owned());
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let kibibytes = field(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
        let kibibytes = kibibytes.split(' ').next().and_then(|number| number.parse::<u64>().ok());
        Self {
            processor: format!("{cores} x {model}"),
            memory_gib: kibibytes.unwrap_or(0) / (1024 * 1024),
            system: format!("{} {}", std::env::consts::OS, read("/proc/sys/kernel/osrelease").trim()),
            file_system: file_system(&read("/proc/mounts"), disk),
            compiler: said_by("rustc", &["--version"]),
            commit: commit(),
        }
    }

    /// In one line, as it stands under a plot.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { processor, memory_gib, system, file_system, compiler, commit } = self;
        let compiler = compiler.split(' ').take(2).collect::<Vec<_>>().join(" ");
        format!("{processor}, {memory_gib} GiB, {system}, {file_system}, {compiler}, commit {commit}")
    }
}

/// The kind of the file system whose place is the longest beginning of the folder's path.
fn file_system(mounts: &str, folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    let holding = mounted.filter(|(place, _)| folder.starts_with(place));
    holding.max_by_key(|(place, _)| place.len()).map_or("?", |(_, kind)| kind).to_owned()
}

fn commit() -> String {
    let head = said_by("git", &["rev-parse", "--short=10", "HEAD"]);
    let is_changed = !said_by("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty();
    if is_changed { format!("{head}+") } else { head }
}

/// What a program prints; empty where there is none of this name, or it fails.
fn said_by(program: &str, arguments: &[&str]) -> String {
    let said = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success());
    said.map_or_else(String::new, |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests;
