use std::fs;

use redb::backends::InMemoryBackend;

use super::{Volume, give_up_reserve, has_room, keep_reserve, needed};
use crate::options::{Options, Profile, SpareRoom};
use crate::store::medium::Medium;

const MB: u64 = 1000 * 1000;

#[track_caller]
fn check(total: u64, file_bytes: u64, expected: u64) {
    assert_eq!(needed(SpareRoom::Recommended, Volume { free: 0, total }, file_bytes), expected);
}

#[test]
fn twice_the_file_and_sixteen_megabytes_are_left_and_of_a_small_volume_an_eighth() {
    check(32_000 * MB, 0, 16 * MB);
    check(32_000 * MB, 100 * MB, 216 * MB);
    check(6 * MB, 2 * MB, 750_000);
    check(800 * MB, 100 * MB, 100 * MB);
    check(u64::MAX, u64::MAX, u64::MAX / 8);
    assert_eq!(needed(SpareRoom::Bytes(7), Volume { free: 0, total: 8 }, 100), 7);
}

#[test]
fn room_is_set_aside_once_and_given_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    fs::write(&path, b"a store").unwrap();
    let medium = Medium::new(InMemoryBackend::new(), &path, true);
    let options =
        Options { spare_room: SpareRoom::Bytes(0), reserve_bytes: 100_000, ..Options::new(Profile::Durable) };
    let reserve = folder.path().join("carts.redb.reserve");
    fs::write(&reserve, b"left half done").unwrap();
    for _ in 0..2 {
        assert!(keep_reserve(&medium, &options));
        let there = fs::metadata(&reserve).unwrap();
        assert_eq!(there.len(), 100_000);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            assert!(100_000 <= there.blocks() * 512, "it is really kept");
            assert_eq!(there.mode() & 0o777, 0o600);
        }
    }
    assert!(give_up_reserve(&medium));
    assert!(!give_up_reserve(&medium));
    assert!(keep_reserve(&medium, &Options { reserve_bytes: 0, ..options.clone() }));
    assert!(!keep_reserve(&medium, &Options { spare_room: SpareRoom::Bytes(u64::MAX), ..options }));
    assert!(!reserve.exists());
}

#[test]
fn of_what_is_no_file_nothing_is_known() {
    let medium = Medium::new(InMemoryBackend::new(), "(storage)".as_ref(), false);
    assert!(has_room(&medium, SpareRoom::Bytes(u64::MAX)));
    assert!(keep_reserve(&medium, &Options::new(Profile::Durable)));
    assert!(!give_up_reserve(&medium));
}
