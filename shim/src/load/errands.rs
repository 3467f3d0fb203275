//! Requests that are made once: to make what load is put on, to look at it afterwards, and to take it away.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::answer::body;
use super::connection::Connection;

/// How many are made at a time.
const AT_A_TIME: usize = 16;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer's status and body.
pub(crate) type Reply = (u16, Vec<u8>);

/// Errands that are still to be made, with their places.
type Waiting = Arc<Mutex<VecDeque<(usize, Vec<Vec<u8>>)>>>;

/// Makes errands, each of several requests one after the other, and gives the answers of each.
///
/// # Errors
///
/// What the system says of the first that got no answer.
pub(crate) async fn run(server: SocketAddr, errands: Vec<Vec<Vec<u8>>>) -> io::Result<Vec<Vec<Reply>>> {
    let count = errands.len();
    let waiting: Waiting = Arc::new(Mutex::new(errands.into_iter().enumerate().collect()));
    let mut at_work = JoinSet::new();
    for caller in 0..count.min(AT_A_TIME) {
        at_work.spawn(work(server, caller, Arc::clone(&waiting)));
    }
    let mut done = vec![Vec::new(); count];
    while let Some(ended) = at_work.join_next().await {
        for (place, replies) in ended.map_err(io::Error::other)?? {
            if let Some(entry) = done.get_mut(place) {
                *entry = replies;
            }
        }
    }
    Ok(done)
}

async fn work(server: SocketAddr, caller: usize, waiting: Waiting) -> io::Result<Vec<(usize, Vec<Reply>)>> {
    let mut connection = Connection::open(server, caller).await?;
    let mut done = Vec::new();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some((place, requests)) = next else { return Ok(done) };
        let mut replies = Vec::with_capacity(requests.len());
        for request in requests {
            let answer = timeout(PATIENCE, connection.ask(&request)).await??;
            replies.push((answer.status, body(connection.bytes(), &answer)));
            if answer.is_last {
                connection = Connection::open(server, caller).await?;
            }
        }
        done.push((place, replies));
    }
}
