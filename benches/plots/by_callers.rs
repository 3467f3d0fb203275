//! How long callers wait who add at the same time, and how much they get done, by how many they are.

use std::path::Path;

use trolley_benches::Result;
use trolley_benches::callers::{Waited, add_at_once};
use trolley_benches::shop::{Offers, Shop};
use trolley_engine::Profile;
use trolley_engine::domain::id::CartId;

use crate::axis::Axis;
use crate::measures::{Measures, median, micros};
use crate::plot::{Line, Look, Plot};

/// How many lines each cart has.
const LINES: usize = 10;
/// Thousandths of all answers.
const MEDIAN: usize = 500;
const P99: usize = 990;

pub(crate) fn plots(measures: &Measures, disk: &Path) -> Result<Vec<Plot>> {
    let [durable, fast, memory] = measure(measures, disk)?;
    let latency = |measured: &[Measured], thousandths: usize| -> Vec<(f64, f64)> {
        measured.iter().map(|measured| (measured.callers, measured.millis(thousandths))).collect()
    };
    let throughput = |measured: &[Measured]| -> Vec<(f64, f64)> {
        measured.iter().map(|measured| (measured.callers, measured.per_second())).collect()
    };
    let line = |name: &str, look: Look, points| Line { name: name.to_owned(), look, points };
    let note = "Each adds one unit to a cart of 10 lines of its own, waits for the answer, and adds again.";
    let x = Axis::of("callers at once", measures.callers);
    Ok(vec![
        Plot {
            file: "latency-by-callers",
            title: "How long a caller waits for an add, by how many callers there are",
            note: format!("{note} Durable: two-phase commit; fast: one-phase."),
            x: x.clone(),
            y: Axis::new("milliseconds"),
            lines: vec![
                line("durable, p99", Look::DURABLE.dashed(), latency(&durable, P99)),
                line("durable, median", Look::DURABLE, latency(&durable, MEDIAN)),
                line("fast, p99", Look::FAST.dashed(), latency(&fast, P99)),
                line("fast, median", Look::FAST, latency(&fast, MEDIAN)),
            ],
        },
        Plot {
            file: "throughput-by-callers",
            title: "How many adds are done in a second, by how many callers there are",
            note: format!("{note} Memory: kept nowhere."),
            x,
            y: Axis::new("adds a second"),
            lines: vec![
                line("memory", Look::MEMORY, throughput(&memory)),
                line("fast", Look::FAST, throughput(&fast)),
                line("durable", Look::DURABLE, throughput(&durable)),
            ],
        },
    ])
}

/// What came of so many callers, in each round.
struct Measured {
    callers: f64,
    rounds: Vec<Waited>,
}

impl Measured {
    /// The middle one of all rounds' quantiles.
    fn millis(&self, thousandths: usize) -> f64 {
        let mut all: Vec<_> = self.rounds.iter().map(|round| round.quantile(thousandths)).collect();
        micros(median(&mut all)) / 1e3
    }

    /// The middle one of all rounds'.
    fn per_second(&self) -> f64 {
        let mut all: Vec<f64> = self.rounds.iter().map(Waited::per_second).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    }
}

/// What came of the profiles: durable, fast, memory.
fn measure(measures: &Measures, disk: &Path) -> Result<[Vec<Measured>; 3]> {
    let callers_max = measures.callers.iter().max().copied().unwrap_or(1);
    let shop = |profile: Profile| -> Result<(Shop, Vec<CartId>)> {
        let shop = Shop::new(profile, disk, Offers::None)?;
        let cart = |caller| shop.cart(&format!("caller-{caller}"), LINES);
        let carts = (0..callers_max).map(cart).collect::<Result<_>>()?;
        Ok((shop, carts))
    };
    let shops = [shop(Profile::Durable)?, shop(Profile::Fast)?, shop(Profile::Memory)?];
    let mut all = [Vec::new(), Vec::new(), Vec::new()];
    for callers in measures.callers {
        for measured in &mut all {
            measured.push(Measured { callers: *callers as f64, rounds: Vec::new() });
        }
        // All in each round, so that what the machine does besides is the same for all.
        for _ in 0..measures.rounds {
            for ((shop, carts), measured) in shops.iter().zip(&mut all) {
                let carts = &carts[..*callers];
                let tried = add_at_once(shop.engine(), carts, 4)?;
                // As many as take about as long as each point is to be measured.
                let times = tried.per_second() * measures.point.as_secs_f64() / *callers as f64;
                let round = add_at_once(shop.engine(), carts, (times as u64).clamp(4, 100_000))?;
                measured.last_mut().ok_or("there are no callers")?.rounds.push(round);
            }
        }
    }
    Ok(all)
}
