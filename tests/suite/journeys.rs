//! Whole journeys with the vendors' own clients and printed samples, of which nothing is changed but the base URL. They are
//! made where `TROLLEY_TEST_JOURNEYS=1` is set and there is what they need, which fetches the clients; else the test says
//! that they were skipped, and why.

use std::fs;
use std::io::{Write as _, stderr};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use trolley_harness::process::{Server, spawn_process};
use trolley_harness::project_root;

use crate::shop::program;

/// What is 1 where tests may use what a machine need not have.
pub(crate) const SWITCH: &str = "TROLLEY_TEST_JOURNEYS";

/// A journey: commands in a copy of its folder below `tests/journeys/`.
struct Journey {
    folder: &'static str,
    /// Programs without which it cannot be made.
    needs: &'static [&'static str],
    /// What fetches the clients.
    fetch: &'static [&'static [&'static str]],
    /// What makes it, with the servers' addresses behind.
    make: &'static [&'static str],
    /// Its servers, each by a variable in its environment and its value; an empty variable is none.
    servers: &'static [(&'static str, &'static str)],
}

const NPM_CI: &[&str] = &["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
const AS_IT_IS: (&str, &str) = ("", "");

#[test]
fn the_clients_of_elastic_path_shop_unchanged() {
    attempt(&Journey {
        folder: "elastic_path",
        needs: &["node", "npm"],
        fetch: &[NPM_CI],
        make: &["node", "journey.mjs"],
        servers: &[AS_IT_IS],
    });
}

#[test]
fn the_printed_samples_run_unchanged() {
    attempt(&Journey {
        folder: "printed_samples",
        needs: &["node", "npm", "curl"],
        fetch: &[NPM_CI],
        make: &["node", "journey.mjs"],
        servers: &[AS_IT_IS],
    });
}

#[test]
fn the_python_client_of_stateset_shops_unchanged() {
    const PIP: &str = "environment/bin/pip";
    attempt(&Journey {
        folder: "stateset_python",
        needs: &["python3"],
        fetch: &[
            &["python3", "-m", "venv", "environment"],
            &[PIP, "install", "--quiet", "--disable-pip-version-check", "--requirement", "requirements.txt"],
        ],
        make: &["environment/bin/python", "journey.py"],
        servers: &[AS_IT_IS, ("TROLLEY_STATESET_REPEAT_ERRORS", "true")],
    });
}

fn attempt(journey: &Journey) {
    let folder = TempDir::new().unwrap();
    match prepare(journey, folder.path()) {
        Ok(()) => make(journey, folder.path()),
        Err(why) => say(&format!("the journey {} was skipped: {why}", journey.folder)),
    }
}

/// Gets all that the journey needs into the folder.
fn prepare(journey: &Journey, folder: &Path) -> Result<(), String> {
    if std::env::var(SWITCH).as_deref() != Ok("1") {
        return Err(format!("{SWITCH} is not 1"));
    }
    for program in journey.needs {
        run(&[program, "--version"], folder).map_err(|why| format!("there is no {program}: {why}"))?;
    }
    copy(&project_root().join("tests/journeys").join(journey.folder), folder);
    let mut fetched = journey.fetch.iter().map(|fetch| run(fetch, folder));
    fetched
        .try_for_each(|fetched| fetched.map(drop))
        .map_err(|why| format!("its clients cannot be fetched: {why}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, copied).unwrap();
        }
    }
}

/// Makes the journey against servers of its own.
fn make(journey: &Journey, folder: &Path) {
    let servers: Vec<Server> = journey.servers.iter().map(|setting| serve(*setting)).collect();
    let addresses: Vec<String> = servers.iter().map(|server| format!("http://{}", server.address)).collect();
    let command: Vec<&str> =
        journey.make.iter().copied().chain(addresses.iter().map(String::as_str)).collect();
    match run(&command, folder) {
        Ok(told) => say(&told),
        Err(why) => panic!("the journey {} went wrong: {why}", journey.folder),
    }
}

fn serve((variable, value): (&str, &str)) -> Server {
    let program = program().args(["serve", "--demo", "--port", "0"]);
    let program = if variable.is_empty() { program } else { program.env(variable, value) };
    program.serve().unwrap()
}

/// What the command says; or where it fails, all that it says.
fn run(command: &[&str], folder: &Path) -> Result<String, String> {
    // A program of the folder's own is found there, wherever this is run from.
    let program = if command[0].contains('/') { folder.join(command[0]) } else { command[0].into() };
    let mut command_line = Command::new(program);
    command_line.args(&command[1..]).current_dir(folder);
    let child = command_line.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = spawn_process(child).and_then(|child| child.wait_with_output());
    let Output { status, stdout, stderr } = output.map_err(|error| error.to_string())?;
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    if status.success() { Ok(stdout.into_owned()) } else { Err(format!("{stdout}{stderr}")) }
}

/// Says it even where the test passes, of which the usual macros say nothing.
pub(crate) fn say(text: &str) {
    // Nobody may be listening.
    let _ = writeln!(stderr(), "{}", text.trim_end());
}
