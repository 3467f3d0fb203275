//! All that the fuzzers have kept, played again: what they have found does not come back, and what they have reached is
//! looked at with each change.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use trolley_harness::fuzzing::{TARGETS, Target};
use trolley_harness::{files_below, project_root};

use crate::model;

/// Most bytes of all that is kept, which everybody has to fetch.
const KEPT_BYTES_MAX: u64 = 2_000_000;

/// All targets.
fn targets() -> impl Iterator<Item = Target> {
    TARGETS.iter().copied().chain([("commands", model::commands as fn(&[u8]))])
}

#[test]
fn what_the_fuzzers_have_kept_goes_well() {
    let corpus = project_root().join("tests/fuzz/corpus");
    let mut failed = Vec::new();
    for (name, target) in targets() {
        let files = files_below(&corpus.join(name), "");
        assert!(!files.is_empty(), "nothing is kept for {name}");
        for file in files {
            let data = fs::read(&file).unwrap();
            if catch_unwind(AssertUnwindSafe(|| target(&data))).is_err() {
                failed.push(file);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_target_has_a_corpus_and_a_fuzzer_and_little_is_kept() {
    let fuzz = project_root().join("tests/fuzz");
    let mut kept: Vec<String> = fs::read_dir(fuzz.join("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    kept.sort();
    let mut names: Vec<&str> = targets().map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(kept, names);
    for name in names {
        assert!(fuzz.join(format!("fuzz_targets/{name}.rs")).is_file(), "{name} has no fuzzer");
    }
    let bytes: u64 =
        files_below(&fuzz.join("corpus"), "").iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(bytes <= KEPT_BYTES_MAX, "{bytes} bytes are kept");
}
