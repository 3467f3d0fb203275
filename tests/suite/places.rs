//! Where files stand: others of the machine may neither read them nor put their own in their stead.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trolley_engine::{Engine, Options, Profile, StoreError};
use trolley_harness::process::undisturbed;

use crate::goods::open_file;
use crate::shop::program;

/// A folder with these rights.
fn folder(mode: u32) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(mode)).unwrap();
    folder
}

fn rights(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

/// A store that is closed, in a folder of its owner's.
fn store() -> (TempDir, PathBuf) {
    let folder = folder(0o700);
    let file = folder.path().join("carts.trolley");
    open_file(&file, Profile::Durable).close().unwrap();
    (folder, file)
}

#[track_caller]
fn check_refused(file: &Path, said: &str) {
    match undisturbed(|| Engine::open(file, Options::new(Profile::Durable))) {
        Err(StoreError::Io { source, .. }) => assert!(source.to_string().contains(said), "{source}"),
        other => panic!("{other:?}"),
    }
    let ended = program().args(["serve", "--demo", "--port", "0", "--data", file.to_str().unwrap()]).run();
    assert!(!ended.status.success() && ended.stderr.contains(said), "{ended:?}");
}

#[test]
fn a_new_file_is_its_owners_alone() {
    let (_folder, file) = store();
    assert_eq!(rights(&file), 0o600);
}

#[test]
fn a_file_that_others_may_read_is_taken_from_them() {
    let (_folder, file) = store();
    for mode in [0o644, 0o666, 0o660, 0o604] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        open_file(&file, Profile::Durable).close().unwrap();
        assert_eq!(rights(&file), 0o600, "{mode:o}");
    }
}

#[test]
fn a_file_of_another_program_keeps_its_rights() {
    let folder = folder(0o700);
    let file = folder.path().join("list.txt");
    fs::write(&file, "a shopping list").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    assert!(undisturbed(|| Engine::open(&file, Options::new(Profile::Durable))).is_err());
    assert_eq!(rights(&file), 0o644);
}

#[test]
fn a_folder_that_everybody_may_write_to_is_refused() {
    let folder = folder(0o777);
    let file = folder.path().join("carts.trolley");
    check_refused(&file, "everybody may write to its folder");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn in_a_folder_for_everybodys_files_only_ones_own_is_opened() {
    let folder = folder(0o1777);
    let file = folder.path().join("carts.trolley");
    open_file(&file, Profile::Durable).close().unwrap();
    open_file(&file, Profile::Durable).close().unwrap();
    let link = folder.path().join("link.trolley");
    symlink(&file, &link).unwrap();
    check_refused(&link, "it is a link");
    let dangling = folder.path().join("dangling.trolley");
    symlink(folder.path().join("nowhere"), &dangling).unwrap();
    check_refused(&dangling, "it is a link");
    assert!(!folder.path().join("nowhere").exists());
    // Only who may do everything can make a file another's, and try this.
    if std::os::unix::fs::chown(&file, Some(65_534), None).is_ok() {
        check_refused(&file, "another user's");
    }
}

#[test]
fn a_link_in_a_folder_of_ones_own_is_followed() {
    let (folder, file) = store();
    let link = folder.path().join("link.trolley");
    symlink(&file, &link).unwrap();
    open_file(&link, Profile::Durable).close().unwrap();
    assert_eq!(rights(&file), 0o600);
}
