//! The StateSet cart API, `/v1/carts`. Knows StateSet's words and no rule of carts.
//!
//! Of several faults the first in this order is answered: the size of the body (413), the key (401), its scope (403),
//! the body's media type (415), the body as a whole and then its members in the order of the document (400; a
//! `price_override` without its scope is 403 in its place), and last what only the engine knows: the customer, the
//! cart, its status, and each line in turn (404, 422). So nobody without a key learns what is there.

mod add_lines;
mod create_cart;
mod get_cart;
mod list_carts;
mod update_line;
mod remove_line;
mod clear_cart;
mod apply_coupon;
mod remove_coupon;
mod merge_carts;
mod checkout;
mod payment_method;
mod order_body;
mod delete_cart;
mod access;
mod address;
mod path;
mod query;
mod fields;
mod line_to_add;
mod cart_body;
mod changed_cart;
mod stage;
mod delivery;
mod discounts;
mod taxes;
mod inventory;
mod request_id;
mod rate_limit;
mod problem;
mod readings;
mod bench;

use hyper::Method;
use trolley_engine::env::IdForm;

pub use readings::{CartDelete, DefaultShipping, KeptSource, Readings, UnknownKeys};

use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route, Secret, SecretForm};

/// Most bytes a body may have: 64 KiB.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// The StateSet cart API.
pub static DIALECT: Dialect = Dialect {
    name: "stateset",
    title: "StateSet",
    base_path: "/v1",
    owns: &["/v1/carts"],
    routes: &[
        Route {
            method: Method::POST,
            path: "/v1/carts/{id}/items",
            source: "002_9a03df3278c5038c, POST /v1/carts/:id/items",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: add_lines::decode,
        },
        Route {
            method: Method::POST,
            path: "/v1/carts",
            source: "stateset.md, 3.2 Create",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: create_cart::decode,
        },
        Route {
            method: Method::GET,
            path: "/v1/carts/{id}",
            source: "stateset.md, 3.3 Get",
            body: BodyKind::Ignored,
            decode: get_cart::decode,
        },
        Route {
            method: Method::GET,
            path: "/v1/carts",
            source: "stateset.md, 3.7 List",
            body: BodyKind::Ignored,
            decode: list_carts::decode,
        },
        Route {
            method: Method::PUT,
            path: "/v1/carts/{id}/items/{item_id}",
            source: "stateset.md, 3.4 Update item",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: update_line::decode,
        },
        Route {
            method: Method::PATCH,
            path: "/v1/carts/{id}/items/{item_id}",
            source: "stateset.md, 3.4 Update item",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: update_line::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v1/carts/{id}/items/{item_id}",
            source: "stateset.md, 3.5 Remove item",
            body: BodyKind::Ignored,
            decode: remove_line::decode,
        },
        Route {
            method: Method::POST,
            path: "/v1/carts/{id}/clear",
            source: "stateset.md, 3.6 Clear",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: clear_cart::decode,
        },
        Route {
            method: Method::POST,
            path: "/v1/carts/{id}/coupons",
            source: "stateset.md, 3.8 Apply coupon",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: apply_coupon::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v1/carts/{id}/coupons/{code}",
            source: "stateset.md, 3.11 Not in the docs, coupon removal",
            body: BodyKind::Ignored,
            decode: remove_coupon::decode,
        },
        Route {
            method: Method::DELETE,
            path: "/v1/carts/{id}",
            source: "stateset.md, 3.11 Not in the docs, cart delete",
            body: BodyKind::Ignored,
            decode: delete_cart::decode,
        },
        Route {
            method: Method::POST,
            path: "/v1/carts/{id}/merge",
            source: "stateset.md, 3.9 Merge",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: merge_carts::decode,
        },
        Route {
            method: Method::POST,
            path: "/v1/carts/{id}/checkout",
            source: "stateset.md, 3.10 Checkout",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: checkout::decode,
        },
    ],
    readings: readings::READINGS,
    admit: Some(rate_limit::admit),
    idempotency: Idempotency {
        headers: &["idempotency-key", "x-idempotency-key"],
        caller: Idempotency::by_token,
        meaning: &[],
    },
    pages: Pages {
        request_headers: &[
            "authorization",
            "content-type",
            "idempotency-key",
            "x-api-version",
            "x-idempotency-key",
            "x-request-id",
        ],
        exposed_headers: &[
            "idempotency-replayed",
            "retry-after",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "x-ratelimit-retry-after",
            "x-request-id",
        ],
        are_answered: |_| true,
    },
    secrets: &[Secret {
        kind: access::KIND,
        scopes: access::SCOPES,
        scopes_default: access::SCOPES_DEFAULT,
        names_customer: false,
        form: SecretForm::Text("sk_test_"),
    }],
    line_ids: |_| IdForm::Prefixed("ci_"),
    order_line_ids: |_| IdForm::Prefixed("oi_"),
    demo_seed: include_str!("../../../../fixtures/seed/stateset.json"),
    sample: None,
    bench: Some(&bench::BENCH),
    problem: problem::respond,
};
