//! How the writer is, for everybody to read.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::engine::health::{Health, HealthState};
use crate::env::Clock;
use crate::error::Error;

/// Called when the store is given up.
type OnFailure = Box<dyn FnOnce() + Send>;

/// How the writer is. Clones are one.
#[derive(Clone)]
pub(crate) struct Condition(Arc<Inside>);

struct Inside {
    /// What `told` has as its state, for those who ask with every submission.
    state: AtomicU8,
    told: Mutex<Told>,
    has_changed: Condvar,
    clock: Arc<dyn Clock>,
}

struct Told {
    health: Health,
    on_failure: Option<OnFailure>,
}

impl Condition {
    /// Ready from now on.
    pub(crate) fn new(clock: &Arc<dyn Clock>) -> Self {
        let health = Health {
            state: HealthState::Ready,
            since: clock.now(),
            failures: 0,
            healings: 0,
            last_failure: None,
            recovered: None,
        };
        let told = Mutex::new(Told { health, on_failure: None });
        let state = AtomicU8::new(HealthState::Ready as u8);
        let has_changed = Condvar::new();
        Self(Arc::new(Inside { state, told, has_changed, clock: Arc::clone(clock) }))
    }

    /// How it is.
    pub(crate) fn health(&self) -> Health {
        self.told().health.clone()
    }

    /// Waits until it is so.
    pub(crate) fn wait_until(&self, is_so: impl Fn(&Health) -> bool) -> Health {
        let told = self.0.has_changed.wait_while(self.told(), |told| !is_so(&told.health));
        told.unwrap_or_else(PoisonError::into_inner).health.clone()
    }

    /// Why a submission is refused without being looked at, where it is.
    pub(crate) fn refusal(&self) -> Option<Error> {
        let state = self.0.state.load(Ordering::Acquire);
        if state == HealthState::Recovering as u8 {
            Some(Error::Recovering)
        } else if state == HealthState::Failed as u8 {
            Some(Error::Stopped)
        } else {
            None
        }
    }

    /// Whether there is no room on the disk.
    pub(super) fn is_full(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == HealthState::Full as u8
    }

    /// Calls this when the store is given up, or now.
    pub(crate) fn on_failure(&self, call: OnFailure) {
        let mut told = self.told();
        if told.health.state == HealthState::Failed {
            drop(told);
            call();
        } else {
            told.on_failure = Some(call);
        }
    }

    /// The store has failed in this way, and is being opened anew.
    pub(super) fn failed(&self, failure: &dyn std::error::Error) {
        let mut told = self.told();
        told.health.failures += 1;
        told.health.last_failure = Some(sentence(failure));
        self.enter(&mut told, HealthState::Recovering);
    }

    /// The store works again, with room on the disk or without.
    pub(super) fn healed(&self, is_full: bool) {
        let mut told = self.told();
        told.health.healings += 1;
        self.enter(&mut told, if is_full { HealthState::Full } else { HealthState::Ready });
    }

    /// There is room on the disk, or there is none; whether that is news.
    pub(super) fn set_full(&self, is_full: bool) -> bool {
        let mut told = self.told();
        let state = if is_full { HealthState::Full } else { HealthState::Ready };
        let is_news = told.health.state != state;
        if is_news {
            self.enter(&mut told, state);
        }
        is_news
    }

    /// The store is given up.
    pub(super) fn give_up(&self) {
        let mut told = self.told();
        self.enter(&mut told, HealthState::Failed);
        let call = told.on_failure.take();
        drop(told);
        if let Some(call) = call {
            call();
        }
    }

    fn enter(&self, told: &mut Told, state: HealthState) {
        told.health.state = state;
        told.health.since = self.0.clock.now();
        self.0.state.store(state as u8, Ordering::Release);
        self.0.has_changed.notify_all();
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition").field("health", &self.told().health).finish_non_exhaustive()
    }
}

/// The failure and all that it comes from, in one line.
fn sentence(failure: &dyn std::error::Error) -> String {
    let mut sentence = failure.to_string();
    let mut cause = failure.source();
    while let Some(failure) = cause {
        sentence.push_str(": ");
        sentence.push_str(&failure.to_string());
        cause = failure.source();
    }
    sentence
}
