//! The unit by which systemd runs the server on a till: it is one that systemd takes, and leaves it next to no rights.
//! Where there is no `systemd-analyze`, the tests that need it say that they were skipped.

use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use trolley_harness::process::spawn_process;
use trolley_harness::{project_root, read_text};

use crate::journeys::say;

const UNIT: &str = "shim/dist/trolley.service";
const PROGRAM: &str = "/usr/local/bin/trolley";
/// Most exposure that it may have, in tenths.
const EXPOSURE_MAX: &str = "20";

fn unit() -> String {
    read_text(&project_root().join(UNIT))
}

/// What `systemd-analyze` says; none where it cannot be asked, which is said.
fn analyze(arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new("systemd-analyze");
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    match spawn_process(&mut command).and_then(|child| child.wait_with_output()) {
        Ok(output) => Some(output),
        Err(error) => {
            say(&format!("systemd-analyze {arguments:?} was skipped: {error}"));
            None
        }
    }
}

#[track_caller]
fn assert_good(output: &Output) {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn systemd_takes_the_unit() {
    // It is asked about one whose program is there.
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("trolley.service");
    std::fs::write(&file, unit().replace(PROGRAM, "/bin/sh")).unwrap();
    let Some(output) = analyze(&["verify", file.to_str().unwrap()]) else { return };
    assert_good(&output);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_unit_leaves_the_server_next_to_no_rights() {
    let file = project_root().join(UNIT);
    let threshold = format!("--threshold={EXPOSURE_MAX}");
    let arguments = ["security", "--offline=yes", "--no-pager", &threshold, file.to_str().unwrap()];
    let Some(output) = analyze(&arguments) else { return };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if let Some(level) = said.lines().find(|line| line.contains("exposure level")) {
        say(level.trim());
    }
    assert_good(&output);
}

#[test]
fn the_unit_keeps_carts_in_its_own_folder_and_starts_again_after_a_failure() {
    let unit = unit();
    let start = format!("ExecStart={PROGRAM} serve --data ${{STATE_DIRECTORY}}/till.trolley");
    for line in [
        start.as_str(),
        "StateDirectory=trolley",
        "StateDirectoryMode=0700",
        "UMask=0077",
        "DynamicUser=yes",
        "Restart=on-failure",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "MemoryDenyWriteExecute=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
        "SystemCallFilter=@system-service",
    ] {
        assert!(unit.lines().any(|one| one == line), "{line}");
    }
}
