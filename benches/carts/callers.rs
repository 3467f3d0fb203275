//! How much callers get done who add at the same time, each to a cart of ten lines, or all to one.

use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, measurement::WallTime};
use trolley_benches::Result;
use trolley_benches::callers::add_at_once;
use trolley_benches::shop::{Offers, PROFILES, Shop};
use trolley_engine::domain::id::CartId;

use crate::disk;

/// How many callers at once.
const CALLERS: [usize; 4] = [1, 8, 64, 256];
/// How many lines each cart has.
const LINES: usize = 10;

pub(crate) fn callers(criterion: &mut Criterion) {
    for (profile, name) in PROFILES {
        let measured =
            Shop::new(profile, disk(), Offers::None).and_then(|shop| measure(criterion, &shop, name));
        assert!(measured.is_ok(), "{measured:?}");
    }
}

fn measure(criterion: &mut Criterion, shop: &Shop, name: &str) -> Result<()> {
    let mut group = criterion.benchmark_group("callers/increase");
    for callers in CALLERS {
        let cart = |caller| shop.cart(&format!("caller-{callers}-{caller}"), LINES);
        let own: Vec<CartId> = (0..callers).map(cart).collect::<Result<_>>()?;
        group.throughput(Throughput::Elements(callers as u64));
        bench(&mut group, shop, &own, BenchmarkId::new(format!("{name}/a_cart_each"), callers));
    }
    for callers in CALLERS {
        let one = vec![shop.cart(&format!("one-{callers}"), LINES)?; callers];
        group.throughput(Throughput::Elements(callers as u64));
        bench(&mut group, shop, &one, BenchmarkId::new(format!("{name}/one_cart"), callers));
    }
    group.finish();
    Ok(())
}

fn bench(group: &mut BenchmarkGroup<'_, WallTime>, shop: &Shop, carts: &[CartId], id: BenchmarkId) {
    group.bench_function(id, |bencher| {
        bencher.iter_custom(|times| {
            let units = || units(shop, carts);
            let before = units();
            let waited = add_at_once(shop.engine(), carts, times);
            assert!(waited.is_ok(), "{waited:?}");
            let added = units().zip(before).map(|(after, before)| after - before);
            assert_eq!(added, Some(times * carts.len() as u64), "units are lost, or there are too many");
            waited.map(|waited| waited.elapsed).unwrap_or_default()
        });
    });
}

/// How many units the first lines of all these carts have, each cart counted once.
fn units(shop: &Shop, carts: &[CartId]) -> Option<u64> {
    let mut carts: Vec<&CartId> = carts.iter().collect();
    carts.dedup();
    let units = |cart: &CartId| Some(shop.read(cart).ok()?.cart.lines.first()?.quantity.units());
    carts.into_iter().map(|cart| units(cart).map(u64::from)).sum()
}
