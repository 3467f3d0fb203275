//! Backups, putting one back, and making a file small.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use super::checking::full;
use super::{AT, add, add_all, add_line, engine, find, remove, samples, submit, units};
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::engine::backup::{CopyError, back_up_file};
use crate::engine::backups::Backups;
use crate::engine::check::check_file;
use crate::engine::compact::compact;
use crate::engine::restore::restore;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::{Options, Profile};
use crate::progress::Phase;
use crate::store::tables::WriteTables;

pub(super) fn open(path: &Path) -> Engine {
    Engine::open(path, Options::new(Profile::Durable)).unwrap()
}

/// The names of the files in a folder, in order, without what is set aside for a full disk.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with(".reserve"));
    names.sort();
    names
}

/// Makes one record of a cart unreadable.
fn injure(engine: &Engine) {
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.carts.open().unwrap().insert(1, b"nonsense!".as_slice()).unwrap();
    drop(tables);
    transaction.commit().unwrap();
}

#[test]
fn a_backup_is_all_that_was_committed_and_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    for profile in [Profile::Memory, Profile::Durable] {
        let engine = match profile {
            Profile::Memory => Engine::in_memory(Options::new(profile)).unwrap(),
            Profile::Durable | Profile::Fast => open(&folder.path().join("carts.redb")),
        };
        full(&engine);
        let mut phases = Vec::new();
        let report = engine
            .back_up(&backup, &mut |progress| {
                assert!(progress.done <= progress.total);
                if phases.last() != Some(&progress.phase) {
                    phases.push(progress.phase);
                }
            })
            .unwrap();
        assert_eq!(phases, [Phase::Copying, Phase::Checking]);
        let digest = engine.digest().unwrap();
        assert_eq!((report.digest, report.is_sound()), (Some(digest), true));
        assert_eq!(report.bytes, fs::metadata(&backup).unwrap().len());
        submit(&engine, add("guest_later", "later", "cup")).unwrap();
        assert_ne!(engine.digest().unwrap(), digest);
        let restored = open(&backup);
        assert_eq!(restored.digest().unwrap(), digest);
        assert!(find(&restored, "guest_later").is_none());
        submit(&restored, add("guest_later", "later", "cup")).unwrap();
        // Internal keys are the same too.
        assert_eq!(restored.digest().unwrap(), engine.digest().unwrap());
        restored.close().unwrap();
        fs::remove_file(&backup).unwrap();
    }
}

#[test]
fn a_backup_under_load_is_a_state_that_there_was() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Arc::new(engine());
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let adders: Vec<_> = (0..2)
        .map(|adder| {
            let (engine, stop, acknowledged) = (engine.clone(), stop.clone(), acknowledged.clone());
            thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    // Two at once, of which there is never one alone.
                    let lines = vec![
                        add_line(&format!("m{adder}"), "mug", None),
                        add_line(&format!("c{adder}"), "cup", None),
                    ];
                    submit(&engine, add_all("c", lines)).unwrap();
                    acknowledged.fetch_add(2, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for number in 0..5 {
        while acknowledged.load(Ordering::SeqCst) < number * 100 {
            thread::yield_now();
        }
        let before = acknowledged.load(Ordering::SeqCst);
        let path = folder.path().join(number.to_string());
        assert!(engine.back_up(&path, &mut |_| ()).unwrap().is_sound());
        // One add of each adder may be committed and not yet acknowledged.
        let after = acknowledged.load(Ordering::SeqCst) + 4;
        let backup = open(&path);
        let lines = find(&backup, "c").map_or(Vec::new(), |view| view.cart.lines);
        let sum: u64 = lines.iter().map(|line| u64::from(line.quantity.units())).sum();
        assert!((before..=after).contains(&sum), "{before} <= {sum} <= {after}");
        assert!(lines.windows(2).all(|pair| pair[0].quantity == pair[1].quantity));
    }
    stop.store(true, Ordering::SeqCst);
    for adder in adders {
        adder.join().unwrap();
    }
}

#[test]
fn nothing_is_backed_up_over_a_file_or_of_a_store_with_faults() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let taken = folder.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    let refused = engine.back_up(&taken, &mut |_| ()).unwrap_err();
    assert!(matches!(refused, CopyError::Exists { path } if path == taken));
    injure(&engine);
    let refused = engine.back_up(&folder.path().join("new"), &mut |_| ()).unwrap_err();
    assert!(matches!(refused, CopyError::Unsound { first, .. } if first.table == "carts"));
    assert_eq!(names(folder.path()), ["taken"]);
    assert_eq!(fs::read(&taken).unwrap(), b"mine");
    let nowhere = folder.path().join("nowhere/new");
    assert!(matches!(engine.back_up(&nowhere, &mut |_| ()), Err(CopyError::Store(StoreError::Io { .. }))));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_backup_and_the_folder_of_them() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let backups = Backups::new(&folder.path().join("backups"), "carts.redb");
    let (backup, _) = backups.make(&engine(), AT, &mut |_| ()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&backup.path), mode(backups.folder())), (0o600, 0o700));
}

#[test]
fn backups_are_in_the_order_of_their_numbers_whatever_the_clock_says() {
    let folder = tempfile::tempdir().unwrap();
    let backups = Backups::new(folder.path(), "till.trolley");
    assert_eq!(Backups::new(&folder.path().join("nowhere"), "till.trolley").list().unwrap(), []);
    let engine = engine();
    let far = [AT.as_millis(), 0, i64::MAX, i64::MIN, -62_167_219_200_001];
    for now in far {
        backups.make(&engine, Timestamp::from_millis(now), &mut |_| ()).unwrap();
    }
    let listed = backups.list().unwrap();
    let numbers: Vec<u64> = listed.iter().map(|backup| backup.number).collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    assert_eq!(listed[3].made_at, "19700101T000000Z");
    assert!(listed.iter().all(|backup| backup.made_at.len() == 16));
    let mut by_name = names(folder.path());
    by_name.reverse();
    let paths: Vec<_> =
        listed.iter().map(|backup| backup.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(by_name, paths);
}

#[test]
fn the_oldest_backups_go_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let backups = Backups::new(folder.path(), "till.trolley");
    let engine = engine();
    let others = [
        "till.trolley",
        "notes.txt",
        "till.trolley.backup",
        "till.trolley.1.20261122T114720Z.backup",
        "till.trolley.00000001.yesterday.backup",
        "other.trolley.00000001.20261122T114720Z.backup",
        "till.trolley.00000001.20261122T114720Z.backup.old",
        "till.trolley.new",
    ];
    for other in others {
        fs::write(folder.path().join(other), "mine").unwrap();
    }
    let a_folder = folder.path().join("till.trolley.00000000.20261122T114720Z.backup");
    fs::create_dir(&a_folder).unwrap();
    for _ in 0..4 {
        backups.make(&engine, AT, &mut |_| ()).unwrap();
    }
    let left = folder.path().join("till.trolley.00000009.20261122T114720Z.backup.new");
    fs::write(&left, "half").unwrap();
    let being_made = folder.path().join("till.trolley.00000008.20261122T114720Z.backup.new");
    let maker = File::create(&being_made).unwrap();
    maker.lock().unwrap();
    let removed = backups.keep(3).unwrap();
    assert_eq!(removed.len(), 2);
    assert!(removed[0].to_str().unwrap().contains(".00000001."));
    assert_eq!(removed[1], left);
    assert!(a_folder.is_dir() && being_made.exists());
    for other in others {
        assert_eq!(fs::read(folder.path().join(other)).unwrap(), b"mine", "{other}");
    }
    assert_eq!(backups.keep(0).unwrap().len(), 2, "the newest stays");
    let kept: Vec<u64> = backups.list().unwrap().iter().map(|backup| backup.number).collect();
    assert_eq!(kept, [4]);
    let (next, _) = backups.make(&engine, AT, &mut |_| ()).unwrap();
    assert_eq!(next.number, 5);
}

#[test]
fn the_newest_sound_backup_is_found_behind_those_that_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let backups = Backups::new(folder.path(), "till.trolley");
    assert!(backups.newest_sound(&mut |_| ()).unwrap().found.is_none());
    let engine = engine();
    let made: Vec<_> = (0..3).map(|_| backups.make(&engine, AT, &mut |_| ()).unwrap().0).collect();
    fs::write(&made[2].path, "").unwrap();
    let mut bytes = fs::read(&made[1].path).unwrap();
    for byte in &mut bytes[4_096..] {
        *byte ^= 0x55;
    }
    fs::write(&made[1].path, bytes).unwrap();
    let newest = backups.newest_sound(&mut |_| ()).unwrap();
    assert_eq!(newest.found.unwrap().0, made[0]);
    let passed_over: Vec<u64> = newest.passed_over.iter().map(|(backup, _)| backup.number).collect();
    assert_eq!(passed_over, [3, 2]);
}

#[test]
fn a_destroyed_file_is_restored_and_kept_beside_what_took_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.trolley");
    let backups = Backups::new(&folder.path().join("backups"), "till.trolley");
    let engine = open(&path);
    full(&engine);
    let (backup, _) = backups.make(&engine, AT, &mut |_| ()).unwrap();
    let digest = engine.digest().unwrap();
    submit(&engine, add("guest_lost", "lost", "mug")).unwrap();
    let in_use = restore(&path, &backup.path, "before-restore", &mut |_| ()).unwrap_err();
    assert!(matches!(in_use, CopyError::Store(StoreError::InUse { .. })));
    engine.close().unwrap();

    fs::write(&path, "destroyed").unwrap();
    let first = restore(&path, &backup.path, "before-restore", &mut |_| ()).unwrap();
    assert_eq!(first.report.digest, Some(digest));
    assert_eq!(fs::read(first.aside.unwrap()).unwrap(), b"destroyed");
    let engine = open(&path);
    assert_eq!(engine.digest().unwrap(), digest);
    submit(&engine, add("guest_next", "next", "cup")).unwrap();
    assert_eq!(units(&find(&engine, "guest_next").unwrap().cart), [("next", 1)]);
    engine.close().unwrap();

    restore(&path, &backup.path, "before-restore", &mut |_| ()).unwrap();
    fs::remove_file(&path).unwrap();
    let third = restore(&path, &backup.path, "before-restore", &mut |_| ()).unwrap();
    assert_eq!(third.aside, None);
    let beside =
        ["backups", "till.trolley", "till.trolley.before-restore-1", "till.trolley.before-restore-2"];
    assert_eq!(names(folder.path()), beside);
    assert!(find(&open(&folder.path().join(beside[3])), "guest_next").is_some());
    assert_eq!(open(&path).digest().unwrap(), digest);
}

#[test]
fn what_is_not_sound_is_not_restored_and_the_file_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (path, backup) = (folder.path().join("till.trolley"), folder.path().join("backup"));
    open(&path).close().unwrap();
    let before = fs::read(&path).unwrap();
    let broken = open(&backup);
    full(&broken);
    injure(&broken);
    broken.close().unwrap();
    let refused = restore(&path, &backup, "before-restore", &mut |_| ()).unwrap_err();
    assert!(matches!(refused, CopyError::Unsound { .. }), "{refused}");
    fs::write(&backup, "nonsense").unwrap();
    let refused = restore(&path, &backup, "before-restore", &mut |_| ()).unwrap_err();
    assert!(matches!(refused, CopyError::Store(StoreError::NotAStore { .. })));
    let itself = restore(&path, &path, "before-restore", &mut |_| ()).unwrap_err();
    assert!(matches!(itself, CopyError::Store(StoreError::InUse { .. })));
    assert!(before == fs::read(&path).unwrap());
    assert_eq!(names(folder.path()), ["backup", "till.trolley"]);
}

#[test]
fn a_compacted_file_is_smaller_holds_the_same_and_has_nothing_that_was_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.trolley");
    let engine = open(&path);
    full(&engine);
    let canary = "4f9c1e-canary";
    for number in 0..20 {
        let inputs = Some(samples::inputs(60_000));
        submit(&engine, add_all("guest_gone", vec![add_line(&format!("{canary}-{number}"), "mug", inputs)]))
            .unwrap();
        submit(&engine, remove("guest_gone", &format!("{canary}-{number}"))).unwrap();
    }
    let in_use = compact(&path, &mut |_| ()).unwrap_err();
    assert!(matches!(in_use, CopyError::Store(StoreError::InUse { .. })));
    let digest = engine.digest().unwrap();
    engine.close().unwrap();
    let has_canary = || {
        let bytes = fs::read(&path).unwrap();
        bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
    };
    assert!(has_canary());
    let done = compact(&path, &mut |_| ()).unwrap();
    assert!(done.bytes_after < done.bytes_before, "{done:?}");
    assert_eq!(done.bytes_after, fs::metadata(&path).unwrap().len());
    assert!(!has_canary());
    assert_eq!(check_file(&path, &mut |_| ()).unwrap().digest, Some(digest));
    assert_eq!(names(folder.path()), ["till.trolley"]);
    let engine = open(&path);
    injure(&engine);
    engine.close().unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(compact(&path, &mut |_| ()), Err(CopyError::Unsound { .. })));
    assert!(before == fs::read(&path).unwrap());
}

#[test]
fn a_closed_file_is_backed_up_without_being_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("till.trolley"), folder.path().join("copy"));
    let engine = open(&path);
    full(&engine);
    let digest = engine.digest().unwrap();
    engine.close().unwrap();
    let before = fs::read(&path).unwrap();
    let report = back_up_file(&path, &copy, &mut |_| ()).unwrap();
    assert_eq!(report.digest, Some(digest));
    assert!(before == fs::read(&path).unwrap());
    assert!(report.bytes <= before.len() as u64);
}
