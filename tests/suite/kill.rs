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

use crate::shop::{self, add_as_guest, guest_units, program};

const KILLS: usize = 10;
const CLIENTS: usize = 4;
/// The cart that all clients share. Each client has one of its own besides, under its number.
const SHARED: usize = CLIENTS;
/// The server is killed after at most so many acknowledged adds.
const ADDS_MAX: u64 = 40;
const KILLS_OF_ORDERS: usize = 6;
/// The server is killed after at most so many answers to clients that order.
const ORDER_ANSWERS_MAX: u64 = 60;

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
        let acknowledged = until_killed(server, adds, add_until_cut_off);
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

#[test]
fn an_acknowledged_order_and_its_payment_outlive_a_kill() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let file = file.to_str().unwrap();
    let mut chance = Chance::new(0x6f72_6465);
    let mut server = start(file);
    for kill in 0..KILLS_OF_ORDERS {
        let answers = 1 + chance.below(ORDER_ANSWERS_MAX);
        let acknowledged = until_killed(server, answers, move |address, client, send| {
            order_until_cut_off(address, kill, client, send)
        });
        server = start(file);
        for (order, is_paid) in acknowledged.into_iter().flatten() {
            let found = shop::order(server.address, &order).expect("an acknowledged order is there");
            assert_eq!(found["meta"]["display_price"]["with_tax"]["amount"], shop::ORDER_AMOUNT);
            let payment = found["payment"].as_str().unwrap();
            assert!(
                payment == "paid" || !is_paid && payment == "unpaid",
                "kill {kill}: {order} is {payment}"
            );
        }
        let paid = shop::orders(server.address).iter().filter(|order| order["payment"] == "paid").count();
        let taken = shop::ORDERED_STOCK - shop::ordered_stock(server.address);
        assert_eq!(taken, paid as i64, "kill {kill}: each payment has taken one piece, and nothing else has");
    }
}

/// Orders and pays, again and again; says which orders were acknowledged, and whether their payments were.
fn order_until_cut_off(
    address: SocketAddr,
    kill: usize,
    client: usize,
    acknowledge: &Sender<()>,
) -> Vec<(String, bool)> {
    let mut orders = Vec::new();
    let Ok(mut connection) = Connection::open(address) else { return orders };
    for number in 0.. {
        let cart = format!("order-{kill}-{client}-{number}");
        let mut ask = |request| {
            let answer = connection.exchange(&request).ok()?;
            assert!((200..300).contains(&answer.status), "{}", answer.text());
            // Once enough were acknowledged nobody listens any more, and the kill is near.
            let _ = acknowledge.send(());
            Some(answer.json())
        };
        let Some(_) = ask(shop::add_to_order(&cart)) else { break };
        let Some(order) = ask(shop::check_out(&cart)) else { break };
        let order = order["data"]["id"].as_str().unwrap().to_owned();
        orders.push((order.clone(), false));
        let Some(_) = ask(shop::pay(&order)) else { break };
        orders.last_mut().unwrap().1 = true;
    }
    orders
}

/// The demo, on this file.
pub(crate) fn start(file: &str) -> Server {
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

/// Kills the server once so much was acknowledged to clients that do this, and says what each of them has to say.
fn until_killed<T: Send + 'static>(
    server: Server,
    acknowledged: u64,
    work: impl Fn(SocketAddr, usize, &Sender<()>) -> T + Clone + Send + 'static,
) -> Vec<T> {
    let (send, acknowledgements) = channel();
    let clients: Vec<JoinHandle<T>> = (0..CLIENTS)
        .map(|client| {
            let (address, send, work) = (server.address, send.clone(), work.clone());
            spawn(move || work(address, client, &send))
        })
        .collect();
    drop(send);
    wait_for(&acknowledgements, acknowledged);
    server.kill();
    clients.into_iter().map(|client| client.join().unwrap()).collect()
}

fn wait_for(acknowledgements: &Receiver<()>, count: u64) {
    for _ in 0..count {
        acknowledgements.recv().expect("somebody is still at it");
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
