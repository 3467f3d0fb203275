//! What one caller waits for: adding a new line, raising a line's quantity, reading a cart; by how many lines the cart
//! has then, in memory and on the disk that the build is on. And what everything waits for that shows a cart: its price.

mod pricing;

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use trolley_benches::{SetUpError, Shop};
use trolley_engine::Profile;

const LINES: [usize; 3] = [1, 10, 100];
const PROFILES: [(Profile, &str); 2] = [(Profile::Memory, "memory"), (Profile::Durable, "durable")];

fn carts(criterion: &mut Criterion) {
    for (profile, name) in PROFILES {
        let measured = Shop::new(profile, Path::new(env!("CARGO_TARGET_TMPDIR"))).and_then(|shop| {
            add_a_new_line(criterion, &shop, name)?;
            increase_a_line(criterion, &shop, name)?;
            read(criterion, &shop, name)
        });
        assert!(measured.is_ok(), "{measured:?}");
    }
}

fn add_a_new_line(criterion: &mut Criterion, shop: &Shop, profile: &str) -> Result<(), SetUpError> {
    let mut group = criterion.benchmark_group("carts/add_line");
    let made = Cell::new(0_u64);
    for lines in LINES {
        group.bench_function(BenchmarkId::new(profile, lines), |bencher| {
            bencher.iter_batched(
                || {
                    made.set(made.get() + 1);
                    shop.cart(&format!("add-{lines}-{}", made.get()), lines - 1)
                },
                |cart| {
                    let cart = cart.and_then(|cart| shop.add(&cart, lines - 1));
                    assert!(cart.is_ok_and(|cart| cart.lines.len() == lines));
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    Ok(())
}

fn increase_a_line(criterion: &mut Criterion, shop: &Shop, profile: &str) -> Result<(), SetUpError> {
    let mut group = criterion.benchmark_group("carts/increase_line");
    for lines in LINES {
        let cart = shop.cart(&format!("increase-{lines}"), lines)?;
        let mut quantity = 1;
        group.bench_function(BenchmarkId::new(profile, lines), |bencher| {
            bencher.iter(|| {
                quantity += 1;
                let cart = shop.add(&cart, 0);
                assert!(cart.is_ok_and(|cart| cart.lines[0].quantity.units() == quantity));
            });
        });
    }
    group.finish();
    Ok(())
}

fn read(criterion: &mut Criterion, shop: &Shop, profile: &str) -> Result<(), SetUpError> {
    let mut group = criterion.benchmark_group("carts/read");
    for lines in LINES {
        let cart = shop.cart(&format!("read-{lines}"), lines)?;
        group.bench_function(BenchmarkId::new(profile, lines), |bencher| {
            bencher.iter(|| assert!(shop.lines_read(&cart).is_ok_and(|read| read == lines)));
        });
    }
    group.finish();
    Ok(())
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = carts, pricing::pricing
}
criterion_main!(benches);
