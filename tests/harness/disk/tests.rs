use std::collections::BTreeSet;
use std::io;

use redb::StorageBackend as _;

use super::media::{Call, Media};
use super::survival::SURVIVALS;
use super::{Blow, Disk};
use crate::chance::Chance;

const PAGE: usize = 4096;

fn disk() -> Disk {
    Disk::holding(vec![0; 4 * PAGE], 1)
}

fn read(disk: &Disk, offset: usize, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    disk.read(offset as u64, &mut bytes).unwrap();
    bytes
}

#[test]
fn what_was_flushed_outlives_every_cut() {
    for seed in 0..100 {
        let disk = Disk::holding(vec![0; PAGE], seed);
        disk.set_len(2 * PAGE as u64).unwrap();
        disk.write(PAGE as u64, &[7; 100]).unwrap();
        disk.sync_data().unwrap();
        disk.write(PAGE as u64 + 200, &[8; 100]).unwrap();
        disk.pull_plug();
        assert!(disk.write(0, &[1]).is_err() && disk.len().is_err());
        disk.restart();
        assert_eq!(disk.len().unwrap(), 2 * PAGE as u64);
        assert_eq!(read(&disk, PAGE, 100), [7; 100]);
    }
}

#[test]
fn what_was_not_flushed_survives_in_every_way() {
    for survival in SURVIVALS {
        let mut found = BTreeSet::new();
        for seed in 0..200 {
            let mut media = Media::holding(vec![0; 4 * PAGE]);
            media.perform(Call::Write { offset: 0, bytes: &[1; 2] });
            media.perform(Call::Write { offset: 2 * PAGE - 1, bytes: &[2; 2] });
            media.cut(survival, &mut Chance::new(seed));
            let visible = media.visible();
            found.insert([visible[0], visible[1], visible[2 * PAGE - 1], visible[2 * PAGE]].map(u32::from));
        }
        match format!("{survival:?}").as_str() {
            "Nothing" => assert_eq!(found, BTreeSet::from([[0; 4]])),
            "All" => assert_eq!(found, BTreeSet::from([[1, 1, 2, 2]])),
            "HeaderOnly" => assert_eq!(found, BTreeSet::from([[1, 1, 0, 0]])),
            "AllButOne" => assert_eq!(found, BTreeSet::from([[1, 1, 0, 0], [0, 0, 2, 2]])),
            "Calls" => assert_eq!(found.len(), 4),
            "Prefix" => assert!(found.contains(&[1, 0, 0, 0]) && !found.contains(&[0, 0, 2, 2])),
            "Units(512)" | "Units(4096)" => assert!(found.contains(&[0, 0, 2, 0])),
            "Runs" => assert!(found.contains(&[1, 0, 2, 2]), "{found:?}"),
            "Garbage" => {
                assert!(found.iter().any(|bytes| 2 < bytes[2]) && found.iter().all(|bytes| bytes[0] < 2))
            }
            other => panic!("{other} has no test"),
        }
    }
}

#[test]
fn after_a_kill_all_is_there_and_no_safer() {
    let mut kept = BTreeSet::new();
    for seed in 0..50 {
        let disk = Disk::holding(vec![0; PAGE], seed);
        disk.write(0, &[7; 8]).unwrap();
        disk.leave();
        assert!(disk.sync_data().is_err());
        disk.restart();
        assert_eq!(read(&disk, 0, 8), [7; 8]);
        disk.pull_plug();
        disk.restart();
        kept.insert(read(&disk, 0, 8) == [7; 8]);
    }
    assert_eq!(kept, BTreeSet::from([false, true]));
}

#[test]
fn what_a_failed_flush_forgot_can_be_read_until_the_power_goes() {
    let disk = disk();
    disk.write(5, &[7]).unwrap();
    disk.arm(0, Blow::FailedFlush);
    assert!(disk.sync_data().is_err());
    assert!(disk.has_blown());
    disk.sync_data().unwrap();
    disk.write(6, &[8]).unwrap();
    disk.sync_data().unwrap();
    assert_eq!(read(&disk, 5, 2), [7, 8]);
    disk.pull_plug();
    disk.restart();
    assert_eq!(read(&disk, 5, 2), [0, 8]);
}

#[test]
fn a_liar_flushes_now_and_then() {
    let mut kept = 0;
    for seed in 0..200 {
        let disk = Disk::holding(vec![0; 64], seed);
        disk.lie(50);
        disk.write(5, &[7]).unwrap();
        disk.sync_data().unwrap();
        disk.pull_plug();
        disk.restart();
        kept += usize::from(read(&disk, 5, 1) == [7]);
    }
    assert!((101..200).contains(&kept), "{kept}");
}

#[test]
fn calls_fail_as_they_are_told_to() {
    let disk = disk();
    let full = io::ErrorKind::StorageFull;
    disk.limit(5 * PAGE as u64);
    disk.set_len(5 * PAGE as u64).unwrap();
    assert_eq!(disk.set_len(6 * PAGE as u64).unwrap_err().kind(), full);
    disk.arm(1, Blow::Failure(full));
    disk.write(0, &[1]).unwrap();
    assert_eq!(disk.write(0, &[1]).unwrap_err().kind(), full);
    disk.write(0, &[1]).unwrap();
    disk.arm(0, Blow::LastingFailure(full));
    assert!(disk.write(0, &[1]).is_err() && disk.sync_data().is_err());
    disk.restart();
    disk.sync_data().unwrap();
    disk.arm(0, Blow::FailedRead);
    disk.write(0, &[1]).unwrap();
    assert!(disk.read(0, &mut [0]).is_err());
    assert_eq!(read(&disk, 0, 1), [1]);
}

#[test]
fn the_same_seed_and_calls_have_the_same_end() {
    let run = |seed| {
        let disk = Disk::holding(vec![0; 4 * PAGE], seed);
        disk.arm(3, Blow::PowerCut);
        for place in 0..9 {
            // Ends where the power goes.
            let _ = disk.write(place * 1000, &[9; 900]);
        }
        disk.restart();
        (disk.image(), disk.trace(), disk.calls())
    };
    assert_eq!(run(3), run(3));
    let images: BTreeSet<_> = (0..40).map(|seed| run(seed).0).collect();
    assert!(10 < images.len());
}
