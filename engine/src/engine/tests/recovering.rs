//! What happens when the file is damaged when it is opened.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{AT, add, find, stocked, submit};
use crate::engine::Engine;
use crate::engine::backups::Backups;
use crate::error::StoreError;
use crate::options::{Options, Profile};

struct Place {
    _folder: TempDir,
    file: PathBuf,
    backups: Backups,
}

/// A file whose cart has `units`, with a backup from each time but the last that it had one more.
fn place(units: u64) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("till.trolley");
    let backups = Backups::new(&folder.path().join("backups"), "till.trolley");
    let engine = stocked(open(&file, &backups).unwrap());
    for unit in 1..=units {
        submit(&engine, add("c", "l1", "mug")).unwrap();
        if unit < units {
            backups.make(&engine, AT, &mut |_| {}).unwrap();
        }
    }
    engine.close().unwrap();
    Place { _folder: folder, file, backups }
}

fn open(file: &Path, backups: &Backups) -> Result<Engine, StoreError> {
    Engine::open_or_recover(file, backups, Options::new(Profile::Durable))
}

/// Changes a part of the file in the middle, or all of it that tells what it is.
fn damage(file: &Path, is_in_the_head: bool) -> Vec<u8> {
    let mut bytes = fs::read(file).unwrap();
    if is_in_the_head {
        bytes[..4096].fill(0);
    } else {
        for byte in bytes.iter_mut().skip(4096) {
            *byte ^= 0x55;
        }
    }
    fs::write(file, &bytes).unwrap();
    bytes
}

fn units(engine: &Engine) -> u64 {
    find(engine, "c").unwrap().cart.units()
}

#[test]
fn a_sound_file_is_opened_as_it_is() {
    let place = place(3);
    let engine = open(&place.file, &place.backups).unwrap();
    assert_eq!((units(&engine), engine.health().recovered), (3, None));
}

#[test]
fn the_newest_sound_backup_takes_the_place_of_a_damaged_file_which_is_kept() {
    for is_in_the_head in [false, true] {
        let place = place(3);
        for number in 1..=2 {
            let damaged = damage(&place.file, is_in_the_head);
            let engine = open(&place.file, &place.backups).unwrap();
            assert_eq!(units(&engine), 2);
            let recovered = engine.health().recovered.unwrap();
            assert_eq!(recovered.from, place.backups.list().unwrap()[0].path);
            let aside = recovered.aside.unwrap();
            assert_eq!(aside, place.file.with_file_name(format!("till.trolley.corrupt-{number}")));
            assert_eq!(fs::read(aside).unwrap(), damaged);
            submit(&engine, add("c", "l1", "mug")).unwrap();
            engine.close().unwrap();
            let engine = open(&place.file, &place.backups).unwrap();
            assert_eq!((units(&engine), engine.health().recovered), (3, None));
            engine.close().unwrap();
        }
    }
}

#[test]
fn a_backup_that_is_not_sound_is_passed_over() {
    let place = place(3);
    damage(&place.file, false);
    damage(&place.backups.list().unwrap()[0].path, false);
    assert_eq!(units(&open(&place.file, &place.backups).unwrap()), 1);
}

#[test]
fn without_a_sound_backup_everything_stays_as_it_is() {
    let place = place(2);
    let damaged = damage(&place.file, false);
    for backup in place.backups.list().unwrap() {
        damage(&backup.path, true);
    }
    assert!(matches!(open(&place.file, &place.backups), Err(StoreError::Damaged { .. })));
    assert_eq!(fs::read(&place.file).unwrap(), damaged);
    damage(&place.file, true);
    assert!(matches!(open(&place.file, &place.backups), Err(StoreError::NotAStore { .. })));
    fs::remove_file(&place.file).unwrap();
    assert!(matches!(open(&place.file, &place.backups), Err(StoreError::Damaged { .. })));
    assert!(!place.file.exists(), "an empty store does not take its place");
}

#[test]
fn a_file_that_is_gone_is_taken_from_its_backups() {
    let place = place(3);
    fs::remove_file(&place.file).unwrap();
    let engine = open(&place.file, &place.backups).unwrap();
    assert_eq!(units(&engine), 2);
    assert_eq!(engine.health().recovered.unwrap().aside, None);
}

#[test]
fn whatever_is_damaged_the_store_is_opened_and_works() {
    let sound = fs::read(place(3).file).unwrap();
    let mut chance: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut below = |limit: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % limit as u64).unwrap()
    };
    let (mut whole, mut recovered) = (0, 0);
    let place = place(3);
    for round in 0..200 {
        let mut bytes = sound.clone();
        let length = [1, 8, 64, 512, 4096][below(5)];
        // Every other time in the head, where the roots are.
        let start = below(if round % 2 == 0 { 4096 } else { bytes.len() - length });
        let fill = [0x00, 0xFF, 0x55][below(3)];
        let what = format!("round {round}: {length} bytes from {start} on with {fill:#x}");
        bytes[start..start + length]
            .iter_mut()
            .for_each(|byte| *byte = if fill == 0x55 { *byte ^ 0x55 } else { fill });
        fs::write(&place.file, bytes).unwrap();
        let engine = open(&place.file, &place.backups).unwrap_or_else(|error| panic!("{what}: {error}"));
        let expected = if engine.health().recovered.is_some() { 2 } else { 3 };
        assert_eq!(units(&engine), expected, "{what}");
        submit(&engine, add("c", "l1", "mug")).unwrap_or_else(|error| panic!("{what}: {error}"));
        engine.close().unwrap();
        (whole, recovered) = if expected == 3 { (whole + 1, recovered) } else { (whole, recovered + 1) };
    }
    assert!(0 < whole && 0 < recovered, "{whole} whole, {recovered} recovered");
}
