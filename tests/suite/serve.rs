//! The program as users run it: what it says, what it does with what it is told, how it ends.

use std::net::SocketAddr;
use std::sync::mpsc::channel;
use std::thread::spawn;
use std::time::Duration;

use tempfile::TempDir;
use trolley_engine::Profile;
use trolley_harness::client::{Connection, Request, send};
use trolley_harness::process::{Ended, Program};

use crate::goods::open_file;
use crate::pasted::pasted;
use crate::shop::{Door, add_as_guest, add_as_server, elastic_path_token, guest, guest_units, program};

/// The one bound on time that is promised: from the wish to stop to the end.
const STOP_WITHIN: Duration = Duration::from_secs(5);
const BANNER_LINES_MAX: usize = 8;
const CLIENTS: usize = 4;

fn serving(arguments: &[&str]) -> Program {
    program().args(["serve", "--port", "0"]).args(arguments.iter().copied())
}

/// Starts it, lets it end well, and gives the address and all that it said after the first line.
#[track_caller]
fn say(program: &Program) -> (SocketAddr, Ended) {
    let server = program.serve().unwrap_or_else(|ended| panic!("{ended:?}"));
    let address = server.address;
    server.terminate();
    let ended = server.wait(STOP_WITHIN).expect("it ends in time");
    assert!(ended.status.success(), "{ended:?}");
    (address, ended)
}

#[test]
fn the_banner_is_short_and_complete() {
    let (address, ended) = say(&serving(&["--demo"]));
    let lines: Vec<&str> = ended.stdout.lines().chain(ended.stderr.lines()).collect();
    assert!(lines.len() < BANNER_LINES_MAX, "{lines:#?}");
    for dialect in trolley::dialects::DIALECTS {
        let base = format!("http://{address}{}", dialect.base_path);
        assert_eq!(
            lines.iter().any(|line| line.contains(dialect.title) && line.ends_with(&base)),
            dialect.name != "admin",
            "{}",
            dialect.title
        );
    }
    assert!(lines.iter().any(|line| line.contains("Nothing is kept")), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("curl ")).count(), 1);
}

/// What is there where power went between making the file and filling it.
#[test]
fn a_file_that_was_made_and_not_filled_is_filled() {
    let folder = TempDir::new().unwrap();
    let (file, seed) = (folder.path().join("till.redb"), folder.path().join("nothing.json"));
    std::fs::write(&seed, "{}").unwrap();
    let (file, seed) = (file.to_str().unwrap(), seed.to_str().unwrap());
    assert!(program().args(["seed", "import", "--data", file, seed]).run().status.success());
    let (_, first) = say(&serving(&["--demo", "--data", file]));
    assert!(first.stdout.contains("were put into it"), "{}", first.stdout);
    let (_, second) = say(&serving(&["--demo", "--data", file]));
    assert!(second.stdout.contains("was not put into it again"), "{}", second.stdout);
}

#[test]
fn the_banner_says_where_data_is() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.redb");
    let file = file.to_str().unwrap();
    let (_, first) = say(&serving(&["--demo", "--data", file]));
    assert!(first.stdout.contains(file), "{}", first.stdout);
    assert!(first.stdout.contains("demo catalog"), "{}", first.stdout);
    let (_, second) = say(&serving(&["--demo", "--data", file]));
    assert!(second.stdout.contains(file), "{}", second.stdout);
}

#[test]
fn the_curl_of_the_banner_works_when_it_is_pasted() {
    let mut server = serving(&["--demo"]).serve().unwrap();
    let address = server.address;
    let command = server.line_with("curl ");
    let request = pasted(&command[command.find("curl ").unwrap()..], address);
    let answer = send(address, &request).unwrap();
    assert!((200..300).contains(&answer.status), "{request:?}: {} {}", answer.status, answer.text());
}

#[test]
fn no_arguments_serve_the_demo() {
    let server = program().env("TROLLEY_PORT", "0").serve().unwrap();
    assert_eq!(send(server.address, &add_as_guest(0)).unwrap().status, 200);
}

#[test]
fn a_wish_to_stop_under_load_is_met_in_time_and_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let server = serving(&["--demo", "--data", file.to_str().unwrap()]).serve().unwrap();
    let address = server.address;
    let (acknowledge, acknowledgements) = channel();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let acknowledge = acknowledge.clone();
            spawn(move || {
                let mut connection = Connection::open(address).unwrap();
                let mut acknowledged = 0;
                while let Ok(answer) = connection.exchange(&add_as_guest(client)) {
                    assert_eq!(answer.status, 200, "an accepted request is answered: {}", answer.text());
                    acknowledged += 1;
                    // After the stop nobody listens any more.
                    let _ = acknowledge.send(());
                    if answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
                        break;
                    }
                }
                acknowledged
            })
        })
        .collect();
    drop(acknowledge);
    for _ in 0..10 * CLIENTS {
        acknowledgements.recv().unwrap();
    }
    server.terminate();
    let ended = server.wait(STOP_WITHIN).expect("it ends in time");
    assert!(ended.status.success(), "{ended:?}");
    let acknowledged: Vec<u64> = clients.into_iter().map(|client| client.join().unwrap()).collect();
    // A file that was closed clean needs no repair, which a read-only look at it refuses to make.
    redb::ReadOnlyDatabase::open(&file).expect("the file was closed clean");
    let server = serving(&["--demo", "--data", file.to_str().unwrap()]).serve().unwrap();
    for (client, acknowledged) in acknowledged.into_iter().enumerate() {
        let found = guest_units(server.address, client);
        assert!(
            acknowledged <= found && found <= acknowledged + 1,
            "client {client}: {acknowledged}, {found}"
        );
    }
}

#[test]
fn a_silent_connection_does_not_keep_it_from_stopping() {
    let server = serving(&["--demo"]).serve().unwrap();
    let _silent = Connection::open(server.address).unwrap();
    let mut half = Connection::open(server.address).unwrap();
    half.write(b"POST /v1/cart HTTP/1.1\r\nHost: ").unwrap();
    server.terminate();
    assert!(server.wait(STOP_WITHIN).expect("it ends in time").status.success());
}

#[test]
fn carts_are_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    for expected in 1..=3 {
        let server = serving(&["--demo", "--data", file.to_str().unwrap()]).serve().unwrap();
        assert_eq!(send(server.address, &add_as_guest(0)).unwrap().status, 200);
        assert_eq!(guest_units(server.address, 0), expected);
        server.terminate();
        assert!(server.wait(STOP_WITHIN).unwrap().status.success());
    }
}

#[test]
fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let engine = open_file(&file, Profile::Durable);
    engine.close().unwrap();
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["carts.redb", "carts.redb.reserve"], "nothing else is left");
    for name in names {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn every_command_has_a_help_with_an_example() {
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["seed", "check", "--help"],
        &["seed", "import", "--help"],
        &["config", "--help"],
        &["bench", "--help"],
    ] {
        let ended = program().args(command.iter().copied()).run();
        assert!(ended.status.success(), "{ended:?}");
        assert!(ended.stdout.contains("Example"), "{command:?}: {}", ended.stdout);
        assert!(ended.stdout.contains("trolley "), "{command:?}: {}", ended.stdout);
    }
}

#[test]
fn the_version_is_the_packages() {
    let ended = program().args(["--version"]).run();
    assert_eq!(ended.stdout.trim(), concat!("trolley ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_configuration_in_force_is_printed_as_a_file_that_means_the_same() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("trolley.toml");
    std::fs::write(&file, "server.port = 1111\nserver.log = \"error\"\n").unwrap();
    let config = || program().args(["config", "--config", file.to_str().unwrap()]);
    let printed = config().env("TROLLEY_PORT", "2222").args(["--port", "3333"]).run();
    assert!(printed.status.success(), "{printed:?}");
    assert!(printed.stdout.contains("port = 3333"), "the command line counts most: {}", printed.stdout);
    assert!(printed.stdout.contains("log = \"error\""), "{}", printed.stdout);
    assert!(config().env("TROLLEY_PORT", "2222").run().stdout.contains("port = 2222"));
    assert!(config().run().stdout.contains("port = 1111"));
    let again = folder.path().join("again.toml");
    std::fs::write(&again, &printed.stdout).unwrap();
    let reprinted = program().args(["config", "--config", again.to_str().unwrap()]).run();
    assert_eq!(reprinted.stdout, printed.stdout);
}

#[test]
fn the_program_has_the_documented_patience() {
    let server = serving(&["--demo"]).serve().unwrap();
    let head = format!("POST /v1/cart HTTP/1.1\r\nHost: {}\r\n", server.address);
    // In order: nothing, half a head, a head without its body.
    let half = format!("{head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n");
    let mut connections = ["", &head, &half].map(|bytes| {
        let mut connection = Connection::open(server.address).unwrap();
        connection.write(bytes.as_bytes()).unwrap();
        connection
    });
    let answers = connections
        .each_mut()
        .map(|connection| String::from_utf8(connection.read_to_end().unwrap()).unwrap());
    assert_eq!(answers[..2], ["", ""]);
    assert!(answers[2].starts_with("HTTP/1.1 408 "), "{}", answers[2]);
}

#[test]
fn secrets_reach_neither_the_log_nor_the_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let server = serving(&["--demo", "--log", "debug", "--data", file.to_str().unwrap()]).serve().unwrap();
    let address = server.address;
    let token = elastic_path_token(address);
    let doors = Door::all(address);
    let secrets =
        ["123456789", "1|demo", "YOUR_API_KEY", "sk_live_be186797384f05ff", "demo-backend-secret", &token];
    for request in
        doors.iter().map(Door::add).chain([add_as_server(&token, "a-cart-of-its-own"), add_as_guest(0)])
    {
        assert!(send(address, &request).unwrap().status < 300, "{request:?}");
    }
    for secret in ["a-wrong-key", "123456789"] {
        let request = Request::new("GET", "/v1/cart?api_key=123456789").header("x-api-key", secret);
        assert!(400 <= send(address, &request).unwrap().status);
    }
    server.terminate();
    let ended = server.wait(STOP_WITHIN).unwrap();
    assert!(ended.stderr.contains("/v1/cart"), "requests are logged: {}", ended.stderr);
    let kept = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
    for secret in secrets.into_iter().chain(["a-wrong-key", &guest(0)]) {
        assert!(!ended.stderr.contains(secret), "{secret} is in the log: {}", ended.stderr);
        assert!(secret == guest(0) || !kept.contains(secret), "{secret} is in the file");
    }
}
