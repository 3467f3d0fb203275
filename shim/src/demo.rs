//! The demo catalog: the source documents' own products, customers, keys and carts, and some more to shop with.

use trolley_engine::domain::key::Key;

use crate::keyring::digest;
use crate::seed::{Seed, SeedError};

/// The seeds of the demo catalog by name, in order.
pub const DEMO: &[(&str, &str)] = &[
    ("demo", include_str!("../../fixtures/seed/demo.json")),
    ("storekit", include_str!("../../fixtures/seed/storekit.json")),
    ("stateset", include_str!("../../fixtures/seed/stateset.json")),
    ("sds_shop", include_str!("../../fixtures/seed/sds_shop.json")),
    ("elastic_path", include_str!("../../fixtures/seed/elastic_path.json")),
];

/// The key that the request to try first carries, as its document prints it.
const KEY: &str = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";

/// The seeds of the demo catalog.
///
/// # Errors
///
/// [`SeedError::Invalid`] where one is not a seed.
pub fn seeds() -> Result<Vec<Seed>, SeedError> {
    DEMO.iter().map(|(name, text)| Seed::parse(name, text)).collect()
}

/// A command line that puts a demo product into a cart of the server at this address; none where the server's keys are
/// not the demo's.
#[must_use]
pub fn first_request(base_url: &str, keys: &[Key]) -> Option<String> {
    let digest = digest(KEY);
    keys.iter().any(|key| key.digest == digest).then(|| {
        format!(
            "curl {base_url}/v1/cart -H 'x-api-key: {KEY}' -H 'Content-Type: application/json' \
             -d '{{\"productId\":\"cmc36x85s0007nx0koog2cn0b\",\"quantity\":2}}'"
        )
    })
}
