//! What the writer does once the store has failed: it opens it anew, again and again, and refuses what comes meanwhile.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::mpsc::{RecvTimeoutError, TryRecvError};
use std::time::Duration;

use super::{Message, Run};
use crate::error::{Error, StoreError};
use crate::options::HEAL_TRIES;
use crate::store::medium::Fault;
use crate::store::room;

/// What becomes of a store that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Healed {
    /// It works again.
    Yes,
    /// It does not, and either it is given up or nobody waits for it any more.
    No,
}

impl Run {
    /// Opens the store anew, whose failure everybody has been told.
    pub(super) fn heal(&mut self) -> Healed {
        self.store.note_failure();
        self.mark.note_done();
        let mut fault = self.store.medium().take_fault();
        let (mut tries, mut failed_tries) = (0, 0);
        loop {
            if self.refuse_waiting().is_err() {
                return Healed::No;
            }
            if fault == Fault::Full {
                self.room.meet_end();
                room::give_up_reserve(self.store.medium());
            }
            let error = match self.try_once() {
                Ok(()) => {
                    tracing::warn!("the store works again");
                    self.epochs.settle();
                    self.condition.healed(self.room.is_full(self.store.medium()));
                    return Healed::Yes;
                }
                Err(error) => error,
            };
            fault = self.store.medium().take_fault();
            tracing::error!(
                error = &error as &dyn std::error::Error,
                failed_tries,
                "the store cannot be opened anew"
            );
            // Room comes back without another start.
            if fault != Fault::Full && failed_tries == HEAL_TRIES {
                tracing::error!("the store is given up");
                self.condition.give_up();
                return Healed::No;
            }
            let wait = self.options.heal_waits_ms[tries.min(HEAL_TRIES - 1)];
            tries += 1;
            if fault != Fault::Full {
                failed_tries += 1;
            }
            if self.refuse_for(Duration::from_millis(wait)).is_err() {
                return Healed::No;
            }
        }
    }

    fn try_once(&mut self) -> Result<(), StoreError> {
        let tried = catch_unwind(AssertUnwindSafe(|| {
            let standing = self.store.open_anew()?;
            *self.standing.write().unwrap_or_else(PoisonError::into_inner) = standing;
            self.store.prove()
        }));
        let done = tried.unwrap_or_else(|_| {
            self.store.note_failure();
            Err(StoreError::Storage("opening it panicked".into()))
        });
        if done.is_ok() {
            self.store.medium().take_failed_read();
        }
        done
    }

    /// Refuses what waits. An error where nobody will submit any more.
    fn refuse_waiting(&mut self) -> Result<(), Ended> {
        if let Some(job) = self.held.take() {
            job.answer(Err(Error::Recovering));
        }
        loop {
            match self.messages.try_recv() {
                Ok(message) => refuse(message),
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Disconnected) => return Err(Ended),
            }
        }
    }

    /// Waits, and refuses what comes meanwhile: few do, because whoever submits looks at the condition first.
    fn refuse_for(&mut self, wait: Duration) -> Result<(), Ended> {
        loop {
            match self.messages.recv_timeout(wait) {
                Ok(message) => refuse(message),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err(Ended),
            }
        }
    }
}

/// Nobody will submit any more.
struct Ended;

fn refuse(message: Message) {
    match message {
        Message::Job(job) => job.answer(Err(Error::Recovering)),
        Message::Look => {}
    }
}
