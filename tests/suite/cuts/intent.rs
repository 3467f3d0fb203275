//! What is asked for while the disk is struck: deeds of all kinds, as values that can be asked for again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use trolley_engine::domain::idempotency::{Fingerprint, IdempotencyKey};
use trolley_engine::env::{IdForm, Ids};
use trolley_engine::{LineIds, Principal, Submission};

use super::deed::{Deed, NO_CART};
use crate::goods::NOW;

/// Between two intents: an idempotency key is forgotten after some dozens.
const STEP_MS: i64 = 45 * 60 * 1_000;

/// Deeds that are asked for as one.
#[derive(Debug, Clone)]
pub(super) struct Intent {
    /// Its place among all that was ever asked for, which is its time.
    pub(super) number: u64,
    /// What its identifiers and texts are made of: the number that it had when it was first asked for.
    pub(super) made: u64,
    /// Whether it is done once, however often it is asked for.
    pub(super) is_keyed: bool,
    /// Whether its answer is too long to be kept as it is.
    pub(super) is_long: bool,
    /// What is to be done, all or nothing.
    pub(super) deeds: Vec<Deed>,
}

impl Intent {
    /// What the engine is asked.
    pub(super) fn submission(&self) -> Submission {
        self.submit(&self.deeds)
    }

    /// The same without anything to do.
    pub(super) fn nothing(&self) -> Submission {
        self.submit(&[Deed::Delete { cart: NO_CART }])
    }

    fn submit(&self, deeds: &[Deed]) -> Submission {
        let at = NOW.saturating_add_millis(STEP_MS * i64::try_from(self.number).unwrap());
        let deeds = (0_u64..).zip(deeds);
        let commands = deeds.map(|(place, deed)| deed.command(self.made * 100 + place)).collect();
        let source = Arc::new(Counted { made: self.made, count: AtomicU64::new(0) });
        let line_ids = LineIds { source, form: IdForm::Uuid };
        Submission { line_ids, ..Submission::new(at, Principal::Server, commands) }
    }

    /// Its idempotency key, which is the same whenever it is asked for.
    pub(super) fn key(&self) -> (IdempotencyKey, Fingerprint) {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&self.made.to_le_bytes());
        (IdempotencyKey(bytes), Fingerprint(bytes))
    }
}

/// Identifiers that are the same whenever an intent is asked for.
#[derive(Debug)]
struct Counted {
    made: u64,
    count: AtomicU64,
}

impl Ids for Counted {
    fn next(&self, _form: IdForm) -> String {
        format!("copy-{}-{}", self.made, self.count.fetch_add(1, Ordering::Relaxed))
    }
}
