//! Callers in a closed loop: each adds again as soon as its last add is acknowledged.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use crate::clock::now;
use crate::error::PeerError;
use crate::figures::Round;
use crate::peer::Peer;
use crate::work::{Choices, Work};

/// How a peer is asked in one round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// How many callers there are. One waits on its own thread; more are driven by one thread, as the server's are.
    pub(crate) callers: usize,
    /// How long.
    pub(crate) duration: Duration,
    /// Which carts and lines are chosen.
    pub(crate) seed: u64,
}

/// Asks the peer for so long; how it did, and how many adds were acknowledged.
pub(crate) fn run(peer: &dyn Peer, work: Work, load: Load) -> Result<(Round, u64), PeerError> {
    let began = now();
    let mut latencies_ns = match load.callers {
        1 => alone(peer, work, load, began)?,
        _ => together(peer, work, load, began)?,
    };
    let elapsed = began.elapsed();
    let adds = latencies_ns.len() as u64;
    Ok((Round::new(&mut latencies_ns, elapsed), adds))
}

fn alone(peer: &dyn Peer, work: Work, load: Load, began: Instant) -> Result<Vec<u64>, PeerError> {
    let mut choices = Choices::new(work, 0, 1, load.seed);
    let mut latencies_ns = Vec::new();
    let mut asked = began;
    while asked - began < load.duration {
        peer.add(choices.next())?;
        let acknowledged = now();
        latencies_ns.push(nanoseconds(acknowledged - asked));
        asked = acknowledged;
    }
    Ok(latencies_ns)
}

fn together(peer: &dyn Peer, work: Work, load: Load, began: Instant) -> Result<Vec<u64>, PeerError> {
    let (answer, answered) = channel();
    let ask = |caller: usize, choices: &mut Choices| {
        let answer = answer.clone();
        let asked = now();
        peer.add_with(
            choices.next(),
            Box::new(move |result| {
                // Where an earlier one has failed nobody listens any more.
                let _ = answer.send((caller, result));
            }),
        );
        asked
    };
    let mut callers = Vec::with_capacity(load.callers);
    for caller in 0..load.callers {
        let mut choices = Choices::new(work, caller as u64, load.callers as u64, load.seed);
        let asked = ask(caller, &mut choices);
        callers.push((choices, asked));
    }
    let mut latencies_ns = Vec::new();
    let mut waiting = load.callers;
    while 0 < waiting {
        let (caller, result) = answered.recv().map_err(|_| PeerError::Stopped)?;
        result?;
        let acknowledged = now();
        let (choices, asked) = &mut callers[caller];
        latencies_ns.push(nanoseconds(acknowledged - *asked));
        if acknowledged - began < load.duration {
            *asked = ask(caller, choices);
        } else {
            waiting -= 1;
        }
    }
    Ok(latencies_ns)
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Makes sure that the peer holds what it held in the beginning and what it has acknowledged since.
pub(crate) fn verify(name: &str, peer: &dyn Peer, work: Work, acknowledged: u64) -> Result<(), PeerError> {
    let mut found = 0;
    for cart in 0..work.carts {
        found += peer.units(cart)?;
    }
    let expected = work.units() + acknowledged;
    match found == expected {
        true => Ok(()),
        false => Err(PeerError::Wrong { peer: name.to_owned(), found, expected }),
    }
}

/// The median time that reading a whole cart takes, in microseconds, of so many carts.
pub(crate) fn read_us(peer: &dyn Peer, work: Work, carts: u64) -> Result<f64, PeerError> {
    let mut choices = Choices::new(work, 0, 1, 0);
    let mut latencies_ns = Vec::new();
    for _ in 0..carts {
        let cart = choices.next().cart;
        let asked = now();
        peer.units(cart)?;
        latencies_ns.push(nanoseconds(asked.elapsed()));
    }
    Ok(Round::new(&mut latencies_ns, Duration::from_secs(1)).p50_us)
}
