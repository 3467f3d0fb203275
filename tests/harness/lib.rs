//! What the tests share: fixtures as values, a client that can be rude, and ways to start the server.
//!
//! A part of the harness that cannot do its work panics, which fails the test that asked for it; what the server
//! does wrong is a value, so that a test can look at it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that cannot do its work fails the test that uses it"
)]

pub mod chance;
pub mod client;
pub mod compact;
pub mod disk;
pub mod fixture;
pub mod fuzzing;
pub mod gate;
pub mod local;
pub mod play;
pub mod process;

use std::path::{Path, PathBuf};

/// The address that fixtures write for the server's own, whatever its port is.
pub const PRINTED_AUTHORITY: &str = "127.0.0.1:2278";

/// The folder of the whole project.
#[must_use]
pub fn project_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the tests are a folder of the project").to_path_buf()
}

/// The text of a file.
///
/// # Panics
///
/// Where it cannot be read.
#[must_use]
pub fn read_text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder whose names end so, in the order of their paths.
///
/// # Panics
///
/// Where a folder cannot be read.
#[must_use]
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a folder's entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
