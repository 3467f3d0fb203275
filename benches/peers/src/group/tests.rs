use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Batching, Queued};
use crate::error::PeerError;
use crate::peer::{Peer as _, Reader, Store};
use crate::work::Add;

/// Counts, notes how large each batch was, and commits each only when it is told to.
struct Counted {
    units: Arc<AtomicU64>,
    batches: Arc<Mutex<Vec<usize>>>,
    began: Sender<()>,
    gate: Receiver<()>,
}

impl Store for Counted {
    fn commit(&mut self, adds: &[Add]) -> Result<(), PeerError> {
        self.began.send(()).unwrap();
        self.gate.recv().map_err(|_| PeerError::Stopped)?;
        self.batches.lock().unwrap().push(adds.len());
        self.units.fetch_add(adds.len() as u64, Ordering::SeqCst);
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn Reader>, PeerError> {
        Ok(Box::new(Total(Arc::clone(&self.units))))
    }

    fn settings(&self) -> Result<String, PeerError> {
        Ok(String::new())
    }
}

struct Total(Arc<AtomicU64>);

impl Reader for Total {
    fn units(&self, _cart: u64) -> Result<u64, PeerError> {
        Ok(self.0.load(Ordering::SeqCst))
    }
}

/// Adds once, then nine times while that is committed; how large the batches were, and what each add was told.
fn batches(batching: Batching, gates: usize) -> (Vec<usize>, Vec<bool>) {
    let (units, sizes) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let ((began, begun), (open, gate)) = (channel(), channel());
    let store = Counted { units: Arc::clone(&units), batches: Arc::clone(&sizes), began, gate };
    let peer = Queued::new(Box::new(store), batching).unwrap();
    let (answer, answers) = channel();
    let add = || {
        let answer = answer.clone();
        let done = move |result: Result<(), PeerError>| answer.send(result.is_ok()).unwrap();
        peer.add_with(Add { cart: 0, line: 0 }, Box::new(done));
    };
    add();
    begun.recv().unwrap();
    (0..9).for_each(|_| add());
    (0..gates).for_each(|_| open.send(()).unwrap());
    drop(open);
    let told: Vec<bool> = (0..10).map(|_| answers.recv().unwrap()).collect();
    assert_eq!(told.iter().filter(|is_ok| **is_ok).count() as u64, peer.units(0).unwrap());
    Box::new(peer).close().unwrap();
    let sizes = sizes.lock().unwrap().clone();
    (sizes, told)
}

#[test]
fn what_has_come_meanwhile_is_committed_together() {
    let (sizes, told) = batches(Batching::grouped(Duration::ZERO), 2);
    assert_eq!(sizes, [1, 9]);
    assert!(told.iter().all(|is_ok| *is_ok));
}

#[test]
fn one_transaction_an_add_is_just_that() {
    let (sizes, _) = batches(Batching::EACH, 10);
    assert_eq!(sizes, [1; 10]);
}

#[test]
fn everybody_of_a_batch_is_told_that_it_failed() {
    let (sizes, told) = batches(Batching::grouped(Duration::ZERO), 1);
    assert_eq!(sizes, [1]);
    assert_eq!(told, [[true].as_slice(), &[false; 9]].concat());
}
