//! Stores of many carts.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use trolley_engine::domain::id::{CartId, InvalidId};
use trolley_engine::{Engine, Error};

use crate::commands::{create, submission};
use crate::shop::PRODUCTS;
use crate::{Failed, Result};

/// Most carts that wait for the engine at a time: as many as its queue takes, but for some.
const WAITING_MAX: usize = 1_000;

/// The identifier of the cart of this number: as random ones are, in no order.
///
/// # Errors
///
/// None that is not a bug.
pub fn cart_id(number: usize) -> Result<CartId, InvalidId> {
    let random = scattered(number as u64);
    CartId::new(format!("guest_{:08x}-0000-4000-8000-{number:012x}", random >> 32))
}

/// A number of its own for each number, in no order.
#[must_use]
pub const fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Makes carts of these numbers, each with so many lines. Whoever asks waits until all are made; the engine commits as many
/// at once as wait for it.
///
/// # Errors
///
/// The first of the engine's.
pub fn fill(engine: &Engine, carts: Range<usize>, lines: usize) -> Result<()> {
    let waiting = Arc::new(Waiting::default());
    for number in carts {
        waiting.enter(WAITING_MAX)?;
        let first = number % (PRODUCTS - lines + 1);
        let command = create(&cart_id(number)?, first..first + lines)?;
        let leaving = Arc::clone(&waiting);
        engine.submit_with(submission(vec![command]), move |made| leaving.leave(made.err()));
    }
    waiting.enter(1)?;
    Ok(())
}

/// How many wait for the engine, and what it has refused.
#[derive(Debug, Default)]
struct Waiting {
    state: Mutex<(usize, Option<Error>)>,
    left: Condvar,
}

impl Waiting {
    /// Waits until fewer than so many wait, and is one of them then.
    fn enter(&self, waiting_max: usize) -> Result<(), Failed> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |state: &mut (usize, Option<Error>)| waiting_max <= state.0;
        let mut state = self.left.wait_while(state, is_full).unwrap_or_else(PoisonError::into_inner);
        state.0 += 1;
        state.1.take().map_or(Ok(()), |error| Err(error.into()))
    }

    fn leave(&self, refused: Option<Error>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 -= 1;
        state.1 = state.1.take().or(refused);
        // Waking the caller for each would take longer than the work does.
        if state.0 <= WAITING_MAX / 2 {
            self.left.notify_one();
        }
    }
}
