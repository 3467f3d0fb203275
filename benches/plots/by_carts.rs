//! What an add costs, and how long a file takes to be opened again, by how many carts there are, of three lines each.

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use trolley_benches::Result;
use trolley_benches::commands::{add, submission};
use trolley_benches::fill::{cart_id, fill, scattered};
use trolley_benches::shop::{Offers, PRODUCTS, catalog};
use trolley_benches::stopwatch::{Stopwatch, timed};
use trolley_engine::{Command, Engine, Options, Profile};

use crate::axis::{Axis, written};
use crate::measures::{Measures, median, micros};
use crate::plot::{Line, Look, Plot};
use crate::size::bytes_on_disk;
use crate::till::{Activity, cut_off};

/// How many lines each cart has.
const LINES: usize = 3;

pub(crate) fn plots(measures: &Measures, disk: &Path) -> Result<Vec<Plot>> {
    let folder = TempDir::new_in(disk)?;
    let file = folder.path().join("carts.redb");
    let open = |profile: Profile| Engine::open(&file, Options::new(profile));
    let engine = open(Profile::Fast)?;
    engine.submit(submission(vec![Command::Import(Box::new(catalog(PRODUCTS, Offers::None)?))]))?;
    engine.close()?;
    let mut made = 0;
    let (mut durable, mut fast) = (Vec::new(), Vec::new());
    let (mut clean, mut rested, mut added) = (Vec::new(), Vec::new(), Vec::new());
    let mut sizes = Vec::new();
    for carts in measures.carts {
        let engine = open(Profile::Fast)?;
        fill(&engine, made..*carts, LINES)?;
        made = *carts;
        engine.close()?;
        let x = *carts as f64;
        for (profile, points) in [(Profile::Durable, &mut durable), (Profile::Fast, &mut fast)] {
            let engine = open(profile)?;
            points.push((x, micros(add_to_any(measures, &engine, made)?)));
            engine.close()?;
        }
        let reopened = |end: &dyn Fn() -> Result<()>| -> Result<(f64, f64)> {
            let mut all = Vec::new();
            for _ in 0..measures.openings {
                end()?;
                let (engine, taken) = timed(|| open(Profile::Durable))?;
                all.push(taken);
                engine.close()?;
            }
            Ok((x, micros(median(&mut all)) / 1e3))
        };
        clean.push(reopened(&|| Ok(()))?);
        rested.push(reopened(&|| cut_off(&file, Activity::Resting))?);
        added.push(reopened(&|| cut_off(&file, Activity::Adding))?);
        let megabytes = bytes_on_disk(&file.metadata()?) as f64 / 1e6;
        sizes.push(format!("{}: {megabytes:.0} MB", written(x)));
    }
    let line = |name: &str, look: Look, points| Line { name: name.to_owned(), look, points };
    let x = Axis::of("carts of 3 lines", measures.carts);
    Ok(vec![
        Plot {
            file: "add-by-carts",
            title: "What one caller waits for who adds to any cart, by how many there are",
            note: "Median, carts by chance. Durable: two-phase commit; fast: one-phase commit.".to_owned(),
            x: x.clone(),
            y: Axis::new("microseconds"),
            lines: vec![line("durable", Look::DURABLE, durable), line("fast", Look::FAST, fast)],
        },
        Plot {
            file: "reopen-by-carts",
            title: "How long a file takes to be opened again, by how many carts it has",
            note: format!(
                "Warm page cache; a file of up to 256 MB is checked in full. At rest: for 1 s. {}.",
                sizes.join(", ")
            ),
            x,
            y: Axis::new("milliseconds"),
            lines: vec![
                line("durable, killed while adding", Look::ENDED, added),
                line("durable, killed at rest", Look::ENDED.dashed(), rested),
                line("durable, closed", Look::DURABLE, clean),
            ],
        },
    ])
}

/// How long an add takes to a cart that comes by chance: the middle one of all.
fn add_to_any(measures: &Measures, engine: &Engine, carts: usize) -> Result<Duration> {
    let mut waited = Vec::new();
    let (watch, whole) = (Stopwatch::start(), measures.point * u32::try_from(measures.rounds)?);
    let mut turn = 0;
    while watch.elapsed() < whole {
        turn += 1;
        let number = usize::try_from(scattered(turn) % carts as u64)?;
        let submission = submission(vec![add(&cart_id(number)?, number % (PRODUCTS - LINES + 1))?]);
        let (receipt, taken) = timed(|| engine.submit(submission))?;
        if receipt.cart.is_none_or(|cart| cart.lines.len() != LINES) {
            return Err("a cart has other lines than it should".into());
        }
        waited.push(taken);
    }
    Ok(median(&mut waited))
}
