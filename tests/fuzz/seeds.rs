//! Writes what the fuzzers begin with, made of the fixtures, into the folder that is named: a folder for each target.

use std::path::PathBuf;

fn main() {
    match std::env::args_os().nth(1).map(PathBuf::from) {
        Some(folder) => trolley_harness::fuzzing::write_seeds(&folder),
        None => eprintln!("usage: fuzz-seeds FOLDER"),
    }
}
