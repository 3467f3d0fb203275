//! What one caller waits for who does one thing to a cart, by how many lines it has.

use criterion::{BatchSize, BenchmarkId, Criterion};
use trolley_benches::Result;
use trolley_benches::operation::{Operation, Repeated};
use trolley_benches::shop::{Offers, PROFILES, Shop};

use crate::{LINES, disk};

pub(crate) fn lines(criterion: &mut Criterion) {
    for (profile, name) in PROFILES {
        let measured = Shop::new(profile, disk(), Offers::None).and_then(|shop| {
            Operation::ALL
                .into_iter()
                .try_for_each(|operation| measure(criterion, (&shop, Offers::None), operation, name))
        });
        assert!(measured.is_ok(), "{measured:?}");
    }
}

/// Measures an operation in a shop, whose `name` stands in what comes of it.
pub(crate) fn measure(
    criterion: &mut Criterion,
    (shop, offers): (&Shop, Offers),
    operation: Operation,
    name: &str,
) -> Result<()> {
    let mut group = criterion.benchmark_group(format!("carts/{}", operation.name()));
    for lines in LINES {
        let id = format!("{}-{lines}", operation.name());
        let repeated = Repeated::new((shop, offers), operation, lines, &id)?;
        group.bench_function(BenchmarkId::new(name, lines), |bencher| {
            bencher.iter_batched(
                || repeated.lay_out(),
                |time| {
                    let done = time.and_then(|time| repeated.run(shop.engine(), time));
                    assert!(done.is_ok(), "{done:?}");
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    Ok(())
}
