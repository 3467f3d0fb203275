//! The server is killed again and again, as a kiosk loses power, while clients of all APIs go about their business: each of
//! them tries what it wants with an idempotency key until it is answered. Everything is done once.
//!
//! `TROLLEY_TEST_KILLS=10000` kills so often, and says what came of it.

mod business;

use std::net::SocketAddr;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{Scope, ScopedJoinHandle, scope};
use std::time::Duration;

use tempfile::TempDir;
use trolley_harness::chance::Chance;
use trolley_harness::client::{Answer, Connection, Request};
use trolley_harness::process::Server;

use self::business::{Business, Done};
use crate::shop::program;

const KILLS: usize = 40;
/// After so many kills the server stays up until all is answered, and what is stored is counted.
const KILLS_PER_ROUND: usize = 10;
/// The server is killed at most so many milliseconds after it says that it is there.
const KILLED_AFTER_MS_MAX: u64 = 60;

/// How it went.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// What was wanted, each thing once, and was done.
    intents: u64,
    /// Those whose answer a kill has cut off after they were sent.
    interrupted: u64,
    /// Those of them that had been done by then.
    committed: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.intents += other.intents;
        self.interrupted += other.interrupted;
        self.committed += other.committed;
    }
}

/// Where the server is, for clients that wait for it.
#[derive(Debug, Default)]
struct Board {
    state: Mutex<Notice>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy)]
struct Notice {
    /// Where the server listens; none while there is none.
    address: Option<SocketAddr>,
    /// Whether nothing new is to be begun.
    is_closing: bool,
}

impl Board {
    fn post(&self, change: impl FnOnce(&mut Notice)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    fn is_closing(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closing
    }

    /// Where the server listens, once it is there and not where it was.
    fn address_after(&self, gone: Option<SocketAddr>) -> SocketAddr {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_waiting = |notice: &mut Notice| notice.address.is_none() || notice.address == gone;
        let state = self.changed.wait_while(state, is_waiting).unwrap_or_else(PoisonError::into_inner);
        state.address.expect("somebody was told of it")
    }
}

/// A client that tries again until it is answered.
#[derive(Debug)]
pub(crate) struct Client<'a> {
    board: &'a Board,
    address: Option<SocketAddr>,
    connection: Option<Connection>,
    tally: Tally,
}

impl<'a> Client<'a> {
    const fn new(board: &'a Board) -> Self {
        Self {
            board,
            address: None,
            connection: None,
            tally: Tally { intents: 0, interrupted: 0, committed: 0 },
        }
    }

    /// Has this done once, under this key, whatever becomes of the server.
    #[track_caller]
    pub(crate) fn insist(&mut self, key: &str, request: &Request) -> Answer {
        let request = request.clone().header("Idempotency-Key", key);
        let mut is_interrupted = false;
        loop {
            let mut connection = self.connect();
            let Ok(answer) = connection.exchange(&request) else {
                is_interrupted = true;
                continue;
            };
            self.connection = Some(connection);
            assert!((200..300).contains(&answer.status), "{key}: {} {}", answer.status, answer.text());
            let is_replay = answer.header("idempotency-replayed").is_some();
            assert!(is_interrupted || !is_replay, "{key} was answered before it was asked for");
            self.tally.add(Tally {
                intents: 1,
                interrupted: u64::from(is_interrupted),
                committed: u64::from(is_replay),
            });
            return answer;
        }
    }

    /// The connection that is open, or one to the server that comes next.
    fn connect(&mut self) -> Connection {
        if let Some(connection) = self.connection.take() {
            return connection;
        }
        loop {
            let address = self.board.address_after(self.address);
            match Connection::open(address) {
                // A connection that fails is not tried again where it went.
                Ok(connection) => {
                    self.address = Some(address);
                    return connection;
                }
                Err(_) => self.address = Some(address),
            }
        }
    }
}

/// Ends a client's work where it is to end: says what was done and how it went.
fn work<'scope>(
    scope: &'scope Scope<'scope, '_>,
    board: &'scope Board,
    business: Business,
    from: u64,
) -> ScopedJoinHandle<'scope, (u64, Tally)> {
    scope.spawn(move || {
        let mut client = Client::new(board);
        let mut number = from;
        while !board.is_closing() {
            business.go_through(&mut client, number);
            number += 1;
        }
        (number, client.tally)
    })
}

fn start(file: &str, seed: Option<&str>) -> Server {
    let seed = seed.map(|seed| ["--seed", seed]);
    program()
        .args(["serve", "--demo", "--data", file, "--port", "0"])
        .args(seed.into_iter().flatten())
        .serve()
        .unwrap_or_else(|ended| panic!("the server does not start: {ended:?}"))
}

/// Lets so much time pass, in which the server goes on.
fn after(chance: &mut Chance, never: &std::sync::mpsc::Receiver<()>) {
    let wait = Duration::from_millis(1 + chance.below(KILLED_AFTER_MS_MAX));
    assert_eq!(never.recv_timeout(wait), Err(RecvTimeoutError::Timeout));
}

/// Kills the server so often while everybody is at work, and lets them finish. The server that is left.
fn round(
    file: &str,
    mut server: Server,
    done: &mut Done,
    kills: usize,
    (chance, never): (&mut Chance, &std::sync::mpsc::Receiver<()>),
) -> (Server, Tally) {
    let board = Board::default();
    let mut tally = Tally::default();
    let server = scope(|scope| {
        let clients: Vec<_> = Business::all()
            .into_iter()
            .map(|business| work(scope, &board, business, done.of(business)))
            .collect();
        for _ in 0..kills {
            board.post(|notice| notice.address = Some(server.address));
            after(chance, never);
            board.post(|notice| notice.address = None);
            server.kill();
            server = start(file, None);
        }
        board.post(|notice| *notice = Notice { address: Some(server.address), is_closing: true });
        for (business, client) in Business::all().into_iter().zip(clients) {
            let (number, went) = client.join().unwrap_or_else(|_| panic!("{business:?} failed"));
            done.set(business, number);
            tally.add(went);
        }
        server
    });
    (server, tally)
}

#[test]
fn what_is_tried_until_it_is_answered_is_done_once_through_every_api_whenever_the_server_is_killed() {
    let asked = std::env::var("TROLLEY_TEST_KILLS").ok();
    let kills = asked.as_ref().map_or(KILLS, |text| text.parse().expect("a number of kills"));
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let seed = folder.path().join("goods.json");
    std::fs::write(&seed, business::SEED).unwrap();
    let file = file.to_str().unwrap();
    let (_held, never): (Sender<()>, _) = channel();
    let mut chance = Chance::new(0x6b69_6c6c);
    let mut server = start(file, seed.to_str());
    let mut done = Done::begin(server.address);
    let (mut killed, mut tally) = (0, Tally::default());
    while killed < kills {
        let now = KILLS_PER_ROUND.min(kills - killed);
        let (left, went) = round(file, server, &mut done, now, (&mut chance, &never));
        server = left;
        killed += now;
        tally.add(went);
        done.check(server.address, killed);
        if asked.is_some() && killed.is_multiple_of(100) {
            println!("{killed} kills: {tally:?}");
        }
    }
    let Tally { intents, interrupted, committed } = tally;
    let share = committed * 100 / interrupted.max(1);
    println!(
        "{killed} kills, {intents} intents, each done once; {interrupted} interrupted, {share} % of them already done"
    );
    assert!(0 < intents && committed <= interrupted, "{tally:?}");
}
