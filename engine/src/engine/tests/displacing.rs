//! Files that another process puts in the place of those that are worked on.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backing_up::{names, open};
use super::{AT, add, engine, submit};
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::engine::backup::{CopyError, back_up_file};
use crate::engine::compact::compact;
use crate::engine::restore::restore;
use crate::env::Clock;
use crate::error::StoreError;
use crate::options::{Options, Profile};
use crate::progress::{Phase, Progress};

/// Once, when a phase begins: what is there gets another name, and something else stands there.
fn put_another(progress: Progress, phase: Phase, path: &Path) {
    let away = path.with_extension("away");
    if progress.phase == phase && !away.exists() {
        fs::rename(path, away).unwrap();
        fs::write(path, "another's").unwrap();
    }
}

#[test]
fn what_another_process_has_put_beside_a_file_is_neither_taken_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("carts.redb");
    let new = folder.path().join("carts.redb.new");
    let engine = engine();
    let refused = engine.back_up(&file, &mut |progress| put_another(progress, Phase::Checking, &new));
    assert!(matches!(refused, Err(CopyError::Store(StoreError::InUse { .. }))), "{refused:?}");
    assert!(!file.exists());
    assert_eq!(fs::read(&new).unwrap(), b"another's");
}

#[test]
fn a_file_that_was_put_in_the_place_of_a_locked_one_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, backup) = (folder.path().join("carts.redb"), folder.path().join("backup"));
    for is_restored in [true, false] {
        let engine = open(&file);
        submit(&engine, add("c", "l1", "mug")).ok();
        engine.close().unwrap();
        if is_restored {
            back_up_file(&file, &backup, &mut |_| ()).unwrap();
        }
        let mut tell = |progress| put_another(progress, Phase::Copying, &file);
        let error = if is_restored {
            restore(&file, &backup, "replaced", &mut tell).unwrap_err()
        } else {
            compact(&file, &mut tell).unwrap_err()
        };
        assert!(matches!(error, CopyError::Store(StoreError::InUse { .. })), "{error}");
        assert_eq!(fs::read(&file).unwrap(), b"another's");
        assert_eq!(names(folder.path()), ["backup", "carts.away", "carts.redb"]);
        fs::rename(folder.path().join("carts.away"), &file).unwrap();
    }
}

/// Shows a moment, and has another file put in the place of one when it is asked.
#[derive(Debug)]
struct Replacing(PathBuf);

impl Clock for Replacing {
    fn now(&self) -> Timestamp {
        let other = self.0.with_extension("other");
        fs::copy(&self.0, &other).unwrap();
        fs::rename(other, &self.0).unwrap();
        AT
    }

    fn ran_ms(&self) -> i64 {
        0
    }
}

#[test]
fn a_file_that_has_lost_its_place_while_it_was_opened_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("carts.redb");
    open(&file).close().unwrap();
    let options = Options { clock: Arc::new(Replacing(file.clone())), ..Options::new(Profile::Durable) };
    let refused = Engine::open(&file, options).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    open(&file).close().unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_stays_one_when_that_is_made_small() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("carts.redb"), folder.path().join("link"));
    open(&file).close().unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let made = compact(&link, &mut |_| ()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().len(), made.bytes_after);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(folder.path()), ["carts.redb", "link"]);
}
