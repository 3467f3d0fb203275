//! Writes what the fuzzers begin with, made of the fixtures, into the folder that is named: a folder for each target.

use std::path::PathBuf;

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("usage: seeds FOLDER");
    trolley_harness::fuzzing::write_seeds(&folder);
}
