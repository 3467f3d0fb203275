//! Callers who add to carts at the same time, each waiting for its answer before it asks again.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use trolley_engine::Engine;
use trolley_engine::domain::id::CartId;

use crate::Result;
use crate::commands::{add, submission};
use crate::stopwatch::Stopwatch;

/// How long callers have waited.
#[derive(Debug, Clone)]
pub struct Waited {
    /// From the first question to the last answer.
    pub elapsed: Duration,
    /// For each answer, of all callers, the shortest first.
    pub each: Vec<Duration>,
}

impl Waited {
    /// How long no more than this share of all answers were waited for, in thousandths: 500 for the median.
    #[must_use]
    pub fn quantile(&self, thousandths: usize) -> Duration {
        let place = self.each.len().saturating_sub(1) * thousandths / 1_000;
        self.each.get(place).copied().unwrap_or_default()
    }

    /// How many answers there were in a second.
    #[expect(clippy::float_arithmetic, reason = "a figure to be shown")]
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.each.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// One caller for each of these carts, which may name one several times, adds one unit to its first line so many times.
///
/// # Errors
///
/// The engine's, and where an answer is not what was added.
pub fn add_at_once(engine: &Engine, carts: &[CartId], times: u64) -> Result<Waited> {
    let all_there = Barrier::new(carts.len() + 1);
    let (answers, elapsed) = thread::scope(|scope| {
        let callers: Vec<_> = carts
            .iter()
            .map(|cart| {
                let all_there = &all_there;
                scope.spawn(move || {
                    all_there.wait();
                    call(engine, cart, times)
                })
            })
            .collect();
        all_there.wait();
        let watch = Stopwatch::start();
        let answers: Vec<_> = callers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (answers, watch.elapsed())
    });
    let mut each = Vec::with_capacity(answers.len() * usize::try_from(times)?);
    for answered in answers {
        each.extend(answered.map_err(|_| "a caller panicked")??);
    }
    each.sort_unstable();
    Ok(Waited { elapsed, each })
}

fn call(engine: &Engine, cart: &CartId, times: u64) -> Result<Vec<Duration>> {
    let command = add(cart, 0)?;
    let mut each = Vec::with_capacity(usize::try_from(times)?);
    let mut units_before = 0;
    for _ in 0..times {
        let submission = submission(vec![command.clone()]);
        let watch = Stopwatch::start();
        let receipt = engine.submit(submission)?;
        each.push(watch.elapsed());
        let units = receipt.cart.and_then(|cart| cart.lines.first().map(|line| line.quantity.units()));
        let units = units.ok_or("an answer has no line")?;
        if units <= units_before {
            return Err(format!("{units} units after {units_before}").into());
        }
        units_before = units;
    }
    Ok(each)
}
