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
mod chain;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use trolley_engine::Profile;

use asking::Keys;
use chain::{Blows, Chain, Plan};
use tally::Tally;

const CUTS: u64 = 20_000;
const SEED: u64 = 1;

/// What a store must stand.
const fn plan(seed: u64) -> Plan {
    let profile = if seed.is_multiple_of(2) { Profile::Durable } else { Profile::Fast };
    Plan { profile, blows: Blows::All, keys: Keys::WithEffect, lies_percent: 0 }
}

#[test]
fn what_was_acknowledged_outlives_power_cuts_and_kills() {
    if let Some(seed) = number("TROLLEY_TEST_CHAIN") {
        say(&strike(plan(seed), &twin::image(), seed).unwrap_or_else(|what| panic!("{what}")).to_string());
        return;
    }
    let cuts_wanted = number("TROLLEY_TEST_CUTS").unwrap_or(CUTS);
    let first = number("TROLLEY_TEST_SEED").unwrap_or(SEED).wrapping_mul(1_000_000_000);
    let image = twin::image();
    let (next, cuts) = (AtomicU64::new(first), AtomicU64::new(0));
    let total = Mutex::new(Tally::default());
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while cuts.load(Ordering::Relaxed) < cuts_wanted && !is_over.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    match strike(plan(seed), &image, seed) {
                        Ok(tally) => {
                            cuts.fetch_add(tally.cuts, Ordering::Relaxed);
                            *total.lock().unwrap() += tally;
                        }
                        Err(what) => {
                            is_over.store(true, Ordering::Relaxed);
                            panic!("{what}");
                        }
                    }
                }
            });
        }
    });
    let total = total.into_inner().unwrap();
    assert!(cuts_wanted <= total.cuts);
    assert!(total.cuts < 4 * total.in_recovery, "{total}");
    say(&total.to_string());
}

/// Strikes one store, and says what there was; of what was found wrong also how to see it again.
fn strike(plan: Plan, image: &[u8], seed: u64) -> Result<Tally, String> {
    let run = || Chain::new(plan, image.to_vec(), seed).run();
    let found = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("something panicked".to_owned()));
    found.map_err(|what| {
        format!(
            "seed {seed}: {what}\nAgain: TROLLEY_TEST_CHAIN={seed} cargo test -p trolley-tests --test suite {}",
            "cuts::what_was_acknowledged"
        )
    })
}

/// Says it even where the test succeeds.
fn say(text: &str) {
    writeln!(std::io::stderr(), "{text}").unwrap();
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}
