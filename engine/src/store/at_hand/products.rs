//! Products as they are committed, for everybody who looks.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::cache::{Cache, Weighed, with_room};
use super::decoded_bytes;
use crate::domain::catalog::Product;
use crate::domain::id::ProductId;

/// Products of one edition of the catalog. A commit that changes products makes a new edition, and while it is under way
/// there is none: whoever begins to look then looks at the tables. Whoever began before looks at an older edition, and
/// neither takes what is at hand nor puts anything there.
#[derive(Debug)]
pub(crate) struct Products {
    /// Odd while no edition is known.
    edition: AtomicU64,
    at_hand: RwLock<AtHand>,
}

#[derive(Debug)]
struct AtHand {
    edition: u64,
    by_id: Cache<ProductId, Arc<Product>>,
}

impl Products {
    /// None, and at most about so many bytes of them.
    pub(crate) fn new(bytes_max: usize) -> Self {
        let at_hand = RwLock::new(AtHand { edition: 0, by_id: with_room(bytes_max) });
        Self { edition: AtomicU64::new(0), at_hand }
    }

    /// The present edition, where it is known. To whom it is the same before and after they begin to look, they see it.
    pub(crate) fn edition(&self) -> Option<u64> {
        Some(self.edition.load(Ordering::SeqCst)).filter(|edition| edition.is_multiple_of(2))
    }

    /// The product of this identifier in this edition, where it is at hand.
    pub(crate) fn find(&self, edition: u64, id: &ProductId) -> Option<Arc<Product>> {
        let at_hand = self.at_hand.read().unwrap_or_else(PoisonError::into_inner);
        if at_hand.edition == edition {
            at_hand.by_id.get(id).map(|one| Arc::clone(&one.value))
        } else {
            None
        }
    }

    /// Has a product of this edition at hand, whose record has so many bytes.
    pub(crate) fn keep(&self, edition: u64, product: &Arc<Product>, record_bytes: usize) {
        let mut at_hand = self.at_hand.write().unwrap_or_else(PoisonError::into_inner);
        if at_hand.edition == edition {
            let weighed = Weighed { value: Arc::clone(product), bytes: decoded_bytes(record_bytes) };
            at_hand.by_id.insert(product.id.clone(), weighed);
        }
    }

    /// The next edition is about to be committed.
    pub(super) fn suspend(&self) {
        self.edition.fetch_or(1, Ordering::SeqCst);
    }

    /// The next edition is committed, in which these are different.
    pub(super) fn resume_without(&self, changed: &HashSet<ProductId>) {
        self.resume(|by_id| {
            for id in changed {
                by_id.remove(id);
            }
        });
    }

    /// There is an edition of which nothing is known.
    pub(crate) fn resume_without_any(&self) {
        self.resume(Cache::clear);
    }

    fn resume(&self, forget: impl FnOnce(&mut Cache<ProductId, Arc<Product>>)) {
        let mut at_hand = self.at_hand.write().unwrap_or_else(PoisonError::into_inner);
        forget(&mut at_hand.by_id);
        // Only the writer's thread comes here.
        at_hand.edition = (self.edition.load(Ordering::SeqCst) | 1) + 1;
        self.edition.store(at_hand.edition, Ordering::SeqCst);
    }
}
