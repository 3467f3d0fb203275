//! How long it takes to bring a large catalog into a new store, in the order of the products' identifiers and in none.

use criterion::{BenchmarkId, Criterion, Throughput};
use trolley_benches::Result;
use trolley_benches::commands::submission;
use trolley_benches::fill::scattered;
use trolley_benches::scale::Scale;
use trolley_benches::shop::{Offers, PROFILES, open};
use trolley_benches::stopwatch::timed;
use trolley_engine::domain::command::import::Import;
use trolley_engine::{Command, Profile, Submission};

use crate::disk;

pub(crate) fn catalog(criterion: &mut Criterion) {
    let measured = measure(criterion, Scale::asked().products());
    assert!(measured.is_ok(), "{measured:?}");
}

fn measure(criterion: &mut Criterion, products: usize) -> Result<()> {
    let sorted = trolley_benches::shop::catalog(products, Offers::None)?;
    let mut shuffled = sorted.clone();
    let mut place = 0_u64;
    shuffled.products.sort_by_cached_key(|_| {
        place += 1;
        scattered(place)
    });
    let mut group = criterion.benchmark_group("catalog/import");
    group.throughput(Throughput::Elements(products as u64));
    for (profile, name) in PROFILES {
        for (order, import) in [("sorted", &sorted), ("shuffled", &shuffled)] {
            group.bench_function(BenchmarkId::new(format!("{name}/{order}"), products), |bencher| {
                bencher.iter_custom(|times| {
                    (0..times)
                        .map(|_| {
                            let taken = bring(profile, import);
                            assert!(taken.is_ok(), "{taken:?}");
                            taken.unwrap_or_default()
                        })
                        .sum()
                });
            });
        }
    }
    group.finish();
    Ok(())
}

/// How long one import takes into a store that is new.
fn bring(profile: Profile, import: &Import) -> Result<std::time::Duration> {
    let (engine, folder) = open(profile, disk())?;
    let submission: Submission = submission(vec![Command::Import(Box::new(import.clone()))]);
    let (_, taken) = timed(|| engine.submit(submission))?;
    assert_eq!(engine.product_count()?, import.products.len() as u64);
    engine.close()?;
    drop(folder);
    Ok(taken)
}
