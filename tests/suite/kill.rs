//! The server is killed while clients add. Whatever was acknowledged is there afterwards.
//!
//! `TROLLEY_TEST_KILLS=1000` kills so often.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{JoinHandle, spawn};

use tempfile::TempDir;
use trolley_harness::chance::Chance;
use trolley_harness::client::Connection;
use trolley_harness::process::Server;

use crate::shop::{add_as_guest, guest_units, program};

const KILLS: usize = 10;
const CLIENTS: usize = 4;
/// The cart that all clients share. Each client has one of its own besides, under its number.
const SHARED: usize = CLIENTS;
/// The server is killed after at most so many acknowledged adds.
const ADDS_MAX: u64 = 40;

#[test]
fn an_acknowledged_add_outlives_a_kill() {
    let kills =
        std::env::var("TROLLEY_TEST_KILLS").map_or(KILLS, |text| text.parse().expect("a number of kills"));
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let file = file.to_str().unwrap();
    let mut chance = Chance::new(0x7265_6462);
    let mut server = start(file);
    let mut before = [0; CLIENTS + 1];
    for kill in 0..kills {
        let adds = 1 + chance.below(ADDS_MAX);
        let acknowledged = add_until_killed(server, adds);
        server = start(file);
        let after: [u64; CLIENTS + 1] = std::array::from_fn(|cart| guest_units(server.address, cart));
        for client in 0..CLIENTS {
            let (least, found) = (before[client] + acknowledged[client].own, after[client]);
            assert!(least <= found, "kill {kill}: an acknowledged add of client {client} is gone");
            assert!(found <= least + 1, "kill {kill}: client {client} was added more than it asked for");
        }
        let least = before[SHARED] + acknowledged.iter().map(|client| client.shared).sum::<u64>();
        assert!(least <= after[SHARED], "kill {kill}: an acknowledged add to the shared cart is gone");
        assert!(after[SHARED] <= least + CLIENTS as u64, "kill {kill}: more was added than was asked for");
        before = after;
    }
}

fn start(file: &str) -> Server {
    program()
        .args(["serve", "--demo", "--data", file, "--port", "0"])
        .serve()
        .unwrap_or_else(|ended| panic!("the server does not start: {ended:?}"))
}

/// How many adds of a client were acknowledged.
#[derive(Debug, Clone, Copy, Default)]
struct Acknowledged {
    own: u64,
    shared: u64,
}

/// Kills the server once so many adds were acknowledged, and says how many of each client were.
fn add_until_killed(server: Server, adds: u64) -> Vec<Acknowledged> {
    let (send, acknowledgements) = channel();
    let clients: Vec<JoinHandle<Acknowledged>> = (0..CLIENTS)
        .map(|client| {
            let (address, send) = (server.address, send.clone());
            spawn(move || add_until_cut_off(address, client, &send))
        })
        .collect();
    drop(send);
    wait_for(&acknowledgements, adds);
    server.kill();
    clients.into_iter().map(|client| client.join().unwrap()).collect()
}

fn wait_for(acknowledgements: &Receiver<()>, adds: u64) {
    for _ in 0..adds {
        acknowledgements.recv().expect("somebody still adds");
    }
}

/// Adds to the client's own cart and to the shared one in turn.
fn add_until_cut_off(address: SocketAddr, client: usize, acknowledge: &Sender<()>) -> Acknowledged {
    let mut acknowledged = Acknowledged::default();
    let Ok(mut connection) = Connection::open(address) else { return acknowledged };
    for cart in [client, SHARED].into_iter().cycle() {
        let Ok(answer) = connection.exchange(&add_as_guest(cart)) else { break };
        assert_eq!(answer.status, 200, "{}", answer.text());
        let count = if cart == SHARED { &mut acknowledged.shared } else { &mut acknowledged.own };
        *count += 1;
        // Once enough were acknowledged nobody listens any more, and the kill is near.
        let _ = acknowledge.send(());
    }
    acknowledged
}
