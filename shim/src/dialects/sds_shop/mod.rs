//! The SDS shop cart API.

mod show;
mod add;
mod update;
mod remove;
mod clear;
mod caller;
mod body;
mod wire;
mod problem;
mod readings;
mod bench;

use hyper::Method;
use trolley_engine::env::IdForm;

pub use readings::{
    BadToken, GuestTeam, IsNewCart, MergeOnLogin, Price, Readings, RepeatAdd, ThousandsSeparator,
    UnknownGuest, UnusedBody, UpdateOptions,
};

use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route, Secret, SecretForm};

/// The name of the dialect in configuration and keys.
const NAME: &str = "sds_shop";
/// Most bytes of a body.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// The body of a GET or a DELETE: nobody needs it.
const UNUSED_BODY: BodyKind = BodyKind::JsonIf {
    bytes_max: BODY_BYTES_MAX,
    is_read: |config| config.sds_shop.unused_body == UnusedBody::Checked,
};
/// The path of the cart.
const CART: &str = "/api/v1/shop/cart";
/// The path of a product in the cart.
const CART_PRODUCT: &str = "/api/v1/shop/cart/{productSku}";
/// The name of the path's parameter.
const PRODUCT_SKU: &str = "productSku";

/// The SDS shop cart API.
pub static DIALECT: Dialect = Dialect {
    name: NAME,
    title: "SDS shop",
    base_path: "/api/v1",
    owns: &["/api/v1/shop"],
    routes: &[
        Route {
            method: Method::GET,
            path: CART,
            source: "003_2ee86b980955149b, 1. Cart content",
            body: UNUSED_BODY,
            decode: show::decode,
        },
        Route {
            method: Method::DELETE,
            path: CART,
            source: "003_2ee86b980955149b, 5. Delete all items in cart (Clear cart)",
            body: UNUSED_BODY,
            decode: clear::decode,
        },
        Route {
            method: Method::POST,
            path: CART_PRODUCT,
            source: "003_2ee86b980955149b, 2. Add item (product) to cart",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: add::decode,
        },
        Route {
            method: Method::PUT,
            path: CART_PRODUCT,
            source: "003_2ee86b980955149b, 3. Update item (product) to cart",
            body: BodyKind::Json { bytes_max: BODY_BYTES_MAX },
            decode: update::decode,
        },
        Route {
            method: Method::DELETE,
            path: CART_PRODUCT,
            source: "003_2ee86b980955149b, 4. Delete item (product) in cart",
            body: UNUSED_BODY,
            decode: remove::decode,
        },
    ],
    readings: readings::rows::READINGS,
    admit: None,
    idempotency: Idempotency {
        headers: &["idempotency-key"],
        caller: caller::proved,
        meaning: &[caller::CART_ID],
    },
    pages: Pages {
        request_headers: &["authorization", "content-type", "idempotency-key", "x-api-key", "x-cart-id"],
        exposed_headers: &["idempotency-replayed"],
        are_answered: |_| true,
    },
    secrets: &[
        Secret {
            kind: "api_key",
            scopes: &[],
            scopes_default: &[],
            names_customer: false,
            form: SecretForm::Text(""),
        },
        Secret {
            kind: "bearer_token",
            scopes: &[],
            scopes_default: &[],
            names_customer: true,
            form: SecretForm::Text("1|"),
        },
    ],
    line_ids: |_| IdForm::Uuid,
    order_line_ids: |_| IdForm::Uuid,
    demo_seed: include_str!("../../../../fixtures/seed/sds_shop.json"),
    sample: None,
    bench: Some(&bench::BENCH),
    problem: problem::respond,
};

#[cfg(test)]
mod tests;
