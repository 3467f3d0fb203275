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

/// A product of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoProduct {
    /// Its identifier.
    pub id: &'static str,
    /// Its stock keeping unit.
    pub sku: &'static str,
}

const fn product(id: &'static str, sku: &'static str) -> DemoProduct {
    DemoProduct { id, sku }
}

/// Products of the demo whose stock is not counted, so that it cannot run out, and that bring nothing with them.
pub const UNCOUNTED_PRODUCTS: &[DemoProduct] = &[
    product("4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04", "TROLLEY-CARD"),
    product("cmcc0wyj9000anx0kzd46mu9e", "SK-STICKERS"),
    product("prod_gift_card", "GIFT-25"),
    product("df32387b-6ce6-4802-9b90-1126a5c5a54f", "TEE-DANCE"),
    product("23759a57-13c1-4887-9ec2-fb47444751bd", "tshirt-red"),
    product("ffb9024e-82ce-49f8-b2a1-95ce0a452056", "tshirt-blue"),
    product("c7bcf7fd-1fab-4635-8ae0-7f187a9dbbce", "comic-1"),
    product("d9768b40-cf28-406e-bafc-a6d130627eca", "comic-2"),
    product("623b47ee-f43b-45ab-8939-cc6269c323ec", "comic-3"),
    product("d7b79eb8-19d8-45ea-86ed-2324a604dd9c", "game-chess"),
    product("0192ccdd-6d33-4898-87d7-c4d87f2bf8ea", "toy-top"),
    product("a90c7b3e-5f12-4d68-b7a4-6e0d1c9f8235", "pencil"),
    product("f4b85d20-1e63-4a9c-8c17-d93e5a7062b8", "tea"),
];
