//! Crowds of callers who are idle, slow or greedy, against the server as users start it: a good caller of the same address
//! gets every answer all the while, and the server keeps little memory.

use std::collections::VecDeque;
use std::io::{ErrorKind, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use trolley_harness::client::{Connection, Request, send};
use trolley_harness::process::Server;

use crate::journeys::say;
use crate::shop::{add_as_guest, guest_units, program, read_guest};

/// How many connections the idle open.
const IDLE: usize = 10_000;
/// How many callers are slow.
const SLOW: usize = 500;
/// How often a good caller asks among them.
const GOOD: usize = 200;
/// The good caller's cart.
const GUEST: usize = 1;
/// What the server may keep of memory.
const RESIDENT_BYTES_MAX: u64 = 64 * 1000 * 1000;
/// Files of this process that are left to others.
const FILES_LEFT: usize = 400;
/// How many slow callers begin again at a time, of those that the server has closed.
const AGAIN: usize = 8;

/// Held by one crowd at a time: they share the files that this process may open.
static CROWD: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    CROWD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start_in_memory() -> Server {
    program().args(["serve", "--demo", "--port", "0"]).serve().unwrap()
}

fn start_durable(folder: &TempDir) -> Server {
    let file = folder.path().join("carts.trolley");
    let arguments = ["serve", "--demo", "--profile", "durable", "--port", "0", "--data"];
    program().args(arguments).args([file.to_str().unwrap()]).serve().unwrap()
}

/// A caller who behaves, and how long each answer took.
struct GoodCaller {
    address: SocketAddr,
    times: Vec<Duration>,
}

impl GoodCaller {
    const fn new(address: SocketAddr) -> Self {
        Self { address, times: Vec::new() }
    }

    /// Adds one, on a new connection; it must be answered at the first attempt.
    #[track_caller]
    fn add(&mut self) {
        let began = now();
        let answer = send(self.address, &add_as_guest(GUEST)).unwrap();
        self.times.push(began.elapsed());
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["data"]["added_item"]["quantity"], self.times.len());
    }

    /// The time within which 99 of 100 answers came.
    fn p99(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[(times.len() * 99).div_ceil(100) - 1]
    }
}

#[expect(clippy::disallowed_methods, reason = "how long it took is told, and nothing depends on it")]
fn now() -> Instant {
    Instant::now()
}

/// How much memory the server keeps, which only some systems tell.
fn resident_bytes(server: &Server) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// Most files that this process may have open, which only some systems tell.
fn files_max() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Tells what came of it; the server must have kept within its memory.
#[track_caller]
fn tell(crowd: &str, server: &Server, good: &GoodCaller) {
    let resident = resident_bytes(server);
    let memory = resident.map_or("unknown".to_owned(), |bytes| format!("{} kB", bytes / 1000));
    let (count, p99) = (good.times.len(), good.p99());
    say(&format!("{crowd}: {count} of {count} good requests answered, p99 {p99:?}, memory {memory}"));
    assert!(resident.is_none_or(|bytes| bytes < RESIDENT_BYTES_MAX), "{crowd}: {memory}");
}

/// Opens many connections that say nothing, and keeps as many as this system allows.
fn idle_about(server: &Server, name: &str, places: usize) {
    let kept_max = files_max().map_or(600, |max| max.saturating_sub(FILES_LEFT)).min(IDLE);
    let mut idle = VecDeque::new();
    let mut good = GoodCaller::new(server.address);
    let mut regular = Connection::open(server.address).unwrap();
    for count in 0..IDLE {
        if kept_max <= idle.len() {
            idle.pop_front();
        }
        idle.push_back(TcpStream::connect(server.address).unwrap());
        if count % (IDLE / GOOD) == 0 {
            good.add();
        }
        // Whoever asks more often than all places change hands keeps the connection, also where the server takes in those
        // who came before the last answer only after it.
        if count % (places / 4) == 0 {
            assert_eq!(regular.exchange(&read_guest(2)).unwrap().status, 200);
        }
    }
    assert_eq!(guest_units(server.address, GUEST), good.times.len() as u64);
    tell(&format!("{IDLE} idle connections to {name}, {} kept", idle.len()), server, &good);
}

#[test]
fn ten_thousand_idle_connections_keep_nobody_out() {
    let _alone = alone();
    idle_about(&start_in_memory(), "the demo", 512);
    let folder = TempDir::new().unwrap();
    idle_about(&start_durable(&folder), "a till", 64);
}

#[test]
fn a_server_that_may_open_few_files_closes_the_idle_for_a_good_caller() {
    let _alone = alone();
    let server = program().args(["serve", "--demo", "--port", "0"]).files_max(64).serve().unwrap();
    idle_about(&server, "a server of 64 files", 32);
}

/// What a slow caller begins with, and never ends.
fn begin_slowly(address: SocketAddr, number: usize) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("Host: {address}\r\nX-API-Key: 123456789\r\n");
    let begun = match number % 4 {
        0 => "GET /api/v1/sh".to_owned(),
        1 => format!("GET /api/v1/shop/cart HTTP/1.1\r\n{head}X-Slow: "),
        2 => format!(
            "POST /api/v1/shop/cart/TROLLEY-CARD HTTP/1.1\r\n{head}Content-Type: application/json\r\n\
             Content-Length: 60000\r\n\r\n"
        ),
        // Answers that are never taken.
        _ => String::from_utf8(read_guest(3).to_bytes(address)).unwrap().repeat(50),
    };
    // It may be closed for others by then.
    let _ = stream.write_all(begun.as_bytes());
    stream.set_nonblocking(true).unwrap();
    stream
}

fn crawl_about(server: &Server, name: &str) {
    let mut slow: Vec<TcpStream> = (0..SLOW).map(|number| begin_slowly(server.address, number)).collect();
    let mut good = GoodCaller::new(server.address);
    for _ in 0..GOOD {
        good.add();
        let closed = slow.iter_mut().enumerate().filter_map(|(number, stream)| {
            stream
                .write_all(b" ")
                .is_err_and(|error| error.kind() != ErrorKind::WouldBlock)
                .then_some((number, stream))
        });
        for (number, stream) in closed.take(AGAIN) {
            *stream = begin_slowly(server.address, number);
        }
    }
    assert_eq!(guest_units(server.address, GUEST), good.times.len() as u64);
    tell(&format!("{SLOW} slow callers of {name}"), server, &good);
}

#[test]
fn five_hundred_slow_callers_keep_nobody_waiting() {
    let _alone = alone();
    crawl_about(&start_in_memory(), "the demo");
    let folder = TempDir::new().unwrap();
    crawl_about(&start_durable(&folder), "a till");
}

/// A body as large as any is taken, of a caller without a key, whose last byte never comes.
fn begin_largely(address: SocketAddr) -> (TcpStream, usize) {
    const LARGEST: usize = 8 * 1024 * 1024;
    let request = Request::new("POST", "/v2/carts/mine/items")
        .header("Content-Type", "application/json")
        .header("Content-Length", &LARGEST.to_string());
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&request.to_bytes(address)).unwrap();
    stream.set_nonblocking(true).unwrap();
    (stream, LARGEST - 1)
}

#[test]
fn large_bodies_of_strangers_keep_little_memory_and_nobody_waiting() {
    let _alone = alone();
    let server = start_in_memory();
    let mut large: Vec<_> = (0..100).map(|_| begin_largely(server.address)).collect();
    let mut good = GoodCaller::new(server.address);
    let blank = vec![b' '; 1 << 16];
    for _ in 0..GOOD {
        good.add();
        for (stream, left) in &mut large {
            match stream.write(&blank[..blank.len().min(*left)]) {
                Ok(count) => *left -= count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                // It has been told to go, and does not.
                Err(_) => {}
            }
        }
    }
    tell("100 bodies of 8 MiB each", &server, &good);
    drop(large);
}
