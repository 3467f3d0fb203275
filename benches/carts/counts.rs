//! What one caller waits for who adds to any one of a store's carts, by how many carts there are, of three lines each.

use std::cell::Cell;

use criterion::{BatchSize, BenchmarkId, Criterion};
use trolley_benches::Result;
use trolley_benches::commands::{add, submission};
use trolley_benches::fill::{cart_id, fill, scattered};
use trolley_benches::scale::Scale;
use trolley_benches::shop::{Offers, PRODUCTS, PROFILES, Shop};
use trolley_engine::Submission;

use crate::disk;

/// How many lines each cart has.
const LINES: usize = 3;

pub(crate) fn counts(criterion: &mut Criterion) {
    for (profile, name) in PROFILES {
        let measured =
            Shop::new(profile, disk(), Offers::None).and_then(|shop| measure(criterion, &shop, name));
        assert!(measured.is_ok(), "{measured:?}");
    }
}

fn measure(criterion: &mut Criterion, shop: &Shop, name: &str) -> Result<()> {
    let mut group = criterion.benchmark_group("counts/increase");
    let (mut made, turn) = (0, Cell::new(0));
    for carts in Scale::asked().carts() {
        fill(shop.engine(), made..*carts, LINES)?;
        made = *carts;
        assert_eq!(shop.engine().cart_count()?, made as u64);
        group.bench_function(BenchmarkId::new(name, carts), |bencher| {
            bencher.iter_batched(
                || any_cart(made, &turn),
                |add| {
                    let done = add.and_then(|add| Ok(shop.engine().submit(add)?));
                    let is_there = |receipt: &trolley_engine::Receipt| {
                        let cart = receipt.cart.as_ref();
                        cart.is_some_and(|cart| {
                            cart.lines.len() == LINES && 1 < cart.lines[0].quantity.units()
                        })
                    };
                    assert!(done.as_ref().is_ok_and(is_there), "{done:?}");
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    Ok(())
}

/// One more unit of what a cart has first, whichever comes by chance.
fn any_cart(carts: usize, turn: &Cell<u64>) -> Result<Submission> {
    turn.set(turn.get() + 1);
    let number = usize::try_from(scattered(turn.get()) % carts as u64)?;
    let first = number % (PRODUCTS - LINES + 1);
    Ok(submission(vec![add(&cart_id(number)?, first)?]))
}
