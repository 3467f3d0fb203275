//! The demo catalog: the source documents' own products, customers, keys and carts, and some more to shop with.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use trolley_engine::domain::key::{KeyDigest, Keys};

use crate::dialects::DIALECTS;
use crate::keyring::digest;
use crate::seed::{Seed, SeedError};

/// What the dialects' parts build on: the store, its currencies, and products to shop with.
const COMMON: (&str, &str) = ("demo", include_str!("../../fixtures/seed/demo.json"));

/// The seeds of the demo catalog by name, in order.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(COMMON).chain(DIALECTS.iter().map(|dialect| (dialect.name, dialect.demo_seed)))
}

/// The seeds of the demo catalog.
///
/// # Errors
///
/// [`SeedError::Invalid`] where one is not a seed.
pub fn seeds() -> Result<Vec<Seed>, SeedError> {
    texts().map(|(name, text)| Seed::parse(name, text)).collect()
}

/// The digests of the demo's keys.
static KEYS: LazyLock<BTreeSet<KeyDigest>> = LazyLock::new(|| {
    let seeds = seeds().unwrap_or_default();
    seeds.iter().filter_map(|seed| seed.keys().ok()).flatten().map(|key| key.digest).collect()
});

/// Whether the key of this digest is one of the demo's, which everybody knows.
#[must_use]
pub fn has_key(digest: KeyDigest) -> bool {
    KEYS.contains(&digest)
}

/// A command line that asks something of the server at this address; none where the server's keys are not the demo's.
#[must_use]
pub fn first_request(base_url: &str, keys: &Keys) -> Option<String> {
    let samples = DIALECTS.iter().filter_map(|dialect| dialect.sample.as_ref());
    let mut known =
        samples.filter(|sample| keys.find(digest(sample.key)).is_some_and(|key| key.revoked_at.is_none()));
    known.next().map(|sample| (sample.curl)(base_url))
}
