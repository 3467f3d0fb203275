//! Files that are not as they should be, and arguments that are not: one sentence, a status, and the file untouched.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use redb::ReadableTable as _;
use tempfile::TempDir;
use trolley_engine::{Engine, Options, Profile, StoreError};
use trolley_harness::client::send;
use trolley_harness::process::{Ended, undisturbed};
use trolley_harness::{files_below, project_root};

use crate::goods::open_file;
use crate::shop::{add_as_guest, guest_units, program};

/// A folder with a file in it that has these bytes.
fn file_of(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    std::fs::write(&file, bytes).unwrap();
    (folder, file)
}

/// It has refused, in one sentence on standard error that says this.
#[track_caller]
fn assert_refused(ended: &Ended, said: &str) {
    assert!(!ended.status.success(), "{ended:?}");
    assert!(ended.status.code().is_some(), "it did not crash: {ended:?}");
    assert_eq!(ended.stdout, "");
    let sentence = ended.stderr.trim_end();
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.contains(said), "{sentence}");
}

/// Serving from this file is refused, saying this, and so is importing into it; it stays as it is, alone in its folder.
#[track_caller]
fn check_refused(file: &Path, said: &str) {
    let before = std::fs::read(file).unwrap();
    let neighbours = || std::fs::read_dir(file.parent().unwrap()).unwrap().count();
    let count = neighbours();
    let path = file.to_str().unwrap();
    let seed = project_root().join("fixtures/seed/demo.json");
    for arguments in [
        vec!["serve", "--port", "0", "--data", path],
        vec!["serve", "--demo", "--port", "0", "--data", path],
        vec!["serve", "--port", "0", "--profile", "fast", "--data", path],
        vec!["seed", "import", "--data", path, seed.to_str().unwrap()],
    ] {
        let ended = program().args(arguments).run();
        assert_refused(&ended, said);
        assert!(ended.stderr.contains(path), "{}", ended.stderr);
        assert!(std::fs::read(file).unwrap() == before, "the file was touched");
        assert_eq!(neighbours(), count, "something was left beside it");
    }
}

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    for bytes in [&b"a shopping list"[..], b"\x7fELF", &[0; 100_000], b"SQLite format 3\0"] {
        let (_folder, file) = file_of(bytes);
        check_refused(&file, "not a Trolley store");
    }
}

#[test]
fn an_empty_file_is_refused_and_left_alone() {
    let (_folder, file) = file_of(b"");
    check_refused(&file, "not a Trolley store");
}

#[test]
fn another_programs_redb_file_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("other.redb");
    let database = redb::Database::create(&file).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction
        .open_table(redb::TableDefinition::<&str, u64>::new("visits"))
        .unwrap()
        .insert("home", 3)
        .unwrap();
    transaction.commit().unwrap();
    drop(database);
    check_refused(&file, "not a Trolley store");
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    open_file(&file, Profile::Durable).close().unwrap();
    let present = raise_format(&file);
    check_refused(&file, "newer");
    match undisturbed(|| Engine::open(&file, Options::new(Profile::Durable))) {
        Err(StoreError::TooNew { found, known, .. }) => assert_eq!((found, known), (present + 1, present)),
        other => panic!("{other:?}"),
    }
}

/// Writes the next format into the file, as a newer version would have; gives the present one.
fn raise_format(file: &Path) -> u32 {
    let meta: redb::TableDefinition<'_, &str, &[u8]> = redb::TableDefinition::new("meta");
    let database = undisturbed(|| redb::Database::open(file)).unwrap();
    let transaction = database.begin_write().unwrap();
    let present = {
        let mut table = transaction.open_table(meta).unwrap();
        let row = table.get("trolley.format").unwrap().expect("a store has a format").value().to_vec();
        let present = u32::from_le_bytes(row.try_into().expect("four bytes"));
        table.insert("trolley.format", (present + 1).to_le_bytes().as_slice()).unwrap();
        present
    };
    transaction.commit().unwrap();
    present
}

#[test]
fn files_of_every_released_format_open_and_keep_their_carts() {
    let stores = files_below(&project_root().join("fixtures/store"), ".redb");
    assert!(!stores.is_empty());
    for store in stores {
        let (_folder, file) = file_of(&std::fs::read(&store).unwrap());
        let engine = open_file(&file, Profile::Durable);
        assert_ne!(engine.product_count().unwrap(), 0, "{}", store.display());
        assert_ne!(engine.cart_count().unwrap(), 0, "{}", store.display());
        engine.close().unwrap();
        let server =
            program().args(["serve", "--port", "0", "--data", file.to_str().unwrap()]).serve().unwrap();
        drop(server);
    }
}

#[test]
fn a_file_in_use_by_another_trolley_is_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let path = file.to_str().unwrap();
    let first = program().args(["serve", "--demo", "--port", "0", "--data", path]).serve().unwrap();
    assert_eq!(send(first.address, &add_as_guest(0)).unwrap().status, 200);
    let second = program().args(["serve", "--demo", "--port", "0", "--data", path]).run();
    assert_refused(&second, "in use");
    assert!(second.stderr.contains(path), "{}", second.stderr);
    assert_eq!(guest_units(first.address, 0), 1, "the first goes on");
    first.kill();
    let third = program().args(["serve", "--demo", "--port", "0", "--data", path]).serve().unwrap();
    assert_eq!(guest_units(third.address, 0), 1);
}

#[test]
fn a_port_in_use_is_refused_before_the_file_is_touched() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let ended = program().args(["serve", "--demo", "--port", &port, "--data", file.to_str().unwrap()]).run();
    assert_refused(&ended, &port);
    assert!(ended.stderr.contains("in use"), "{}", ended.stderr);
    assert!(!file.exists());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = TempDir::new().unwrap();
    let nowhere = folder.path().join("nowhere");
    let file = nowhere.join("carts.redb");
    let ended = program().args(["serve", "--demo", "--port", "0", "--data", file.to_str().unwrap()]).run();
    assert_refused(&ended, &format!("{} cannot be made: there is no folder", file.display()));
    assert!(!nowhere.exists());
}

#[test]
fn wrong_arguments_are_refused_in_words() {
    for arguments in [
        &["serve", "--prot", "0"][..],
        &["serve", "--port", "99999"],
        &["serve", "--port", "none"],
        &["serve", "--profile", "safe"],
        &["sevre"],
        &["seed"],
        &["seed", "check"],
        &["seed", "import", "x.json"],
    ] {
        let ended = program().args(arguments.iter().copied()).run();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {ended:?}");
        assert_eq!(ended.stdout, "", "{arguments:?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{arguments:?}: {ended:?}");
    }
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    for (arguments, said) in [
        (&["serve", "--port", "0", "--profile", "durable"][..], "--data"),
        (&["serve", "--port", "0", "--profile", "memory", "--data", "x.redb"], "memory"),
        (&["serve", "--port", "0", "--host", "0.0.0.0"], "0.0.0.0"),
        (&["serve", "--port", "0", "--config", "nowhere.toml"], "nowhere.toml"),
    ] {
        assert_refused(&program().args(arguments.iter().copied()).run(), said);
    }
}

#[test]
fn what_is_not_known_is_refused_with_the_nearest() {
    let serve = || program().args(["serve", "--port", "0"]);
    let (_folder, file) = file_of(b"server.prot = 1\n");
    let file = file.to_str().unwrap();
    assert_refused(&serve().args(["--config", file]).run(), "`server.prot`");
    for (ended, meant) in [
        (serve().args(["--config", file]).run(), "`port`"),
        (serve().env("TROLLEY_PROT", "1").run(), "`TROLLEY_PORT`"),
        (serve().env("TROLLEY_STOREKIT_DUPLICATE", "incremnt").run(), "`increment`"),
        (serve().args(["--profile", "memry"]).run(), "'memory'"),
        (serve().args(["--dta", "x.redb"]).run(), "'--data'"),
        (program().args(["config", "--readings", "storekit.duplicat"]).run(), "`storekit.duplicate`"),
    ] {
        assert_refused(&ended, &format!("did you mean {meant}?"));
        assert_eq!(ended.status.code(), Some(2), "{ended:?}");
    }
}

const GOOD_SEED: &str =
    r#"{"products": [{"id": "p1", "sku": "S1", "name": "One", "prices": {"USD": {"amount": 5}}}]}"#;

#[test]
fn a_good_seed_is_checked_and_imported() {
    let (folder, seed) = file_of(GOOD_SEED.as_bytes());
    let seed = seed.to_str().unwrap();
    let checked = program().args(["seed", "check", seed]).run();
    assert!(checked.status.success(), "{checked:?}");
    assert!(checked.stdout.contains("1 product"), "{}", checked.stdout);
    let data = folder.path().join("till.redb");
    let imported = program().args(["seed", "import", "--data", data.to_str().unwrap(), seed]).run();
    assert!(imported.status.success(), "{imported:?}");
    let engine = open_file(&data, Profile::Durable);
    assert_eq!(engine.product_count().unwrap(), 1);
}

#[test]
fn a_bad_row_of_a_seed_is_named_by_its_place_and_nothing_is_changed() {
    let two_of_one_sku = GOOD_SEED.replace("]}", r#", {"id": "p2", "sku": "S1", "name": "Two"}]}"#);
    let negative = GOOD_SEED
        .replace("]}", r#", {"id": "p2", "sku": "S2", "name": "Two", "prices": {"USD": {"amount": -1}}}]}"#);
    let no_name = GOOD_SEED.replace("]}", r#", {"id": "p2", "sku": "S2"}]}"#);
    let bad_line = GOOD_SEED.replace(
        "]}",
        r#"], "carts": [{"id": "c1", "lines": [{"id": "l1", "product": "p9", "quantity": 1}]}]}"#,
    );
    let engine_folder = TempDir::new().unwrap();
    let data = engine_folder.path().join("till.redb");
    let (_folder, good) = file_of(GOOD_SEED.as_bytes());
    let import = |seed: &Path| {
        program().args(["seed", "import", "--data", data.to_str().unwrap(), seed.to_str().unwrap()]).run()
    };
    assert!(import(&good).status.success());
    for (seed, place) in [
        (two_of_one_sku, "products[1]"),
        (negative, "products[1]"),
        (no_name, "products[1]"),
        (bad_line, "carts[0].lines[0]"),
        ("{".to_owned(), "1"),
    ] {
        let (_folder, file) = file_of(seed.as_bytes());
        assert_refused(&program().args(["seed", "check", file.to_str().unwrap()]).run(), place);
        assert_refused(&import(&file), place);
        let engine = open_file(&data, Profile::Durable);
        assert_eq!((engine.product_count().unwrap(), engine.cart_count().unwrap()), (1, 0), "{seed}");
    }
}

#[test]
fn a_bad_seed_makes_no_file() {
    let (folder, seed) = file_of(br#"{"products": [{"id": "p1"}]}"#);
    let data = folder.path().join("till.redb");
    let (data, seed) = (data.to_str().unwrap(), seed.to_str().unwrap());
    assert_refused(&program().args(["seed", "import", "--data", data, seed]).run(), "products[0]");
    assert_refused(
        &program().args(["serve", "--port", "0", "--data", data, "--seed", seed]).run(),
        "products[0]",
    );
    assert!(!Path::new(data).exists());
}
