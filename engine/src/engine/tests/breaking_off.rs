//! What a power cut leaves of a file that is restored or made small: each state that there is on the way.

use std::fs;
use std::path::Path;

use super::{add, find, stocked, submit};
use crate::engine::Engine;
use crate::engine::backup::back_up_file;
use crate::engine::compact::compact;
use crate::engine::restore::restore;
use crate::options::{Options, Profile};

fn open(file: &Path) -> Engine {
    Engine::open(file, Options::new(Profile::Durable)).unwrap()
}

/// A file whose cart has two units, and a backup from when it had one.
fn shop(file: &Path, backup: &Path) {
    let engine = stocked(open(file));
    submit(&engine, add("c", "l1", "mug")).unwrap();
    engine.back_up(backup, &mut |_| ()).unwrap();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    engine.close().unwrap();
}

#[track_caller]
fn check_units(file: &Path, expected: u64) {
    let engine = open(file);
    assert_eq!(find(&engine, "c").unwrap().cart.units(), expected);
    engine.close().unwrap();
}

/// Leaves so many bytes of a copy beside the file, and a second name for it where `aside` is one; then the file is as it was,
/// and what was begun can be done.
fn check_left(is_restored: bool, part: usize, aside: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let (file, backup, new) = (place("till"), place("backup"), place("till.new"));
    shop(&file, &backup);
    let copied = if is_restored { &backup } else { &file };
    back_up_file(copied, &place("copy"), &mut |_| ()).unwrap();
    let copy = fs::read(place("copy")).unwrap();
    fs::write(&new, &copy[..copy.len() * part / 8]).unwrap();
    let before = fs::read(&file).unwrap();
    if let Some(aside) = aside {
        fs::hard_link(&file, place(aside)).unwrap();
    }
    check_units(&file, 2);
    if is_restored {
        fs::write(&file, &before).unwrap();
        let restored = restore(&file, &backup, "replaced", &mut |_| ()).unwrap();
        let number = if aside.is_some() { 2 } else { 1 };
        assert_eq!(restored.aside, Some(place(&format!("till.replaced-{number}"))));
        check_units(&file, 1);
        for number in 1..=number {
            assert_eq!(fs::read(place(&format!("till.replaced-{number}"))).unwrap(), before);
        }
    } else {
        compact(&file, &mut |_| ()).unwrap();
        check_units(&file, 2);
    }
    assert!(!new.exists());
}

#[test]
fn a_cut_while_a_file_is_made_small_leaves_it_as_it_was() {
    for part in 0..=8 {
        check_left(false, part, None);
    }
}

#[test]
fn a_cut_while_a_file_is_restored_leaves_it_as_it_was_and_under_another_name_too() {
    for part in 0..=8 {
        check_left(true, part, None);
    }
    check_left(true, 8, Some("till.replaced-1"));
}

#[test]
fn a_cut_while_a_file_that_is_gone_is_restored_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let (file, backup) = (place("till"), place("backup"));
    shop(&file, &backup);
    for part in 0..=8 {
        fs::remove_file(&file).unwrap();
        let copy = fs::read(&backup).unwrap();
        fs::write(place("till.new"), &copy[..copy.len() * part / 8]).unwrap();
        assert_eq!(restore(&file, &backup, "replaced", &mut |_| ()).unwrap().aside, None);
        check_units(&file, 1);
    }
}
