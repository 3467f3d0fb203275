//! Power cuts while a store is made: afterwards there is none, or a whole one.

use std::fs;

use redb::StorageBackend as _;
use tempfile::TempDir;
use trolley_engine::engine::digest::StateDigest;
use trolley_engine::{Engine, Profile, StoreError};
use trolley_harness::chance::Chance;
use trolley_harness::disk::{Blow, Disk};

use super::say;
use super::twin::options;

const CUTS_OF_FILES: u64 = 150;
const CUTS_OF_STORAGES: u64 = 400;
/// What is written at a time when a file is made.
const PAGE_BYTES: usize = 4096;

fn empty() -> StateDigest {
    Engine::in_memory(options(Profile::Memory)).unwrap().digest().unwrap()
}

#[test]
fn a_cut_while_a_file_is_made_leaves_none_or_a_whole_one() {
    let (empty, image) = (empty(), image());
    let (mut torn, mut whole) = (0, 0);
    for seed in 0..CUTS_OF_FILES {
        let left = cut_while_written(&image, seed);
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("carts.redb");
        let new = folder.path().join("carts.redb.new");
        // The file is put in its place once all of it was flushed; whether that was done is for the folder to say.
        match left {
            Written::Partly(bytes) => {
                torn += 1;
                fs::write(&new, bytes).unwrap();
            }
            Written::Flushed if seed.is_multiple_of(2) => {
                whole += 1;
                fs::write(&new, &image).unwrap();
            }
            Written::Flushed => {
                whole += 1;
                fs::write(&file, &image).unwrap();
            }
        }
        let engine = Engine::open(&file, options(Profile::Durable)).unwrap();
        assert_eq!(engine.digest().unwrap(), empty, "seed {seed}");
        assert!(!new.exists(), "what was left goes");
        engine.close().unwrap();
    }
    assert!(0 < torn && 0 < whole);
    say(&format!(
        "{CUTS_OF_FILES} cuts while a file was made: {torn} before it was flushed, 0 left half a store"
    ));
}

enum Written {
    /// The power went before all was flushed, and this is left.
    Partly(Vec<u8>),
    Flushed,
}

/// Writes a new file as the engine does, until the power goes.
fn cut_while_written(image: &[u8], seed: u64) -> Written {
    let disk = Disk::holding(Vec::new(), seed);
    let pages = image.chunks(PAGE_BYTES).zip(0_u64..);
    let pages: Vec<(&[u8], u64)> = pages.filter(|(page, _)| page.iter().any(|byte| *byte != 0)).collect();
    let calls = pages.len() as u64 + 3;
    disk.arm(Chance::new(seed).below(calls), Blow::PowerCut);
    let written = || {
        disk.set_len(image.len() as u64)?;
        for (page, place) in pages {
            disk.write(place * PAGE_BYTES as u64, page)?;
        }
        disk.sync_data()
    };
    let is_flushed = written().is_ok();
    disk.pull_plug();
    disk.restart();
    if is_flushed {
        assert_eq!(disk.image(), image);
        return Written::Flushed;
    }
    Written::Partly(disk.image())
}

/// The bytes of a store in which there is nothing.
fn image() -> Vec<u8> {
    let disk = Disk::holding(Vec::new(), 0);
    Engine::with_backend(disk.clone(), options(Profile::Durable)).unwrap().close().unwrap();
    disk.image()
}

#[test]
fn a_cut_while_a_store_is_made_in_place_never_leaves_one_that_is_taken_for_whole() {
    let empty = empty();
    let (mut whole, mut refused) = (0, 0);
    for seed in 0..CUTS_OF_STORAGES {
        let disk = Disk::holding(Vec::new(), seed);
        disk.arm(Chance::new(seed).below(6), Blow::PowerCut);
        let made = Engine::with_backend(disk.clone(), options(Profile::Durable));
        let was_made = made.is_ok();
        disk.pull_plug();
        drop(made);
        disk.restart();
        match Engine::with_backend(disk.clone(), options(Profile::Durable)) {
            Ok(engine) => {
                whole += 1;
                assert_eq!(engine.digest().unwrap(), empty, "seed {seed}");
            }
            Err(StoreError::NotAStore { .. } | StoreError::Damaged { .. }) if !was_made => refused += 1,
            Err(error) => panic!("seed {seed}: {}", super::chain::chain(&error)),
        }
    }
    assert!(0 < whole);
    say(&format!(
        "{CUTS_OF_STORAGES} cuts while a store was made in place: {whole} whole, {refused} refused"
    ));
}
