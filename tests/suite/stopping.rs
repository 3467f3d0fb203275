//! The server is asked to stop while clients of all APIs are at work, and others say nothing or only half of what they want.
//! Whatever was taken up is answered, what was answered is there afterwards and nothing else, and the file is closed clean.
//!
//! `TROLLEY_TEST_STOPS=1000` stops so often, and says what came of it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use tempfile::TempDir;
use trolley_harness::chance::Chance;
use trolley_harness::client::{Connection, Request};
use trolley_harness::process::Server;

use crate::kill::start;
use crate::shop::{self, Door, add_as_guest, add_as_server, guest, guest_units};

const STOPS: usize = 6;
/// How long it may take from the signal to the end.
const STOPPED_WITHIN: Duration = Duration::from_secs(5);
/// The signal comes at most so many milliseconds after the first answers.
const STOPPED_AFTER_MS_MAX: u64 = 60;
/// At each so many stops some clients keep the server waiting.
const RELUCTANT_EACH: usize = 4;
const TOKEN: &str = "XXXX-client-credentials";
/// Each client has a cart of its own under its number, and all share the customer's. Those are one for each API.
const APIS: usize = 4;
/// Those that order, after the others.
const ORDERERS: usize = 2;
const CLIENTS: usize = APIS + ORDERERS;

/// What was acknowledged to a client.
#[derive(Debug, Default, Clone, Copy)]
struct Acknowledged {
    /// Adds to its own cart.
    own: u64,
    /// Adds to the customer's.
    shared: u64,
    /// Orders.
    orders: u64,
    /// Payments.
    payments: i64,
    /// Requests that were sent and found the connection closed: they must not be in the store.
    unanswered: u64,
}

/// A client's connection, until the server closes it.
struct Line<'a> {
    connection: Connection,
    is_closed: bool,
    acknowledged: Acknowledged,
    answered: &'a Sender<()>,
}

impl Line<'_> {
    /// Sends a request; the body of the answer, where there is one.
    fn ask(&mut self, request: &Request) -> Option<serde_json::Value> {
        if self.is_closed {
            return None;
        }
        match self.connection.exchange(request) {
            Ok(answer) => {
                assert!((200..300).contains(&answer.status), "what is taken up is done: {}", answer.text());
                self.is_closed =
                    answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
                // After the signal nobody listens any more.
                let _ = self.answered.send(());
                Some(answer.json())
            }
            Err(_) => {
                self.acknowledged.unanswered += 1;
                self.is_closed = true;
                None
            }
        }
    }
}

/// A request to add one unit to the cart of a guest of this number, through the API of this place.
fn add_own(api: usize, number: usize) -> Request {
    match api {
        0 => add_as_server(TOKEN, &guest(number)),
        1 => {
            let path = format!("/v1/carts/{}/items", guest(number));
            Request { path, ..Door::StateSet.add() }
        }
        _ => add_as_guest(number),
    }
}

/// Adds through one API, or orders, until the connection is closed.
fn work(address: SocketAddr, client: usize, stop: usize, answered: &Sender<()>) -> Acknowledged {
    let Ok(connection) = Connection::open(address) else { return Acknowledged::default() };
    let mut line = Line { connection, is_closed: false, acknowledged: Acknowledged::default(), answered };
    let doors = [Door::StoreKit, Door::StateSet, Door::SdsShop, Door::ElasticPath(TOKEN.to_owned())];
    for number in 0.. {
        if line.is_closed {
            break;
        }
        match doors.get(client) {
            Some(door) => {
                line.acknowledged.own += u64::from(line.ask(&add_own(client, client)).is_some());
                line.acknowledged.shared += u64::from(line.ask(&door.add()).is_some());
            }
            None => order(&mut line, &format!("stop-{stop}-{client}-{number}")),
        }
    }
    line.acknowledged
}

fn order(line: &mut Line<'_>, cart: &str) {
    let Some(_) = line.ask(&shop::add_to_order(cart)) else { return };
    let Some(order) = line.ask(&shop::check_out(cart)) else { return };
    line.acknowledged.orders += 1;
    let order = order["data"]["id"].as_str().unwrap().to_owned();
    line.acknowledged.payments += i64::from(line.ask(&shop::pay(&order)).is_some());
}

/// What is stored of all that the clients have done.
#[derive(Debug, PartialEq, Eq)]
struct Stored {
    own: [u64; APIS],
    shared: u64,
    orders: u64,
    paid: i64,
}

impl Stored {
    fn look(address: SocketAddr) -> Self {
        let lines = shop::customer_lines(address);
        Self {
            own: std::array::from_fn(|client| guest_units(address, client)),
            shared: lines.iter().map(|line| line["quantity"].as_u64().unwrap()).sum(),
            orders: shop::orders(address).len() as u64,
            paid: shop::ORDERED_STOCK - shop::ordered_stock(address),
        }
    }

    fn after(mut self, acknowledged: &[Acknowledged]) -> Self {
        for (own, client) in self.own.iter_mut().zip(acknowledged) {
            *own += client.own;
        }
        self.shared += acknowledged.iter().map(|client| client.shared).sum::<u64>();
        self.orders += acknowledged.iter().map(|client| client.orders).sum::<u64>();
        self.paid += acknowledged.iter().map(|client| client.payments).sum::<i64>();
        self
    }
}

/// Connections on which nothing is said, and half of a head, and half of a body: they keep nobody from stopping.
fn reluctant(address: SocketAddr) -> Vec<Connection> {
    let half = add_as_guest(0).to_bytes(address);
    [0, 20, half.len() - 3]
        .into_iter()
        .map(|length| {
            let mut connection = Connection::open(address).unwrap();
            connection.write(&half[..length]).unwrap();
            connection
        })
        .collect()
}

/// Asks the server to stop while all are at work; what was acknowledged to them.
fn stop(server: Server, number: usize, chance: &mut Chance) -> Vec<Acknowledged> {
    let address = server.address;
    // They take all the time that it gives them, which is most of what it has.
    let silent = if number.is_multiple_of(RELUCTANT_EACH) { reluctant(address) } else { Vec::new() };
    let (send, answered) = channel();
    let clients: Vec<JoinHandle<Acknowledged>> = (0..CLIENTS)
        .map(|client| {
            let send = send.clone();
            spawn(move || work(address, client, number, &send))
        })
        .collect();
    for _ in 0..CLIENTS {
        answered.recv().expect("somebody is at work");
    }
    let wait = Duration::from_millis(chance.below(STOPPED_AFTER_MS_MAX));
    let (_held, never) = channel::<()>();
    assert_eq!(never.recv_timeout(wait), Err(RecvTimeoutError::Timeout));
    server.terminate();
    let ended = server.wait(STOPPED_WITHIN).expect("it ends in time");
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    drop(silent);
    drop(send);
    clients.into_iter().map(|client| client.join().unwrap()).collect()
}

/// A file that was closed clean needs no repair, which a read-only look at it refuses to make.
#[track_caller]
fn check_clean(file: &Path) {
    redb::ReadOnlyDatabase::open(file).expect("the file was closed clean");
}

#[test]
fn a_file_that_was_not_closed_is_told_from_one_that_was() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    start(file.to_str().unwrap()).kill();
    assert!(redb::ReadOnlyDatabase::open(&file).is_err());
}

#[test]
fn whenever_it_is_asked_to_stop_all_that_was_answered_is_stored_and_nothing_else() {
    let asked = std::env::var("TROLLEY_TEST_STOPS").ok();
    let stops = asked.as_ref().map_or(STOPS, |text| text.parse().expect("a number of stops"));
    let mut chance = Chance::new(0x7374_6f70);
    let (mut answers, mut unanswered) = (0, 0);
    let mut left: Option<(TempDir, Server)> = None;
    for number in 0..stops {
        // There is only so much stock to order of, and a store of its own for each so many.
        let (folder, server) = match left.take().filter(|_| !number.is_multiple_of(10)) {
            Some(left) => left,
            None => {
                let folder = TempDir::new().unwrap();
                let server = start(folder.path().join("carts.redb").to_str().unwrap());
                // StateSet and the customer's other APIs make no cart by an add, and must not be the first.
                for request in [Door::StoreKit.add(), add_as_server(TOKEN, &guest(1))] {
                    trolley_harness::client::send(server.address, &request).unwrap();
                }
                (folder, server)
            }
        };
        let file = folder.path().join("carts.redb");
        let before = Stored::look(server.address);
        let acknowledged = stop(server, number, &mut chance);
        check_clean(&file);
        let server = start(file.to_str().unwrap());
        let after = Stored::look(server.address);
        assert_eq!(after, before.after(&acknowledged), "stop {number}: {acknowledged:?}");
        for client in acknowledged {
            answers += client.own + client.shared + client.orders;
            unanswered += client.unanswered;
        }
        left = Some((folder, server));
    }
    println!(
        "{stops} stops, {answers} answers stored, {unanswered} requests found the connection closed and left nothing"
    );
    assert!(0 < answers);
}
