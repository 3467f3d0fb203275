//! The disk is struck while the engine works: power cuts, kills, calls that fail. Whenever the store is opened again, all of
//! what it holds is what it was at one moment between what was acknowledged and what was asked for.
//!
//! `TROLLEY_TEST_CUTS=1000000 cargo test --release -p trolley-tests --test suite cuts` strikes so often, and
//! `TROLLEY_TEST_SEED=7` begins elsewhere. A failure says how to play the one store again that it was found on.

mod stall;
mod deed;
mod intent;
mod ledger;
mod wish;
mod asking;
mod twin;
mod tally;
mod plan;
mod chain;
mod planted;
mod creation;
mod damage;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use trolley_engine::Profile;

use asking::Keys;
use chain::Chain;
use plan::{Blows, Plan};
use tally::Tally;

const CUTS: u64 = 20_000;
const FAILED_FLUSHES: u64 = 3_000;
const SEED: u64 = 1;

/// A store that is to stand this.
const fn plan(seed: u64, blows: Blows) -> Plan {
    let profile = if seed.is_multiple_of(2) { Profile::Durable } else { Profile::Fast };
    let has_marks = (seed / 2).is_multiple_of(2);
    Plan { profile, blows, keys: Keys::WithEffect, lies_percent: 0, has_marks }
}

#[test]
fn what_was_acknowledged_outlives_power_cuts_and_kills() {
    let cuts = number("TROLLEY_TEST_CUTS").unwrap_or(CUTS);
    if let Some(total) = strike_many("what_was_acknowledged", Blows::All, |tally| cuts <= tally.cuts) {
        assert!(total.cuts < 4 * total.in_recovery, "{total}");
        assert!(total.cuts < 400 * total.marked, "{total}");
    }
}

#[test]
fn a_store_heals_after_flushes_that_failed_and_forgot() {
    let flushes = number("TROLLEY_TEST_FLUSHES").unwrap_or(FAILED_FLUSHES);
    let is_enough = |tally: &Tally| flushes <= tally.failed_flushes;
    if let Some(total) = strike_many("a_store_heals", Blows::Flushes, is_enough) {
        assert!(total.failed_flushes < 3 * total.healed, "{total}");
    }
}

#[test]
fn a_seed_plays_a_run_again() {
    let image = twin::image();
    for seed in 0..20 {
        let [first, second] = [(); 2].map(|()| strike(plan(seed, Blows::All), &image, seed).unwrap());
        assert_eq!(first, second);
    }
}

/// Strikes one store after another until it is enough, and says what there was; none where one store alone was to be
/// struck again. The test's name is for whoever wants that.
fn strike_many(test: &str, blows: Blows, is_enough: impl Fn(&Tally) -> bool + Sync) -> Option<Tally> {
    let image = twin::image();
    let again = |seed: u64, what: &str| {
        let command = "cargo test -p trolley-tests --test suite cuts::";
        format!("seed {seed}: {what}\nAgain: TROLLEY_TEST_CHAIN={seed} {command}{test}")
    };
    if let Some(seed) = number("TROLLEY_TEST_CHAIN") {
        let tally = strike(plan(seed, blows), &image, seed).unwrap_or_else(|what| panic!("{what}"));
        say(&format!("seed {seed}: {tally}"));
        return None;
    }
    let first = number("TROLLEY_TEST_SEED").unwrap_or(SEED).wrapping_mul(1_000_000_000);
    let (next, is_over, total) =
        (AtomicU64::new(first), AtomicBool::new(false), Mutex::new(Tally::default()));
    let work = || {
        while !is_over.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            let struck = strike(plan(seed, blows), &image, seed);
            let mut total = total.lock().unwrap();
            match struck {
                Ok(tally) => *total += tally,
                Err(what) => {
                    is_over.store(true, Ordering::Relaxed);
                    // Dropped, so that nobody else fails for it.
                    drop(total);
                    panic!("{}", again(seed, &what));
                }
            }
            is_over.fetch_or(is_enough(&total), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let total = total.into_inner().unwrap();
    say(&format!("{test}: {total}"));
    Some(total)
}

/// Strikes one store, and says what there was, or what was found wrong.
fn strike(plan: Plan, image: &[u8], seed: u64) -> Result<Tally, String> {
    let run = || Chain::new(plan, image.to_vec(), seed).run();
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("something panicked".to_owned()))
}

/// Says it even where the test succeeds.
#[expect(clippy::explicit_write, reason = "what is merely printed is held back where a test succeeds")]
fn say(text: &str) {
    writeln!(std::io::stderr(), "{text}").unwrap();
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}
