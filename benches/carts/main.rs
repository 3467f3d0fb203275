//! What everything costs that the engine and the dialects do, on the disk that the build is on. Profiles stand in the
//! names, and are never mixed.
//!
//! `cargo bench -p trolley-benches` runs all of it; `-- --test` does each once; `-- NAME` only what has this in its name. With
//! `TROLLEY_BENCH_FULL=1` the catalog has a million products, and a store up to a million carts.

mod lines;
mod offers;
mod callers;
mod counts;
mod catalog;
mod pricing;
mod records;
mod dialects;

use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

/// By how many lines carts are measured.
const LINES: [usize; 4] = [1, 10, 50, 100];

/// Where files are: on the disk that the build is on, which the folder for temporary files need not be.
fn disk() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

criterion_group! {
    name = carts;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = lines::lines, offers::offers, callers::callers, pricing::pricing, records::records,
        dialects::dialects
}
criterion_group! {
    name = large;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(2));
    targets = counts::counts, catalog::catalog
}
criterion_main!(carts, large);
