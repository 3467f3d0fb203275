//! What it costs to write the record of a cart or a product, and to read it back.

use criterion::{BenchmarkId, Criterion, Throughput};
use trolley_benches::Result;
use trolley_benches::pricing::cart;
use trolley_benches::shop::{Offers, catalog};
use trolley_engine::records::{decode_cart, decode_product, encode_cart, encode_product};

use crate::LINES;

/// Under which internal key a cart stands.
const KEY: u64 = 1;

pub(crate) fn records(criterion: &mut Criterion) {
    let measured = carts(criterion).and_then(|()| products(criterion));
    assert!(measured.is_ok(), "{measured:?}");
}

fn carts(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("records/cart");
    for lines in LINES {
        let cart = cart(lines, true)?;
        let bytes = encode_cart(KEY, &cart)?;
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(BenchmarkId::new("encode", lines), |bencher| {
            bencher.iter(|| assert!(encode_cart(KEY, &cart).is_ok_and(|encoded| encoded == bytes)));
        });
        group.bench_function(BenchmarkId::new("decode", lines), |bencher| {
            bencher.iter(|| assert!(decode_cart(KEY, &bytes).is_ok_and(|decoded| decoded == cart)));
        });
    }
    group.finish();
    Ok(())
}

fn products(criterion: &mut Criterion) -> Result<()> {
    let mut group = criterion.benchmark_group("records/product");
    let catalog = catalog(1, Offers::None)?;
    for product in &catalog.products {
        let bytes = encode_product(product)?;
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("encode", |bencher| {
            bencher.iter(|| assert!(encode_product(product).is_ok_and(|encoded| encoded == bytes)));
        });
        group.bench_function("decode", |bencher| {
            let decode = || decode_product(&product.id, &bytes);
            bencher.iter(|| assert!(decode().is_ok_and(|decoded| decoded == *product)));
        });
    }
    group.finish();
    Ok(())
}
