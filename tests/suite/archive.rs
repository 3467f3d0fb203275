//! Exports, imports, and what is salvaged of damaged files.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trolley::archive::{Extent, Reader, Writer};
use trolley_engine::archive::{Entry, Mark};
use trolley_engine::error::archive::LoadError;
use trolley_engine::{Engine, Options, Profile, StoreError, Timestamp};
use trolley_harness::client::send;
use trolley_harness::fixture::Fixture;
use trolley_harness::local::LocalServer;
use trolley_harness::play::play;
use trolley_harness::process::{Ended, undisturbed};
use trolley_harness::{project_root, read_text};

use crate::contract::fixtures;
use crate::shop::{add_as_guest, guest_units, program};

const AT: Timestamp = Timestamp::from_millis(1_767_603_600_000);
/// Of those that are not of several dialects, one of so many is tried.
const FIXTURES_STEP: usize = 8;

fn entries(engine: &Engine) -> Vec<Entry> {
    let mut all = Vec::new();
    let given: Result<(), StoreError> = engine.entries(|entry| {
        all.push(entry);
        Ok(())
    });
    given.unwrap();
    all
}

fn written(entries: &[Entry], at: Timestamp) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Extent::Whole, at).unwrap();
    for entry in entries {
        writer.write(entry.clone(), Mark::default()).unwrap();
    }
    writer.finish().unwrap()
}

fn read(lines: &[u8]) -> Vec<Entry> {
    let mut reader = Reader::new(lines).unwrap();
    let mut all = Vec::new();
    while let Some((entry, mark)) = reader.next_entry().unwrap() {
        assert_eq!(mark, Mark::default());
        all.push(entry);
    }
    all
}

/// After the fixture's exchanges all that is stored is the same in a file that was made of its export.
fn check_after(fixture: &Fixture) {
    let server = LocalServer::for_fixture(fixture).unwrap();
    let mismatches = play(fixture, server.address(), |exchange| server.prepare(exchange));
    assert_eq!(mismatches, Vec::<String>::new());
    let all = entries(server.engine());
    let again = read(&written(&all, AT));
    assert!(again == all, "{}: not all comes back", fixture.path.display());
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("loaded");
    let options = Options::new(Profile::Fast);
    Engine::load(&path, &options, again.into_iter().map(Ok::<Entry, LoadError>)).unwrap();
    let loaded = undisturbed(|| Engine::open(&path, options).unwrap());
    let (one, other) = (server.engine().digest().unwrap(), loaded.digest().unwrap());
    assert_eq!(one, other, "{}", fixture.path.display());
}

#[test]
fn what_the_documents_stories_leave_is_the_same_after_export_and_import() {
    let all = fixtures();
    let (of_several, of_one): (Vec<&Fixture>, Vec<&Fixture>) =
        all.iter().partition(|fixture| fixture.path.starts_with("one_cart"));
    assert!(!of_several.is_empty());
    for fixture in of_several.into_iter().chain(of_one.into_iter().step_by(FIXTURES_STEP)) {
        check_after(fixture);
    }
}

fn golden() -> PathBuf {
    project_root().join("fixtures/archive/everything.jsonl")
}

#[test]
fn everything_is_written_as_it_always_was() {
    let text = read_text(&golden());
    let all = read(text.as_bytes());
    let kinds: HashSet<_> = all.iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), 13, "one of each kind");
    let again = String::from_utf8(written(&all, AT)).unwrap();
    assert_eq!(body(&again), body(&text));
    assert!(!body(&text).is_empty());
}

/// The lines between the first and the last, without how engine time stands, which goes on.
fn body(text: &str) -> Vec<&str> {
    let of_no_kind = |line: &&str| {
        ["trolley", "clock", "end"].iter().any(|kind| line.starts_with(&format!("{{\"kind\":\"{kind}\"")))
    };
    text.lines().filter(|line| !of_no_kind(line)).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    program().args(arguments).run()
}

#[track_caller]
fn run_well<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    let ended = run(arguments);
    assert!(ended.status.success(), "{ended:?}");
    ended
}

#[test]
fn the_command_line_makes_the_same_file_of_an_export() {
    let folder = TempDir::new().unwrap();
    let (file, lines) = (folder.path().join("file"), folder.path().join("lines"));
    run_well(["import", "--data", text(&file), text(&golden())]);
    let ended = run_well(["export", "--data", text(&file), "--to", text(&lines)]);
    assert!(ended.stdout.contains("2 carts, 2 orders, 2 products, 1 parked cart"), "{}", ended.stdout);
    assert_eq!(body(&read_text(&lines)), body(&read_text(&golden())));
    assert_eq!(body(&run_well(["export", "--data", text(&file)]).stdout), body(&read_text(&golden())));
}

/// Importing these lines is refused with one sentence that ends so, and makes no file.
#[track_caller]
fn check_refused(lines: &str, said: &str) {
    let folder = TempDir::new().unwrap();
    let (file, from) = (folder.path().join("file"), folder.path().join("lines"));
    fs::write(&from, lines).unwrap();
    let ended = run(["import", "--data", text(&file), text(&from)]);
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert_eq!(ended.stderr, format!("trolley: {}: {said}\n", from.display()));
    assert_eq!((ended.stdout.as_str(), fs::read_dir(folder.path()).unwrap().count()), ("", 1));
}

/// The golden export with its lines changed, without the digest that they had.
fn changed(change: impl FnOnce(&mut Vec<String>)) -> String {
    let mut lines: Vec<String> = read_text(&golden()).lines().map(str::to_owned).collect();
    lines.pop();
    change(&mut lines);
    let end = format!("{{\"kind\":\"end\",\"entry\":{{\"entries\":{}}}}}", lines.len() - 1);
    lines.push(end);
    lines.join("\n") + "\n"
}

/// The number of the first line of this kind.
fn place(lines: &[String], kind: &str) -> usize {
    lines.iter().position(|line| line.starts_with(&format!("{{\"kind\":\"{kind}\""))).unwrap()
}

#[test]
fn an_export_that_is_not_whole_or_makes_no_sense_is_refused_by_its_line() {
    let whole = read_text(&golden());
    let count = whole.lines().count();
    check_refused("", "it is not an export of Trolley: there is nothing in it");
    let cut = &whole[..whole.rfind("{\"kind\":\"end\"").unwrap()];
    let missing = "the last line, which says how many there were, is missing";
    check_refused(cut, &format!("it is cut off behind line {}: {missing}", count - 1));
    let middle = cut.len() - 20;
    check_refused(&cut[..middle], &format!("it is cut off behind line {}: {missing}", count - 1));
    check_refused(
        &whole.replacen("A mug", "A jug", 1),
        &format!(
            "the lines are not those that were written: line {count} has another digest (leave `digest` out of it where they were changed on purpose)"
        ),
    );
    let newer = whole.replacen("\"version\":1", "\"version\":2", 1);
    check_refused(
        &newer,
        "a newer Trolley wrote it: this one reads version 1 of exports and format 4 of stores",
    );
    let mut customer = 0;
    let lines = changed(|lines| {
        customer = place(lines, "customer");
        lines[customer] = lines[customer].replace("\"email\"", "\"mail\"");
    });
    check_refused(
        &lines,
        &format!("line {}: mail: unknown field `mail`, expected one of `id`, `name`, `email`", customer + 1),
    );
    let twice = changed(|lines| {
        let line = lines[place(lines, "customer")].clone();
        lines.push(line);
    });
    check_refused(&twice, &format!("line {count}: customer 182 stands there twice"));
    let mut order = 0;
    let unpaid = changed(|lines| {
        order = place(lines, "order");
        lines[order] = lines[order].replacen("\"total\":1980", "\"total\":1981", 1);
    });
    check_refused(&unpaid, &format!("line {}: the lines of an order do not sum to its totals", order + 1));
}

#[test]
fn files_that_are_there_are_not_written_over() {
    let folder = TempDir::new().unwrap();
    let (file, lines) = (folder.path().join("file"), folder.path().join("lines"));
    run_well(["import", "--data", text(&file), text(&golden())]);
    run_well(["export", "--data", text(&file), "--to", text(&lines)]);
    let before = (fs::read(&file).unwrap(), fs::read(&lines).unwrap());
    let there =
        |path: &Path| format!("trolley: {} is there already: name a file that is not\n", path.display());
    assert_eq!(run(["import", "--data", text(&file), text(&golden())]).stderr, there(&file));
    assert_eq!(run(["export", "--data", text(&file), "--to", text(&lines)]).stderr, there(&lines));
    assert_eq!(run(["salvage", "--data", text(&file), "--to", text(&lines)]).stderr, there(&lines));
    assert!((fs::read(&file).unwrap(), fs::read(&lines).unwrap()) == before);
    let absent = folder.path().join("absent");
    let ended = run(["export", "--data", text(&absent)]);
    assert_eq!(ended.stderr, format!("trolley: there is no file {}\n", absent.display()));
    let nowhere = absent.join("new");
    let no_folder =
        format!("trolley: {} cannot be made: there is no folder {}\n", nowhere.display(), absent.display());
    assert_eq!(run(["export", "--data", text(&file), "--to", text(&nowhere)]).stderr, no_folder);
    assert_eq!(run(["import", "--data", text(&nowhere), text(&golden())]).stderr, no_folder);
    for command in ["export", "salvage"] {
        let ended = run([command, "--data", text(folder.path())]);
        assert_eq!(ended.stderr, format!("trolley: {} is no file: name one\n", folder.path().display()));
    }
    let nothing = run(["salvage", "--data", text(&lines)]);
    assert_eq!(nothing.stderr, format!("trolley: no record of Trolley is found in {}\n", lines.display()));
    assert_eq!(nothing.stdout, "", "not even a beginning");
}

#[test]
fn a_shop_whose_file_lost_its_header_goes_on_with_what_was_salvaged() {
    let folder = TempDir::new().unwrap();
    let (file, lines, new) =
        (folder.path().join("file"), folder.path().join("lines"), folder.path().join("new"));
    let demo = program().args(["serve", "--demo", "--port", "0", "--data", text(&file)]);
    let server = demo.serve().unwrap();
    for _ in 0..2 {
        assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    }
    server.kill();
    let mut bytes = fs::read(&file).unwrap();
    bytes[..4096].fill(0);
    fs::write(&file, &bytes).unwrap();
    run_well(["salvage", "--data", text(&file), "--to", text(&lines)]);
    assert!(fs::read(&file).unwrap() == bytes, "the damaged file is as it was");
    let imported = run_well(["import", "--data", text(&new), text(&lines)]);
    assert!(imported.stdout.contains("strays among them"), "{}", imported.stdout);
    assert!(imported.stdout.contains("stray keys that were left out"), "{}", imported.stdout);
    let keys = project_root().join("fixtures/seed/sds_shop.json");
    let again =
        program().args(["serve", "--demo", "--port", "0", "--data", text(&new), "--seed", text(&keys)]);
    let server = again.serve().unwrap();
    assert_eq!(guest_units(server.address, 1), 2);
    assert_eq!(send(server.address, &add_as_guest(1)).unwrap().status, 200);
    assert_eq!(guest_units(server.address, 1), 3);
}
