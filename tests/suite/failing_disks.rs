//! The real program on real disks that fail or are full, and on files that are damaged.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::process::{Program, Server, spawn_process};

use crate::shop::{self, Door, add_as_guest, guest_units, program};

/// Longer than a server tries to open its store anew.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(120);
/// Bytes of the small volume.
const VOLUME_BYTES: usize = 6 * 1024 * 1024;
/// In units of 512 bytes, of which a shell's limit of a file's size is made.
const FILE_BLOCKS_MAX: u32 = 8 * 1024;
/// While this file is there, flushes fail.
const FLUSHES_FAIL_IF: &str = "FLUSHES_FAIL_IF";
/// Takes the place of the system's flush.
const FAILING_FLUSH: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
int fdatasync(int fd) {
    const char *path = getenv("FLUSHES_FAIL_IF");
    if (path && access(path, F_OK) == 0) { errno = EIO; return -1; }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return real(fd);
}
"#;

fn health(address: SocketAddr) -> String {
    let answer = send(address, &Request::new("GET", "/_trolley/health")).unwrap();
    answer.json()["status"].as_str().unwrap().to_owned()
}

/// Waits until the server says that of itself.
fn wait_for_health(address: SocketAddr, status: &str) {
    while health(address) != status {
        std::thread::yield_now();
    }
}

fn serving(file: &Path) -> Program {
    program().args(["serve", "--demo", "--port", "0", "--data", file.to_str().unwrap()])
}

#[track_caller]
fn start(program: &Program) -> Server {
    program.serve().unwrap_or_else(|ended| panic!("the server does not start: {ended:?}"))
}

fn add(address: SocketAddr, guest: usize) -> Answer {
    send(address, &add_as_guest(guest)).unwrap()
}

/// Adds what takes a lot of room, each to a cart of its own, until that is refused; how many were not, and the refusal.
fn fill(address: SocketAddr, name: &str) -> (usize, Answer) {
    let token = shop::elastic_path_token(address);
    let note = "x".repeat(16_000);
    let body = format!(
        r#"{{"data":{{"type":"custom_item","name":"n","description":"{note}","quantity":1,"price":{{"amount":1}}}}}}"#
    );
    for number in 0.. {
        let request = Request::new("POST", &format!("/v2/carts/{name}-{number}/items"));
        let request = request.header("Authorization", &format!("Bearer {token}")).json(&body);
        let answer = send(address, &request).unwrap();
        if answer.status != 201 {
            return (number, answer);
        }
    }
    unreachable!("there is an end to the room")
}

fn delete(address: SocketAddr, cart: &str) -> u16 {
    let token = shop::elastic_path_token(address);
    let request = Request::new("DELETE", &format!("/v2/carts/{cart}"));
    send(address, &request.header("Authorization", &format!("Bearer {token}"))).unwrap().status
}

/// A full disk: what is there is shown, what makes room is done, all else is refused.
#[track_caller]
fn check_full(address: SocketAddr, name: &str, carts: usize) {
    wait_for_health(address, "full");
    for door in Door::all(address) {
        let answer = send(address, &door.add()).unwrap();
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.text().to_ascii_lowercase().contains("storage_full"), "{}", answer.text());
    }
    assert_eq!(guest_units(address, 1), 1);
    for number in 0..carts {
        assert_eq!(delete(address, &format!("{name}-{number}")), 204);
    }
}

/// A volume of a few megabytes, where this process may make one. It goes with the value.
struct Volume(TempDir);

impl Volume {
    fn mount(bytes: usize) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let size = format!("size={bytes}");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        let mounted = spawn_process(&mut command).and_then(|mut child| child.wait());
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        let unmounted =
            spawn_process(Command::new("umount").arg(self.0.path())).and_then(|mut child| child.wait());
        assert!(unmounted.is_ok_and(|status| status.success()), "the volume stays mounted");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_really_full_volume_is_shown_and_emptied_and_filled_again() {
    let Some(volume) = Volume::mount(VOLUME_BYTES) else {
        println!("SKIPPED: a volume can be mounted by root only");
        return;
    };
    let server = start(&serving(&volume.0.path().join("till.trolley")));
    let address = server.address;
    assert_eq!(add(address, 1).status, 200);
    // Somebody else takes all there is, to the last byte.
    let hog = volume.0.path().join("hog");
    let filled = fs::write(&hog, vec![1; VOLUME_BYTES]);
    assert!(filled.is_err(), "there is no more room");
    let refused = add(address, 1);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (503, &"storage_full".into()),
        "{}",
        refused.text()
    );
    check_full(address, "none", 0);
    fs::remove_file(&hog).unwrap();
    wait_for_health(address, "ready");
    // Now it is the carts that take it.
    let (carts, refused) = fill(address, "large");
    assert!(0 < carts && refused.status == 503, "{}", refused.text());
    check_full(address, "large", carts);
    assert_eq!(guest_units(address, 1), 1);
    server.terminate();
    let ended = server.wait(GIVEN_UP_AFTER).expect("it stops");
    assert!(ended.status.success(), "a full disk is no failure: {ended:?}");
    let server = start(&serving(&volume.0.path().join("till.trolley")));
    assert_eq!(guest_units(server.address, 1), 1);
    server.kill();
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_set_aside_lets_the_first_deletion_through() {
    // Large enough for something to be set aside.
    let Some(volume) = Volume::mount(6 * VOLUME_BYTES) else {
        println!("SKIPPED: a volume can be mounted by root only");
        return;
    };
    let server = start(&serving(&volume.0.path().join("till.trolley")));
    let address = server.address;
    assert_eq!(send(address, &shop::add_to_order("gone")).unwrap().status, 201);
    let reserve = volume.0.path().join("till.trolley.reserve");
    assert!(reserve.exists());
    let hog = volume.0.path().join("hog");
    assert!(fs::write(&hog, vec![1; 6 * VOLUME_BYTES]).is_err(), "there is no more room");
    assert_eq!(add(address, 1).status, 503);
    assert!(reserve.exists(), "what is refused needs none of it");
    assert_eq!(delete(address, "gone"), 204);
    assert!(!reserve.exists());
    fs::remove_file(&hog).unwrap();
    wait_for_health(address, "ready");
    assert_eq!(add(address, 1).status, 200);
    assert!(reserve.exists(), "it is set aside again");
    server.kill();
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_grow_is_as_good_as_a_full_disk() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.trolley");
    let script = format!(
        "trap '' XFSZ; ulimit -f {FILE_BLOCKS_MAX}; exec {} serve --demo --port 0 --data {}",
        env!("CARGO_BIN_EXE_trolley-under-test"),
        file.display()
    );
    let server = start(&Program::new("/bin/sh").args(["-c", &script]));
    let address = server.address;
    assert_eq!(add(address, 1).status, 200);
    let (carts, refused) = fill(address, "large");
    assert!(0 < carts);
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains(r#""outcome":"unknown""#), "{}", refused.text());
    // What was answered is there.
    assert_eq!(guest_units(address, 1), 1);
    wait_for_health(address, "full");
    for number in 0..carts {
        assert_eq!(delete(address, &format!("large-{number}")), 204);
    }
    wait_for_health(address, "ready");
    assert_eq!(add(address, 1).status, 200);
    assert_eq!(guest_units(address, 1), 2);
    server.terminate();
    let ended = server.wait(GIVEN_UP_AFTER).expect("it stops");
    assert!(ended.status.success(), "{ended:?}");
}

/// A library in which flushes fail; none where nothing can make one.
fn failing_flush(folder: &Path) -> Option<PathBuf> {
    let (source, library) = (folder.join("flush.c"), folder.join("flush.so"));
    fs::write(&source, FAILING_FLUSH).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).arg("-ldl");
    let made = spawn_process(&mut compiler).and_then(|mut child| child.wait());
    made.is_ok_and(|status| status.success()).then_some(library)
}

#[test]
#[cfg(target_os = "linux")]
fn a_server_whose_disk_fails_goes_on_when_it_works_again_and_ends_with_75_when_it_does_not() {
    let folder = TempDir::new().unwrap();
    let Some(library) = failing_flush(folder.path()) else {
        println!("SKIPPED: there is no C compiler to make a disk fail with");
        return;
    };
    let file = folder.path().join("till.trolley");
    let flag = folder.path().join("flushes-fail");
    let program = serving(&file)
        .env("LD_PRELOAD", library.to_str().unwrap())
        .env(FLUSHES_FAIL_IF, flag.to_str().unwrap());
    let server = start(&program);
    let address = server.address;
    assert_eq!(add(address, 1).status, 200);
    fs::write(&flag, "").unwrap();
    let unknown = add(address, 1);
    assert_eq!((unknown.status, &unknown.json()["outcome"]), (503, &"unknown".into()), "{}", unknown.text());
    assert!((1..=2).contains(&guest_units(address, 1)), "it is shown meanwhile");
    assert_eq!(add(address, 1).json()["code"], "recovering");
    fs::remove_file(&flag).unwrap();
    wait_for_health(address, "ready");
    let before = guest_units(address, 1);
    assert_eq!(add(address, 1).status, 200);

    fs::write(&flag, "").unwrap();
    assert_eq!(add(address, 2).status, 503);
    let ended = server.wait(GIVEN_UP_AFTER).expect("it gives up");
    assert_eq!(ended.status.code(), Some(75), "{ended:?}");
    assert!(ended.stderr.contains("the store was given up after a failure"), "{}", ended.stderr);
    fs::remove_file(&flag).unwrap();
    let server = start(&program);
    assert_eq!(guest_units(server.address, 1), before + 1);
    server.kill();
}

/// Makes something else of most of a file.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte ^= 0x55;
    }
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_damaged_file_is_replaced_by_its_newest_backup_and_kept() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.trolley");
    let backups = folder.path().join("backups");
    let program = serving(&file).args(["--backups", backups.to_str().unwrap()]);
    let server = start(&program);
    assert_eq!(add(server.address, 1).status, 200);
    server.terminate();
    assert!(server.wait(GIVEN_UP_AFTER).expect("it stops").status.success());
    damage(&file);
    let mut server = start(&program);
    let said = server.line_with("A DAMAGED FILE WAS REPLACED");
    assert!(said.contains("Backups are made in ") && said.contains("What was there is kept as "), "{said}");
    assert!(said.contains("till.trolley.corrupt-1"), "{said}");
    assert_eq!(guest_units(server.address, 1), 1, "the backup is of the end");
    let answer = send(server.address, &Request::new("GET", "/_trolley/health")).unwrap();
    assert_eq!((answer.status, &answer.json()["recovered_from_backup"]), (200, &true.into()));
    server.kill();
    assert!(folder.path().join("till.trolley.corrupt-1").exists());

    fs::remove_file(&file).unwrap();
    let mut server = start(&program);
    let said = server.line_with("THE FILE WAS GONE");
    assert!(!said.contains("DAMAGED"), "{said}");
    server.kill();

    damage(&file);
    for backup in fs::read_dir(&backups).unwrap() {
        damage(&backup.unwrap().path());
    }
    let before = fs::read(&file).unwrap();
    let ended = program.serve().expect_err("nothing can be served");
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    for word in ["is damaged", "trolley restore", "trolley salvage"] {
        assert!(ended.stderr.contains(word), "{word}: {}", ended.stderr);
    }
    assert_eq!(ended.stderr.matches("trolley: ").count(), 1, "one sentence: {}", ended.stderr);
    assert!(fs::read(&file).unwrap() == before, "it stays as it is");
}
