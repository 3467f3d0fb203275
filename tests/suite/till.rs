//! A till's clerk at the command line: sales are set aside and taken up again, on a running server, after a kill, and in a
//! closed file.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use tempfile::TempDir;
use trolley_harness::client::send;
use trolley_harness::process::{Ended, Program, Server};

use crate::shop::{add_as_guest, guest, guest_units, program};

const STOP_WITHIN: Duration = Duration::from_secs(5);
/// What a program ends with that was called wrongly.
const WRONG_ARGUMENTS: i32 = 2;

fn start(file: &Path) -> Server {
    let server = program().args(["serve", "--demo", "--port", "0", "--data", file.to_str().unwrap()]);
    // The clerk's variables are nothing to the server.
    server.env("TROLLEY_KEY", "demo-operator").env("TROLLEY_URL", "http://till").serve().unwrap()
}

/// `trolley carts ...` on a running server.
fn on_server(address: SocketAddr, arguments: &[&str]) -> Program {
    let url = format!("http://{address}");
    program().args(["carts", "--url", &url]).args(arguments.iter().copied())
}

/// `trolley carts ...` in a file.
fn on_file(file: &Path, arguments: &[&str]) -> Program {
    program().args(["carts", "--data", file.to_str().unwrap()]).args(arguments.iter().copied())
}

/// What it says, having done it.
#[track_caller]
fn says(program: &Program) -> String {
    let ended = program.run();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(ended.stderr, "");
    ended.stdout
}

#[track_caller]
fn json(program: Program) -> Json {
    serde_json::from_str(&says(&program.args(["--json"]))).unwrap()
}

/// It has refused, in one sentence.
#[track_caller]
fn refused(program: &Program, status: i32, said: &str) {
    let Ended { status: ended, stdout, stderr } = program.run();
    assert_eq!((ended.code(), stdout.as_str()), (Some(status), ""), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("trolley: ") && stderr.contains(said), "{stderr}");
}

#[track_caller]
fn add(address: SocketAddr) {
    assert_eq!(send(address, &add_as_guest(1)).unwrap().status, 200);
}

/// As much of the identifier as the list shows.
fn short(id: &str) -> &str {
    &id[.."park_".len() + 8]
}

#[test]
fn a_parked_sale_outlives_a_kill() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.redb");
    let server = start(&file);
    let cart = guest(1);
    add(server.address);
    add(server.address);
    let parked = json(on_server(server.address, &["park", &cart, "--note", "purse in the car"]));
    let id = parked["id"].as_str().unwrap().to_owned();
    assert_eq!(guest_units(server.address, 1), 0);
    add(server.address);
    server.kill();

    let server = start(&file);
    let address = server.address;
    let list = says(&on_server(address, &["list", "--parked"]));
    assert!(list.contains(short(&id)) && list.contains("purse in the car") && list.contains(&cart), "{list}");
    refused(&on_server(address, &["resume", short(&id)]), 1, "is not empty");
    assert!(says(&on_server(address, &["park", &cart])).contains("trolley carts resume park_"));
    assert!(says(&on_server(address, &["resume", short(&id)])).contains(&format!("resumed {id}: 2 units")));
    assert_eq!(guest_units(address, 1), 2);
    let listed = json(on_server(address, &["list", "--parked"]));
    assert_eq!((&listed["total"], &listed["parked"][0]["note"]), (&1.into(), &"".into()));
}

#[test]
fn a_sale_is_parked_and_taken_up_in_a_closed_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.redb");
    let server = start(&file);
    add(server.address);
    refused(&on_file(&file, &["list"]), 1, "in use, most likely by a server: name that with --url");
    server.terminate();
    assert!(server.wait(STOP_WITHIN).unwrap().status.success());

    let (cart, other) = (guest(1), guest(2));
    assert!(says(&on_file(&file, &["list"])).contains(&cart));
    let id = json(on_file(&file, &["park", &cart]))["id"].as_str().unwrap().to_owned();
    assert!(says(&on_file(&file, &["show", &cart])).contains("empty"));
    assert!(says(&on_file(&file, &["show", short(&id)])).contains("TROLLEY-CARD"));
    let resumed = json(on_file(&file, &["resume", &id, "--into", &other]));
    assert_eq!((&resumed["id"], &resumed["units"]), (&other.as_str().into(), &1.into()));
    refused(&on_file(&file, &["resume", &id]), 1, "nothing is parked as park_");

    let server = start(&file);
    assert_eq!((guest_units(server.address, 1), guest_units(server.address, 2)), (0, 1));
}

#[test]
fn a_file_and_a_server_say_the_same() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.redb");
    let server = start(&file);
    add(server.address);
    let cart = guest(1);
    let id =
        json(on_server(server.address, &["park", &cart, "--note", "n"]))["id"].as_str().unwrap().to_owned();
    add(server.address);
    let asks: [&[&str]; 6] = [
        &["list", "--limit", "2", "--offset", "1"],
        &["list", "--customer", "cust_abc123"],
        &["list", "--parked"],
        &["show", &cart],
        &["show", short(&id)],
        &["show", "nowhere"],
    ];
    let ask = |program: Program| {
        let ended = program.args(["--json"]).run();
        (ended.status.code(), ended.stdout, ended.stderr)
    };
    let said = asks.map(|arguments| ask(on_server(server.address, arguments)));
    server.terminate();
    assert!(server.wait(STOP_WITHIN).unwrap().status.success());
    for (arguments, said) in asks.iter().zip(said) {
        assert_eq!(ask(on_file(&file, arguments)), said, "{arguments:?}");
    }
    assert!(says(&on_file(&file, &["delete", &id])).contains("deleted the parked cart park_"));
    assert!(says(&on_file(&file, &["delete", &cart])).contains("deleted the cart guest_"));
    refused(&on_file(&file, &["delete", &cart]), 1, "there is no cart guest_");
    assert_eq!(says(&on_file(&file, &["list", "--parked"])), "nothing is parked");
}

#[test]
fn whoever_cannot_be_served_learns_why_in_one_sentence() {
    let folder = TempDir::new().unwrap();
    let server = start(&folder.path().join("till.redb"));
    let address = server.address;
    refused(&on_server(address, &["show", "nowhere"]), 1, "there is no cart nowhere, and nothing is parked");
    refused(&on_server(address, &["park", "nowhere"]), 1, "there is no cart nowhere");
    refused(&on_server(address, &["list"]).env("TROLLEY_KEY", "wrong"), 1, "does not know the key");
    refused(&on_server(address, &["list", "--key", "wrong\n"]), 1, "does not know the key");
    refused(&on_server(address, &["park", &guest(1), "--note", &"x".repeat(501)]), 1, "at most 500");
    let named = program().args(["carts", "list"]).env("TROLLEY_URL", &format!("http://{address}"));
    assert!(says(&named.env("TROLLEY_KEY", "demo-operator")).contains("CART"));
    drop(server);
    refused(&on_server(address, &["list"]), 1, "no server answers at http://127.0.0.1:");
    let absent = folder.path().join("absent.redb");
    refused(&on_file(&absent, &["list"]), 1, "there is no file");
    assert!(!absent.exists());
    refused(
        &program().args(["carts", "list", "--url", "till"]),
        WRONG_ARGUMENTS,
        "not the address of a server",
    );
}
