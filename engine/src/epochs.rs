//! Whether what was read of a cart is still so, without reading it again.
//!
//! Carts share a fixed number of places by their identifiers, and each place has a number that is even while all of it is
//! settled. The writer makes the number odd before it commits a change, and even again when all that a look goes by is as
//! the change left it, which is before anybody is told of the change. So who has read under an even number, and finds it the
//! same afterwards, has what is committed: no change that was answered is missing. What is not a cart's alone, such as the
//! catalog, has a place of its own, on which all carts depend.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use crate::domain::id::CartId;

/// Places that carts share. Two that meet in one are only read again for nothing.
const PLACES: usize = 4096;
/// The place of what is no single cart's.
const ALL: usize = PLACES;

/// What a look at a cart depends on, at a time when nothing of it was being changed. Where it is the same later, a look
/// shows the same, but for what time makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    cart: u64,
    all: u64,
}

/// What a transaction changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touched {
    places: Vec<usize>,
}

impl Touched {
    /// Nothing.
    pub(crate) const fn nothing() -> Self {
        Self { places: Vec::new() }
    }

    /// More than single carts.
    pub(crate) fn all() -> Self {
        Self { places: vec![ALL] }
    }

    /// The same and this cart.
    pub(crate) fn add(&mut self, cart: &CartId) {
        self.places.push(place(cart));
    }

    /// The same and more than single carts.
    pub(crate) fn add_all(&mut self) {
        self.places.push(ALL);
    }
}

/// The numbers of all places.
#[derive(Debug)]
pub(crate) struct Epochs {
    numbers: Box<[AtomicU64]>,
    /// The places whose numbers are odd.
    open: Mutex<Vec<usize>>,
}

impl Epochs {
    /// Where everything is settled.
    pub(crate) fn new() -> Self {
        Self { numbers: (0..=PLACES).map(|_| AtomicU64::new(0)).collect(), open: Mutex::default() }
    }

    /// What a look at this cart depends on now; none where something of it is being changed. To be asked before the look
    /// begins.
    pub(crate) fn of(&self, cart: &CartId) -> Option<Epoch> {
        let epoch = Epoch { cart: self.number(place(cart)), all: self.number(ALL) };
        (epoch.cart.is_multiple_of(2) && epoch.all.is_multiple_of(2)).then_some(epoch)
    }

    /// Says that all this is about to change. What is said to change already stays so.
    pub(crate) fn begin(&self, touched: &Touched) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for place in &touched.places {
            // Nobody else opens or settles any meanwhile.
            if self.number(*place).is_multiple_of(2) {
                self.step(*place);
                open.push(*place);
            }
        }
    }

    /// Says that all that was about to change has changed, or will not.
    pub(crate) fn settle(&self) {
        for place in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            self.step(place);
        }
    }

    /// The number of a place; of none an odd one, under which nothing is ever settled.
    fn number(&self, place: usize) -> u64 {
        self.numbers.get(place).map_or(1, |number| number.load(Ordering::SeqCst))
    }

    fn step(&self, place: usize) {
        if let Some(number) = self.numbers.get(place) {
            number.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn place(cart: &CartId) -> usize {
    // As many places as a hash has remainders.
    usize::try_from(xxh3_64(cart.as_str().as_bytes()) % PLACES as u64).unwrap_or(ALL)
}

#[cfg(test)]
mod tests;
