use redb::StorageBackend as _;
use redb::backends::InMemoryBackend;

use super::{Fullness, SPARE_BYTES_FEW, SPARE_MS, holds};
use crate::options::{Options, Profile, SpareRoom};
use crate::store::medium::Medium;

#[test]
fn the_disk_is_asked_again_once_what_it_said_may_have_changed() {
    let spare = 4 * SPARE_BYTES_FEW;
    assert!(holds(spare, spare / 4, SPARE_MS - 1));
    assert!(!holds(spare, spare / 4 + 1, 0), "much was written");
    assert!(!holds(spare, 0, SPARE_MS), "others may have written");
    assert!(holds(SPARE_BYTES_FEW + 1, 0, 0));
    assert!(!holds(SPARE_BYTES_FEW, 0, 0), "there is little to spare");
    assert!(!holds(u64::MAX, u64::MAX, 0), "it was made longer");
}

#[test]
fn what_is_written_makes_the_disk_be_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    std::fs::write(&path, b"a store").unwrap();
    let medium = Medium::new(InMemoryBackend::new(), &path, true);
    let options = Options { spare_room: SpareRoom::Bytes(0), ..Options::new(Profile::Durable) };
    let mut room = Fullness::new(&options);
    assert!(!room.is_full(&medium));
    // As if the disk had been asked before anybody filled it.
    room.spare_room = SpareRoom::Bytes(u64::MAX);
    let handle = medium.handle();
    let is_asked = |room: &Fullness, spare: u64| {
        let (bytes, since) = room.spare.unwrap();
        assert_eq!(bytes, spare);
        !holds(bytes, medium.written(), since.elapsed_ms().min(SPARE_MS - 1))
    };
    room.spare = room.spare.map(|(_, since)| (4 * SPARE_BYTES_FEW, since));
    assert!(!is_asked(&room, 4 * SPARE_BYTES_FEW));
    handle.set_len(100).unwrap();
    assert!(is_asked(&room, 4 * SPARE_BYTES_FEW), "it was made longer");
    assert!(room.is_full(&medium), "and was asked");
    assert_eq!((medium.written(), room.spare.is_some()), (0, false));
    handle.write(0, &[0; 100]).unwrap();
    assert_eq!(medium.written(), 100);
    room.spare_room = SpareRoom::Bytes(0);
    assert!(!room.is_full(&medium), "where there was none, it is asked each time");
    room.meet_end();
    assert!(room.spare.is_none());
}
