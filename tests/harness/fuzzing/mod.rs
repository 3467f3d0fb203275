//! What fuzzers feed: functions of any bytes, which panic where the engine or the server does something wrong with them.
//!
//! The fuzzers are in `tests/fuzz`, a package of its own; `suite/corpus.rs` feeds these functions all that the fuzzers have
//! kept. Nothing here depends on the clock, on chance, or on what was fed before.

mod bytes;
mod counted;
mod exchange;
mod mutation;
mod opening;
mod records;
mod seeds;
mod sheet;
mod story;
mod wire;
mod world;

use trolley::dialects::DIALECTS;

pub use bytes::Bytes;
pub use mutation::mutate;
pub use opening::opening;
pub use records::records;
pub use seeds::write_seeds;
pub use sheet::Sheet;
pub use wire::router;

/// A function of any bytes, by the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// All functions but that of commands, which is fed by the suite's model.
pub const TARGETS: &[Target] = &[
    ("storekit", storekit),
    ("stateset", stateset),
    ("sds_shop", sds_shop),
    ("elastic_path", elastic_path),
    ("till", till),
    ("one_cart", one_cart),
    ("router", router),
    ("records", records),
    ("opening", opening),
];

/// A story told to StoreKit.
pub fn storekit(data: &[u8]) {
    story::tell(data, &["storekit"]);
}

/// A story told to StateSet.
pub fn stateset(data: &[u8]) {
    story::tell(data, &["stateset"]);
}

/// A story told to SDS.
pub fn sds_shop(data: &[u8]) {
    story::tell(data, &["sds_shop"]);
}

/// A story told to Elastic Path.
pub fn elastic_path(data: &[u8]) {
    story::tell(data, &["elastic_path"]);
}

/// A story told to the APIs of our own.
pub fn till(data: &[u8]) {
    story::tell(data, &["till", "admin"]);
}

/// A story told to all APIs: what one has made of a cart, the others must take.
pub fn one_cart(data: &[u8]) {
    let dialects: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
    story::tell(data, &dialects);
}
