//! What a cart costs: without promotions and taxes, and with five of the one and one of the other on each line.

use criterion::{BenchmarkId, Criterion};
use trolley_benches::pricing::{AT, cart, five_promotions};
use trolley_engine::domain::id::InvalidId;
use trolley_engine::domain::pricing::price;
use trolley_engine::domain::promotion::Promotions;

/// How many lines, and what they cost together: without anything, and with promotions and taxes.
const CARTS: [(usize, i64, i64); 3] = [(1, 1_000, 972), (10, 35_735, 35_487), (100, 856_850, 733_891)];

pub(crate) fn pricing(criterion: &mut Criterion) {
    let measured = measure(criterion);
    assert!(measured.is_ok(), "{measured:?}");
}

fn measure(criterion: &mut Criterion) -> Result<(), InvalidId> {
    let mut group = criterion.benchmark_group("pricing/price");
    let (none, five) = (Promotions::default(), five_promotions()?);
    for (lines, plain_total, promoted_total) in CARTS {
        for (name, promotions, total) in
            [("plain", &none, plain_total), ("five_promotions_and_taxes", &five, promoted_total)]
        {
            let cart = cart(lines, !promotions.is_empty())?;
            group.bench_function(BenchmarkId::new(name, lines), |bencher| {
                bencher.iter(|| {
                    let priced = price(&cart, promotions, AT);
                    assert_eq!(priced.map(|priced| priced.total), Ok(total));
                });
            });
        }
    }
    group.finish();
    Ok(())
}
