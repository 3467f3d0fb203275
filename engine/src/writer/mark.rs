//! The mark of a store at rest: while nothing is to be done, it is stored once that a large file need not be looked through
//! when it is opened. Power mostly goes while a till is idle.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::Run;
use super::heal::Healed;
use crate::error::StoreError;
use crate::options::{Options, Profile};

/// Whether a mark is due.
#[derive(Debug)]
pub(super) struct Mark {
    /// How long nothing must have been to do; none where nothing is ever marked.
    idle: Option<Duration>,
    /// Whether something was changed since the last one.
    is_due: bool,
}

impl Mark {
    /// None is due yet.
    pub(super) fn new(options: &Options) -> Self {
        let idle_ms = options.idle_mark_ms.filter(|_| options.profile != Profile::Memory);
        Self { idle: idle_ms.map(Duration::from_millis), is_due: false }
    }

    /// Something was changed.
    pub(super) const fn note_change(&mut self) {
        self.is_due = true;
    }

    /// The store is marked, or has failed and is opened anew: then the next change makes it due.
    pub(super) const fn note_done(&mut self) {
        self.is_due = false;
    }

    /// How long to wait for something to do before the store is marked; none where that is not due.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.idle.filter(|_| self.is_due)
    }

    /// Whether it is to be marked before anything else is looked at.
    pub(super) fn is_due_at_once(&self) -> bool {
        self.patience().is_some_and(|idle| idle.is_zero())
    }
}

impl Run {
    /// Marks the store where that is worth while. One that fails is a failure like any.
    pub(super) fn mark(&mut self) -> Healed {
        if self.look_for_room() {
            // What is free again is marked later.
            return Healed::Yes;
        }
        self.mark.note_done();
        self.store.medium().take_fault();
        let marked = catch_unwind(AssertUnwindSafe(|| match self.store.is_worth_a_mark() {
            Ok(true) => self.store.mark(),
            // Whether the medium can be read is whoever reads it to find out.
            Ok(false) | Err(_) => Ok(()),
        }));
        match marked.unwrap_or_else(|_| Err(StoreError::Storage("the writer panicked".into()))) {
            Ok(()) => Healed::Yes,
            Err(fault) => {
                self.note(&fault);
                self.heal()
            }
        }
    }
}
