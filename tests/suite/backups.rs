//! Backups of a running server and of a file, putting one back, checking and compacting: as programs, by their commands
//! and endpoints.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value as Json;
use tempfile::TempDir;
use trolley_engine::{Engine, Options, Profile};
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::process::{Ended, Program, Server, undisturbed};

use crate::shop::{add_as_guest, guest, guest_units, program};

const STOP_WITHIN: Duration = Duration::from_secs(60);
/// What a program ends with that has found faults, or has not done what was asked.
const NOT_DONE: i32 = 1;
/// What `trolley check` ends with where it cannot look, and all commands where they are called wrongly.
const NOT_LOOKED: i32 = 2;

/// A folder with a file of carts and a folder of its backups in it, neither of which is there yet.
struct Till {
    folder: TempDir,
}

impl Till {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("till.trolley")
    }

    fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    fn serve(&self) -> Server {
        let (file, backups) = (self.file(), self.backups());
        let arguments =
            ["serve", "--demo", "--port", "0", "--data", text(&file), "--backups", text(&backups)];
        let server = program().args(arguments).env("TROLLEY_BACKUPS_KEPT", "2").serve().unwrap();
        // Behind the one of the start.
        assert!(matches!(back_up(server.address).status, 200 | 201));
        server
    }

    /// The names of the backups, the oldest first.
    fn names(&self) -> Vec<String> {
        names(&self.backups())
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    // Room that the server has set aside for a full disk is no matter here.
    names.retain(|name| !name.ends_with(".reserve"));
    names.sort();
    names
}

fn stop(server: Server) {
    server.terminate();
    let ended = server.wait(STOP_WITHIN).unwrap();
    assert!(ended.status.success(), "{ended:?}");
}

fn admin(method: &str) -> Request {
    Request::new(method, "/_trolley/backups").header("Authorization", "Bearer demo-admin")
}

fn back_up(address: SocketAddr) -> Answer {
    send(address, &admin("POST").json("{}")).unwrap()
}

fn listed(address: SocketAddr) -> Json {
    let answer = send(address, &admin("GET")).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// `trolley ...`, with the administrator's key of the demo for it.
fn command(arguments: &[&str]) -> Program {
    program().args(arguments.iter().copied())
}

/// What it says, having done it.
#[track_caller]
fn says(program: &Program) -> String {
    let ended = program.run();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(ended.stderr, "", "nothing but bars goes there, and they to terminals alone");
    ended.stdout
}

/// It has not done it, and says why in one sentence; what it wrote to standard output.
#[track_caller]
fn refused(program: &Program, status: i32, said: &str) -> String {
    let Ended { status: ended, stdout, stderr } = program.run();
    assert_eq!(ended.code(), Some(status), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("trolley: ") && stderr.contains(said), "{stderr}");
    stdout
}

/// Flips a bit in each copy of this text in a file: pages that are no longer used may have some.
fn injure(file: &Path, text: &str) {
    let mut bytes = fs::read(file).unwrap();
    let is_there = |place: &usize| bytes[*place..].starts_with(text.as_bytes());
    let places: Vec<usize> = (0..bytes.len()).filter(is_there).collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(file, bytes).unwrap();
}

/// A closed file with a guest's cart of so many units in it.
fn closed_with(till: &Till, units: u64) {
    let file = till.file();
    let server = program().args(["serve", "--demo", "--port", "0", "--data", text(&file)]).serve().unwrap();
    for _ in 0..units {
        assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    }
    stop(server);
}

#[test]
fn a_till_whose_file_is_destroyed_goes_on_from_its_backup() {
    let till = Till::new();
    let server = till.serve();
    for _ in 0..3 {
        assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    }
    let made = back_up(server.address);
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json()["backup"].clone();
    assert_eq!(listed(server.address)["backups"][0], made);
    assert_eq!(till.names().last().map(String::as_str), made["name"].as_str());
    let again = back_up(server.address);
    assert_eq!((again.status, &again.json()["is_unchanged"]), (200, &Json::Bool(true)));
    // What comes after it is lost with the file.
    assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    server.kill();
    fs::write(till.file(), "destroyed").unwrap();

    let (file, backups) = (till.file(), till.backups());
    let said = says(&command(&["restore", "--data", text(&file), "--newest", text(&backups)]));
    assert!(said.contains(made["name"].as_str().unwrap()), "{said}");
    assert!(said.contains("What was there is kept as") && said.contains("till.trolley.before-restore-1"));
    assert_eq!(fs::read(till.folder.path().join("till.trolley.before-restore-1")).unwrap(), b"destroyed");
    let server = till.serve();
    assert_eq!(guest_units(server.address, 1), 3);
    assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    assert_eq!(guest_units(server.address, 1), 4);
}

#[test]
fn a_server_makes_a_backup_when_it_starts_and_when_it_stops_and_keeps_so_many() {
    let till = Till::new();
    for units in 1..=3 {
        let server = till.serve();
        assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
        stop(server);
        let newest = till.backups().join(till.names().last().unwrap());
        let copy = till.folder.path().join("copy");
        fs::copy(newest, &copy).unwrap();
        let server =
            program().args(["serve", "--demo", "--port", "0", "--data", text(&copy)]).serve().unwrap();
        assert_eq!(guest_units(server.address, 1), units);
    }
    assert_eq!(till.names().len(), 2);
    // Nothing has changed since: another would push out an older state.
    let before = till.names();
    stop(till.serve());
    assert_eq!(till.names(), before);
    assert!(before.iter().all(|name| name.starts_with("till.trolley.0000000") && name.ends_with("Z.backup")));
}

#[test]
fn a_backup_under_load_is_a_state_that_there_was() {
    let till = Till::new();
    let server = till.serve();
    let address = server.address;
    let (asked, acknowledged) = (AtomicU64::new(0), AtomicU64::new(0));
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::SeqCst) {
                    asked.fetch_add(1, Ordering::SeqCst);
                    assert_eq!(send(address, &add_as_guest(1)).unwrap().status, 200);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for round in 1..=3 {
            while acknowledged.load(Ordering::SeqCst) < round * 10 {
                thread::yield_now();
            }
            let least = acknowledged.load(Ordering::SeqCst);
            let answer = back_up(address);
            let most = asked.load(Ordering::SeqCst);
            assert_eq!(answer.status, 201, "{}", answer.text());
            let name = answer.json()["backup"]["name"].as_str().unwrap().to_owned();
            let copy = till.folder.path().join(round.to_string());
            fs::copy(till.backups().join(name), &copy).unwrap();
            let engine = undisturbed(|| Engine::open(&copy, Options::new(Profile::Durable))).unwrap();
            assert!(engine.check(&mut |_| ()).unwrap().is_sound());
            let cart = trolley_engine::domain::id::CartId::new(guest(1)).unwrap();
            let found =
                engine.find_stored_cart(&cart, &trolley_engine::Principal::Server, engine.clock().now());
            let units = found.unwrap().map_or(0, |view| view.cart.units());
            assert!((least..=most).contains(&units), "{least} <= {units} <= {most}");
        }
        is_over.store(true, Ordering::SeqCst);
    });
    assert_eq!(guest_units(address, 1), acknowledged.load(Ordering::SeqCst));
}

#[test]
fn a_server_is_asked_for_backups_by_the_command() {
    let till = Till::new();
    let server = till.serve();
    let url = format!("http://{}", server.address);
    let on_server = |more: &[&str]| program().args(["backup", "--url", &url]).args(more.iter().copied());
    assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    let said = says(&on_server(&[]));
    assert!(said.starts_with("Backed up as till.trolley.0000000"), "{said}");
    let unchanged: Json = serde_json::from_str(&says(&on_server(&["--json"]))).unwrap();
    assert_eq!(unchanged["is_unchanged"], true);
    let listed = says(&on_server(&["--list"]));
    assert_eq!(listed.lines().count(), till.names().len());
    assert!(listed.starts_with(till.names().last().unwrap().as_str()), "{listed}");
    refused(
        &on_server(&["--key", "demo-operator"]),
        NOT_DONE,
        "does not know the key: name an administrator's key",
    );
    let elsewhere = program().args(["serve", "--demo", "--port", "0"]).serve().unwrap();
    let url = format!("http://{}", elsewhere.address);
    refused(&command(&["backup", "--url", &url]), NOT_DONE, "this server has no folder for backups");
}

#[test]
fn a_closed_file_is_backed_up_and_one_in_use_is_not() {
    let till = Till::new();
    let (file, copy) = (till.file(), till.folder.path().join("monday.trolley"));
    let to = |place: &Path| command(&["backup", "--data", text(&file), "--to", text(place)]);
    refused(&to(&copy), NOT_DONE, "there is no file");
    closed_with(&till, 2);
    let before = fs::read(&file).unwrap();
    let said = says(&to(&copy));
    assert!(said.contains("monday.trolley: 4 carts, 0 orders, 50 products"), "{said}");
    refused(&to(&copy), NOT_DONE, "is there already");
    fs::create_dir(till.backups()).unwrap();
    says(&to(&till.backups()));
    says(&to(&till.backups()));
    assert!(till.names()[1].starts_with("till.trolley.00000002."));
    assert!(before == fs::read(&file).unwrap());
    let server = till.serve();
    refused(&to(&till.folder.path().join("next")), NOT_DONE, "have that make the backup");
    let restore = command(&["restore", "--data", text(&file), text(&copy)]);
    refused(&restore, NOT_DONE, "is in use, most likely by a server");
    let check = command(&["check", "--data", text(&file)]);
    refused(&check, NOT_LOOKED, "is in use");
    refused(&command(&["compact", "--data", text(&file)]), NOT_DONE, "is in use");
    stop(server);
    assert!(names(till.folder.path()).iter().all(|name| !name.ends_with(".new") && name != "next"));
}

#[test]
fn a_check_says_by_its_status_whether_a_file_is_sound() {
    let till = Till::new();
    let file = till.file();
    let check = command(&["check", "--data", text(&file)]);
    assert_eq!(refused(&check, NOT_LOOKED, "there is no file"), "");
    closed_with(&till, 2);
    let said = says(&check);
    assert!(said.contains("till.trolley is sound: 4 carts, 0 orders, 50 products"), "{said}");
    let json: Json = serde_json::from_str(&says(&check.clone().args(["--json"]))).unwrap();
    assert_eq!((&json["is_sound"], &json["rows"]["carts"]), (&Json::Bool(true), &Json::from(4)));
    assert_eq!(json["digest"].as_str().unwrap().len(), 64);

    injure(&file, &guest(1));
    let before = fs::read(&file).unwrap();
    let said = refused(&check, NOT_DONE, "is not sound");
    assert!(said.starts_with("file: a page of the file is not as it was written"), "{said}");
    assert!(said.ends_with("till.trolley has 1 fault"), "{said}");
    let json: Json =
        serde_json::from_str(&refused(&check.clone().args(["--json"]), NOT_DONE, "is not sound")).unwrap();
    assert_eq!((&json["is_sound"], &json["faults"][0]["table"]), (&Json::Bool(false), &Json::from("file")));
    assert!(before == fs::read(&file).unwrap(), "a check has written to the file");

    fs::write(&file, "a shopping list").unwrap();
    refused(&check, NOT_LOOKED, "is not a Trolley store");
    let folder = command(&["check", "--data", text(till.folder.path())]);
    refused(&folder, NOT_LOOKED, "is a folder: name the file");
}

#[test]
fn what_is_not_sound_is_not_restored_and_an_older_one_is_taken_that_is() {
    let till = Till::new();
    let (file, backups) = (till.file(), till.backups());
    closed_with(&till, 2);
    fs::create_dir(&backups).unwrap();
    for _ in 0..2 {
        says(&command(&["backup", "--data", text(&file), "--to", text(&backups)]));
    }
    let newest = backups.join(&till.names()[1]);
    injure(&newest, &guest(1));
    let before = fs::read(&file).unwrap();
    refused(&command(&["restore", "--data", text(&file), text(&newest)]), NOT_DONE, "is damaged");
    assert!(before == fs::read(&file).unwrap());
    assert_eq!(names(till.folder.path()), ["backups", "till.trolley"]);
    let restore = command(&["restore", "--data", text(&file), "--newest", text(&backups)]).run();
    assert!(restore.status.success(), "{restore:?}");
    assert!(restore.stdout.contains(&till.names()[0]), "{}", restore.stdout);
    assert!(restore.stderr.contains(&till.names()[1]) && restore.stderr.contains("is passed over"));
    fs::remove_file(backups.join(&till.names()[0])).unwrap();
    let none = command(&["restore", "--data", text(&file), "--newest", text(&backups)]).run();
    assert_eq!(none.status.code(), Some(NOT_DONE));
    assert!(none.stderr.contains("there is no sound backup of till.trolley in"), "{}", none.stderr);
    let absent = till.folder.path().join("absent");
    let restore = |more: &[&str]| command(&["restore", "--data", text(&file)]).args(more.iter().copied());
    refused(&restore(&["--newest", text(&absent)]), NOT_DONE, "there is no folder");
    refused(&restore(&[text(&file)]), NOT_DONE, "cannot take its own place");
    let nowhere = command(&["backup", "--data", text(&file), "--to", text(&absent.join("monday"))]);
    refused(&nowhere, NOT_DONE, "monday cannot be made: there is no folder");
}

#[test]
fn a_compacted_file_is_smaller_and_holds_the_same() {
    let till = Till::new();
    let file = till.file();
    closed_with(&till, 40);
    let digest = || {
        let check = command(&["check", "--json", "--data", text(&file)]);
        let json: Json = serde_json::from_str(&says(&check)).unwrap();
        json["digest"].as_str().unwrap().to_owned()
    };
    let (before, bytes) = (digest(), fs::metadata(&file).unwrap().len());
    let said = says(&command(&["compact", "--data", text(&file)]));
    assert!(said.starts_with("Compacted ") && said.contains("it had "), "{said}");
    assert_eq!(digest(), before);
    assert!(fs::metadata(&file).unwrap().len() < bytes);
    assert_eq!(names(till.folder.path()), ["till.trolley"]);
    let server = till.serve();
    assert_eq!(guest_units(server.address, 1), 40);
}
