//! Callers at work for a while: each sends a request, waits for its answer, and sends the next.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::answer::{Answer, body};
use super::connection::Connection;
use super::tally::{Tally, is_success};
use super::work::{Dice, Kind, Shot, Work};

/// How long answers may still take once no more is asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before trying again to connect.
const CONNECT_PAUSE: Duration = Duration::from_millis(50);

/// Whether to end early.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ends what goes on.
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether to end.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Callers of a server. Their connections stay open from one round to the next.
#[derive(Debug)]
pub(crate) struct Crew {
    server: SocketAddr,
    callers: Vec<Caller>,
}

/// One who asks.
#[derive(Debug)]
struct Caller {
    number: usize,
    connection: Option<Connection>,
    dice: Dice,
}

impl Crew {
    /// So many callers of this server, who have not begun.
    pub(crate) fn new(server: SocketAddr, callers: usize) -> Self {
        let caller = |number| Caller { number, connection: None, dice: Dice::new(number) };
        Self { server, callers: (0..callers).map(caller).collect() }
    }

    /// Lets all work for so long, or until they are to end.
    pub(crate) async fn round(&mut self, work: &Arc<Work>, time: Duration, stop: &Stop) -> Tally {
        let begun = Instant::now();
        let mut at_work = JoinSet::new();
        for caller in self.callers.drain(..) {
            let shift = Shift {
                server: self.server,
                work: Arc::clone(work),
                until: begun + time,
                stop: stop.clone(),
            };
            at_work.spawn(shift.run(caller));
        }
        let mut all = Tally::new();
        while let Some(done) = at_work.join_next().await {
            // A caller does not panic; one that did has no tally, and the sums show it.
            let Ok((caller, tally)) = done else { continue };
            self.callers.push(caller);
            all.add_beside(&tally);
        }
        all.time = begun.elapsed();
        all
    }
}

/// What a caller does in a round.
struct Shift {
    server: SocketAddr,
    work: Arc<Work>,
    until: Instant,
    stop: Stop,
}

impl Shift {
    async fn run(self, mut caller: Caller) -> (Caller, Tally) {
        let mut tally = Tally::new();
        let mut late = std::pin::pin!(sleep_until(self.until + PATIENCE));
        while Instant::now() < self.until && !self.stop.is_set() {
            let Some((kind, shot)) = self.work.next(&mut caller.dice) else { break };
            let Some(connection) = self.connection(&mut caller, &mut tally).await else { continue };
            let asked = Instant::now();
            let answer = tokio::select! {
                biased;
                answer = connection.ask(&shot.request) => answer,
                () = &mut late => Err(io::ErrorKind::TimedOut.into()),
            };
            let goes_on = match answer {
                Ok(answer) => {
                    tally.latency.add(asked.elapsed());
                    note(&mut tally, kind, shot, &answer, connection.bytes());
                    !answer.is_last
                }
                Err(error) => {
                    tally.fail(failure(&error));
                    tally.unknown += u64::from(kind == Kind::Add);
                    false
                }
            };
            if !goes_on {
                caller.connection = None;
            }
        }
        (caller, tally)
    }

    async fn connection<'c>(&self, caller: &'c mut Caller, tally: &mut Tally) -> Option<&'c mut Connection> {
        if caller.connection.is_none() {
            match Connection::open(self.server, caller.number).await {
                Ok(connection) => caller.connection = Some(connection),
                Err(_) => {
                    tally.fail("could not connect");
                    sleep(CONNECT_PAUSE).await;
                }
            }
        }
        caller.connection.as_mut()
    }
}

/// Counts an answer.
fn note(tally: &mut Tally, kind: Kind, shot: &Shot, answer: &Answer, bytes: &[u8]) {
    tally.bytes_sent += shot.request.len() as u64;
    tally.bytes_read += bytes.len() as u64;
    *tally.statuses.entry(answer.status).or_default() += 1;
    match kind {
        Kind::Add if is_success(answer.status) => tally.added += 1,
        // What the server has trouble with may have been done all the same.
        Kind::Add if 500 <= answer.status => tally.unknown += 1,
        Kind::Add | Kind::Other => {}
    }
    let is_expected = match &shot.expected {
        Some(expected) if answer.is_chunked => body(bytes, answer) == *expected,
        Some(expected) => bytes.get(answer.body.clone()) == Some(expected.as_slice()),
        None => true,
    };
    if is_success(answer.status) && !is_expected {
        tally.fail("not the cart as it is");
    }
}

fn failure(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::TimedOut => "no answer in time",
        io::ErrorKind::InvalidData => "not an answer of HTTP",
        _ => "connection lost",
    }
}
