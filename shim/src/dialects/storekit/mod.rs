//! The StoreKit cart API.

mod add;
mod caller;
mod issue;
mod list;
mod merge;
mod problem;
mod readings;
mod remove;
mod schema;
mod bench;

use hyper::Method;
use trolley_engine::env::IdForm;

pub use readings::{
    Duplicate, Errors, InvalidKey, MissingProduct, Preflights, Price, QuantityRule, Readings, Sessions,
    WholeNumbers,
};

use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route, Sample, Secret, SecretForm};

/// The name of the dialect in configuration and keys.
const NAME: &str = "storekit";
/// Most bytes of a body.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// The path of the cart.
const CART: &str = "/v1/cart";
/// The path by which a guest's cart becomes a customer's.
const MERGE: &str = "/v1/auth/merge-guest-data";

/// The StoreKit cart API.
pub static DIALECT: Dialect = Dialect {
    name: NAME,
    title: "StoreKit",
    base_path: "/v1",
    owns: &[CART, MERGE],
    routes: &[
        Route {
            method: Method::GET,
            path: CART,
            source: "001_26dc9e328a4a0fd3, Get Cart Items",
            body: BodyKind::Ignored,
            decode: list::decode,
        },
        Route {
            method: Method::POST,
            path: CART,
            source: "000_c2a3ee2bbe47592c, Add to Cart",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: add::decode,
        },
        Route {
            method: Method::DELETE,
            path: CART,
            source: "storekit.md, 3. DELETE /v1/cart",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: remove::decode,
        },
        Route {
            method: Method::POST,
            path: MERGE,
            source: "storekit.md, 4. POST /v1/auth/merge-guest-data",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: merge::decode,
        },
    ],
    readings: readings::rows::READINGS,
    admit: None,
    idempotency: Idempotency { headers: &["idempotency-key"], caller: caller::proved, meaning: &[] },
    pages: Pages {
        request_headers: &["content-type", "idempotency-key", "x-api-key", "x-guest-token", "x-customer-id"],
        exposed_headers: &["idempotency-replayed", "x-guest-token"],
        are_answered: |config| config.storekit.preflights == Preflights::Answered,
    },
    secrets: &[Secret {
        kind: "api_key",
        scopes: &[],
        scopes_default: &[],
        names_customer: false,
        form: SecretForm::Text("sk_live_"),
    }],
    line_ids: IdForm::Cuid,
    order_line_ids: IdForm::Cuid,
    demo_seed: include_str!("../../../../fixtures/seed/storekit.json"),
    sample: Some(Sample { key: DEMO_KEY, curl: sample }),
    bench: Some(&bench::BENCH),
    problem: problem::respond,
};

#[cfg(test)]
mod tests;

/// The key of the demo, as the documents print it.
const DEMO_KEY: &str = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";

/// The printed request of document 000_c2a3ee2bbe47592c.
fn sample(base_url: &str) -> String {
    format!(
        "curl {base_url}/v1/cart -H 'x-api-key: {DEMO_KEY}' -H 'Content-Type: application/json' \
         -d '{{\"productId\":\"cmc36x85s0007nx0koog2cn0b\",\"quantity\":2}}'"
    )
}
