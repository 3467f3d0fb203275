//! Whole journeys with the vendors' own clients, of which nothing is changed but the base URL. They are made where
//! `TROLLEY_TEST_JOURNEYS=1` is set and there are Node and npm, which fetches the clients; else the test says that it was
//! skipped, and why.

use std::fs;
use std::io::{Write as _, stderr};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use trolley_harness::process::spawn_process;
use trolley_harness::project_root;

use crate::shop::program;

/// The folders below `tests/journeys/`, each with a `journey.mjs` that is given the server's address.
const JOURNEYS: &[&str] = &["elastic_path"];
const SWITCH: &str = "TROLLEY_TEST_JOURNEYS";

#[test]
fn the_vendors_own_clients_shop_unchanged() {
    for journey in JOURNEYS {
        let folder = TempDir::new().unwrap();
        match prepare(journey, folder.path()) {
            Ok(()) => make(journey, folder.path()),
            Err(why) => say(&format!("the journey {journey} was skipped: {why}")),
        }
    }
}

/// Gets all that the journey needs into the folder.
fn prepare(journey: &str, folder: &Path) -> Result<(), String> {
    if std::env::var(SWITCH).as_deref() != Ok("1") {
        return Err(format!("{SWITCH} is not 1"));
    }
    for program in ["node", "npm"] {
        let found = run(Command::new(program).arg("--version"));
        found.map_err(|why| format!("there is no {program}: {why}"))?;
    }
    let source = project_root().join("tests/journeys").join(journey);
    for entry in fs::read_dir(&source).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, folder.join(file.file_name().unwrap())).unwrap();
    }
    let fetch = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let fetched = run(Command::new("npm").args(fetch).current_dir(folder));
    fetched.map(drop).map_err(|why| format!("npm cannot fetch the clients: {why}"))
}

/// Makes the journey against a server of its own.
fn make(journey: &str, folder: &Path) {
    let server = program().args(["serve", "--demo", "--port", "0"]).serve().unwrap();
    let address = format!("http://{}", server.address);
    let made = run(Command::new("node").args(["journey.mjs", &address]).current_dir(folder));
    match made {
        Ok(told) => say(&told),
        Err(why) => panic!("the journey {journey} went wrong: {why}"),
    }
}

/// What the program says; or where it fails, all that it says.
fn run(command: &mut Command) -> Result<String, String> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = spawn_process(command).and_then(|child| child.wait_with_output());
    let Output { status, stdout, stderr } = output.map_err(|error| error.to_string())?;
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    if status.success() { Ok(stdout.into_owned()) } else { Err(format!("{stdout}{stderr}")) }
}

/// Says it even where the test passes, of which the usual macros say nothing.
fn say(text: &str) {
    // Nobody may be listening.
    let _ = writeln!(stderr(), "{}", text.trim_end());
}
