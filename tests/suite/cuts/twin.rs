//! The same engine in memory, on a storage that never fails: it is asked the same, one by one, and its content is what the
//! struck one must have.

use std::sync::Arc;

use trolley_engine::engine::digest::StateDigest;
use trolley_engine::env::FixedClock;
use trolley_engine::{Engine, HEAL_TRIES, Options, Profile, SpareRoom};

use super::asking::{Keys, Said, ask};
use super::intent::Intent;
use super::ledger::Ledger;
use super::stall::{CARTS, stocking};
use crate::goods::{NOW, cart_id, submit};

/// The engine in memory, and what must have come of what it was asked.
pub(super) struct Twin {
    engine: Engine,
    pub(super) ledger: Ledger,
    digest: Option<StateDigest>,
}

impl Twin {
    pub(super) fn new() -> Self {
        let engine = Engine::in_memory(options(Profile::Memory)).unwrap();
        submit(&engine, stocking()).unwrap();
        Self { engine, ledger: Ledger::default(), digest: None }
    }

    /// Does what the other engine did, and holds what that has said against it.
    pub(super) fn follow(&mut self, intent: &Intent, heard: Option<&Said>) -> Result<(), String> {
        let said = ask(&self.engine, intent, Keys::WithEffect).ok_or("the twin failed")?;
        self.digest = None;
        let is_done = self.ledger.apply(intent);
        if said.is_done != is_done && !(is_done && self.is_gone(intent, &said)) {
            return Err(format!("{intent:?}: {said:?}, and the ledger says that it is done: {is_done}"));
        }
        match heard {
            Some(heard) if *heard != said => {
                Err(format!("{intent:?}: heard {heard:?}, the twin says {said:?}"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a long answer, which is made again of what is there now, says that its cart is not, and that is so.
    fn is_gone(&self, intent: &Intent, said: &Said) -> bool {
        let is_gone = |(place, name): (usize, &&str)| {
            said.is_without(&cart_id(name)) && !self.ledger.carts.contains_key(&place)
        };
        intent.is_long && said.is_replay && CARTS.iter().enumerate().any(is_gone)
    }

    /// The digest of all that it has.
    pub(super) fn digest(&mut self) -> StateDigest {
        *self.digest.get_or_insert_with(|| self.engine.digest().unwrap())
    }
}

/// How the engines are opened: with a clock that stands still, and without patience.
pub(super) fn options(profile: Profile) -> Options {
    let clock = Arc::new(FixedClock::new(NOW));
    let spare_room = SpareRoom::Bytes(0);
    Options { clock, heal_waits_ms: [0; HEAL_TRIES], spare_room, reserve_bytes: 0, ..Options::new(profile) }
}

/// The bytes of a store with all that there is at first, closed.
pub(super) fn image() -> Vec<u8> {
    let disk = trolley_harness::disk::Disk::holding(Vec::new(), 0);
    let engine = Engine::with_backend(disk.clone(), options(Profile::Durable)).unwrap();
    submit(&engine, stocking()).unwrap();
    engine.close().unwrap();
    disk.image()
}
