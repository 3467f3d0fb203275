//! Identifiers that are the same in every run.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use trolley::guest::GuestNumber;
use trolley_engine::env::{IdForm, Ids};

/// Most characters of one from a list.
const LISTED_LEN_MAX: usize = 80;

/// Identifiers from a list, then such as count up.
#[derive(Debug, Default)]
pub(super) struct CountedIds(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    listed: VecDeque<String>,
    given: BTreeSet<String>,
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
        // What nobody makes is left out, and so is what is made already.
        if let Some(listed) = counted.listed.pop_front().filter(|listed| is_of(listed, form))
            && counted.given.insert(listed.clone())
        {
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

/// Whether a source of identifiers could make this one. Fixtures have short ones where any will do.
fn is_of(listed: &str, form: IdForm) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_named = listed.len() <= LISTED_LEN_MAX && listed.bytes().all(is_plain);
    match form {
        IdForm::Uuid => is_uuid(listed),
        IdForm::Prefixed(prefix) | IdForm::Secret(prefix) => is_named && listed.starts_with(prefix),
        IdForm::Cuid(_) => is_named && listed.starts_with('c'),
    }
}

/// Whether it is a UUID of version 4 in lower case.
fn is_uuid(text: &str) -> bool {
    GuestNumber::parse(text).is_some_and(|number| number.as_str() == text)
}
