//! Identifiers that are the same in every run.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use trolley_engine::env::{IdForm, Ids};

/// Identifiers from a list, then such as count up.
#[derive(Debug, Default)]
pub(super) struct CountedIds(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    listed: VecDeque<String>,
    count: u64,
}

impl CountedIds {
    /// Begins at the first again, without a list.
    pub(super) fn begin(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Counted::default();
    }

    /// Puts these in place of what is left of the list.
    pub(super) fn list(&self, listed: impl Iterator<Item = String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listed = listed.collect();
    }
}

impl Ids for CountedIds {
    fn next(&self, form: IdForm) -> String {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = counted.listed.pop_front() {
            return listed;
        }
        counted.count += 1;
        let count = counted.count;
        match form {
            IdForm::Uuid => format!("00000000-0000-4000-8000-{count:012x}"),
            IdForm::Prefixed(prefix) => format!("{prefix}00000000-0000-4000-8000-{count:012x}"),
            IdForm::Secret(prefix) => format!("{prefix}{count:064x}"),
            IdForm::Cuid(_) => format!("c{count:024}"),
        }
    }
}
