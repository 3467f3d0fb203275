use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use redb::backends::InMemoryBackend;
use redb::{Database, TableDefinition};
use tempfile::TempDir;

use super::tables::{Tables as _, WriteTables};
use super::{Store, meta};
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::{Options, Profile};

const META: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("meta");

fn durable() -> Options {
    Options::new(Profile::Durable)
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    (folder, path)
}

/// What a file is, to the byte.
fn state(path: &Path) -> (Vec<u8>, SystemTime) {
    (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap())
}

/// The file is refused, and is afterwards what it was.
#[track_caller]
fn refused(path: &Path, options: &Options) -> StoreError {
    let before = state(path);
    let error = Store::open(path, options).unwrap_err();
    assert!(before == state(path), "the file was touched");
    error
}

#[track_caller]
fn assert_not_a_store(path: &Path) {
    for profile in [Profile::Durable, Profile::Fast] {
        let error = refused(path, &Options::new(profile));
        assert!(matches!(&error, StoreError::NotAStore { path: named } if named == path), "{error}");
    }
}

#[test]
fn a_store_is_made_where_there_is_none() {
    let (folder, path) = folder();
    let store = Store::open(&path, &durable()).unwrap();
    assert_eq!(meta::settings(&store.read().unwrap()).unwrap().currencies.len(), 1);
    store.close().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    Store::open(&path, &durable()).unwrap();
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_store() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_folder, path) = folder();
    Store::open(&path, &durable()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_a_power_cut_left_beside_is_replaced() {
    let (folder, path) = folder();
    fs::write(folder.path().join("carts.redb.new"), "half of a st").unwrap();
    Store::open(&path, &durable()).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_where_a_store_is_to_be_made() {
    let (folder, path) = folder();
    let new = folder.path().join("carts.redb.new");
    let theirs = folder.path().join("theirs");
    fs::write(&theirs, "a list of things to buy").unwrap();
    for target in [theirs.as_path(), Path::new("nowhere")] {
        std::os::unix::fs::symlink(target, &new).unwrap();
        let error = Store::open(&path, &durable()).unwrap_err();
        assert!(matches!(&error, StoreError::Io { path: named, .. } if *named == new), "{error}");
        assert_eq!(fs::read_link(&new).unwrap(), target);
        assert!(!path.exists());
        fs::remove_file(&new).unwrap();
    }
    assert_eq!(fs::read(&theirs).unwrap(), b"a list of things to buy");
    Store::open(&path, &durable()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_store_or_to_nothing() {
    let (folder, path) = folder();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let error = Store::open(&link, &durable()).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert!(!path.exists());
    Store::open(&path, &durable()).unwrap().close().unwrap();
    let owner = Store::open(&link, &durable()).unwrap();
    let error = Store::open(&path, &durable()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    owner.close().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_store_that_another_is_making_is_in_use() {
    let (folder, path) = folder();
    let new = folder.path().join("carts.redb.new");
    let other = fs::File::create(&new).unwrap();
    other.lock().unwrap();
    let error = Store::open(&path, &durable()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    assert!(new.exists() && !path.exists());
    drop(other);
    Store::open(&path, &durable()).unwrap();
}

#[test]
fn of_many_who_make_a_store_at_once_one_has_it() {
    let (folder, path) = folder();
    let opened: Vec<Result<Store, StoreError>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| Store::open(&path, &durable()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(opened.iter().filter(|opened| opened.is_ok()).count(), 1);
    for error in opened.iter().filter_map(|opened| opened.as_ref().err()) {
        assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    }
    drop(opened);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    Store::open(&path, &durable()).unwrap();
}

#[test]
fn a_store_has_one_owner() {
    let (_folder, path) = folder();
    let owner = Store::open(&path, &durable()).unwrap();
    let error = refused(&path, &durable());
    assert!(matches!(&error, StoreError::InUse { path: named } if *named == path), "{error}");
    drop(owner);
    Store::open(&path, &durable()).unwrap();
}

#[test]
fn a_file_of_another_kind_is_not_touched() {
    let (folder, path) = folder();
    for contents in ["", "red", "a list of things to buy", "SQLite format 3\0 and more"] {
        fs::write(&path, contents).unwrap();
        assert_not_a_store(&path);
    }
    let error = Store::open(folder.path(), &durable()).unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error}");
}

#[test]
fn a_database_of_another_program_is_not_touched() {
    let (_folder, path) = folder();
    let database = Database::create(&path).unwrap();
    drop(database);
    assert_not_a_store(&path);

    let database = Database::create(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(META).unwrap().insert("name", b"theirs".as_slice()).unwrap();
    transaction.commit().unwrap();
    drop(database);
    assert_not_a_store(&path);

    let database = Database::create(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.delete_table(META).unwrap();
    let other = TableDefinition::<u64, u64>::new("meta");
    transaction.open_table(other).unwrap().insert(1, 2).unwrap();
    transaction.commit().unwrap();
    drop(database);
    assert_not_a_store(&path);
}

/// A store of this format, closed or as a power cut leaves it.
fn write_format(path: &Path, format: &[u8], is_closed: bool) {
    Store::open(path, &durable()).unwrap().close().unwrap();
    let database = Database::open(path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(META).unwrap().insert("trolley.format", format).unwrap();
    transaction.commit().unwrap();
    if is_closed {
        drop(database);
    } else {
        let cut = fs::read(path).unwrap();
        drop(database);
        assert_ne!(fs::read(path).unwrap(), cut, "closing writes");
        fs::write(path, cut).unwrap();
    }
}

#[test]
fn a_newer_store_is_not_touched_closed_or_not() {
    for is_closed in [true, false] {
        for profile in [Profile::Durable, Profile::Fast] {
            let (_folder, path) = folder();
            write_format(&path, &(meta::FORMAT + 1).to_le_bytes(), is_closed);
            let error = refused(&path, &Options::new(profile));
            assert!(
                matches!(error, StoreError::TooNew { found, known: meta::FORMAT, .. } if found == meta::FORMAT + 1),
                "{error}"
            );
        }
    }
}

#[test]
fn a_store_of_no_format_is_not_touched() {
    for format in [b"\0\0\0\0".as_slice(), b"1".as_slice()] {
        let (_folder, path) = folder();
        write_format(&path, format, false);
        assert_not_a_store(&path);
    }
}

#[test]
fn a_store_that_was_not_closed_is_opened_and_whole() {
    for profile in [Profile::Durable, Profile::Fast] {
        let (_folder, path) = folder();
        let store = Store::open(&path, &Options::new(profile)).unwrap();
        let transaction = store.begin_write().unwrap();
        let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
        let keys: Vec<u64> = (0..3).map(|_| meta::next_cart_key(&mut tables).unwrap()).collect();
        assert_eq!(keys, [1, 2, 3]);
        drop(tables);
        transaction.commit().unwrap();
        let cut = fs::read(&path).unwrap();
        drop(store);
        fs::write(&path, cut).unwrap();

        let store = Store::open(&path, &Options::new(profile)).unwrap();
        let transaction = store.begin_write().unwrap();
        assert_eq!(meta::next_cart_key(&mut WriteTables::new(&transaction, Reckoning::NONE)).unwrap(), 4);
    }
}

#[test]
fn a_store_that_is_too_short_is_damaged() {
    let (_folder, path) = folder();
    Store::open(&path, &durable()).unwrap().close().unwrap();
    let whole = fs::read(&path).unwrap();
    for length in [9, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = refused(&path, &durable());
        assert!(matches!(&error, StoreError::Damaged { path: named, .. } if *named == path), "{error}");
    }
}

#[test]
fn a_store_that_is_not_as_it_was_written_is_damaged() {
    let (_folder, path) = folder();
    let shipped: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/store/1.redb"].iter().collect();
    let mut bytes = fs::read(shipped).unwrap();
    let text = b"To drink from";
    let places: Vec<usize> =
        (0..bytes.len() - text.len()).filter(|place| bytes[*place..].starts_with(text)).collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place] = b't';
    }
    fs::write(&path, &bytes).unwrap();
    let error = refused(&path, &durable());
    assert!(matches!(&error, StoreError::Damaged { path: named, .. } if *named == path), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_the_operating_systems_refusal() {
    let (folder, _path) = folder();
    let path = folder.path().join("nowhere").join("carts.redb");
    let error = Store::open(&path, &durable()).unwrap_err();
    assert!(matches!(&error, StoreError::Io { path: named, .. } if *named == path), "{error}");
}

#[test]
fn memory_keeps_no_file() {
    let (_folder, path) = folder();
    let error = Store::open(&path, &Options::new(Profile::Memory)).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert!(!path.exists());
    Store::in_memory(&Options::new(Profile::Memory)).unwrap().close().unwrap();
}

#[test]
fn a_storage_of_the_callers_that_is_no_store_is_refused() {
    let memory = InMemoryBackend::new();
    redb::StorageBackend::set_len(&memory, 4096).unwrap();
    let error = Store::on_backend(memory, &durable()).unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error}");
}

#[test]
fn a_storage_of_the_callers_gets_a_store() {
    let store = Store::on_backend(InMemoryBackend::new(), &durable()).unwrap();
    assert!(meta::settings(&store.read().unwrap()).is_ok());
    assert!(redb::ReadableTableMetadata::is_empty(store.read().unwrap().carts().unwrap()).unwrap());
}
