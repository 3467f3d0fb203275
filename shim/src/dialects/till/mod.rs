//! Our own API for tills, below `/_trolley`: carts of whichever API, what is parked of them, and taking it up again.
//!
//! No vendor has written it, so that its words are the engine's own. Amounts are whole minor units of the cart's currency,
//! times are RFC 3339 in UTC, and a refusal is `{"error": {"code": ..., "message": ...}}`.
//!
//! Of several faults the first in this order is answered: the key (401), the media type of the body (415), the body, the
//! path's identifier and the query (400, 404), and last what only the engine knows (404, 409, 422). So nobody without a
//! key learns what is there.

mod list_carts;
mod get_cart;
mod delete_cart;
mod park_cart;
mod list_parked;
mod get_parked;
mod resume_parked;
mod delete_parked;
mod access;
pub(crate) mod body;
pub(crate) mod paging;
pub(crate) mod problem;
pub(crate) mod wire;

use hyper::Method;
use trolley_engine::env::IdForm;

use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route, Secret, SecretForm};

/// Most bytes a body may have: 16 KiB, enough for the longest note whatever its spelling.
const BODY_BYTES_MAX: usize = 16 * 1024;
/// Where all of it is described.
const SOURCE: &str = "ours, hold and resume";
/// The demo's key. Known to everybody, and good only where the demo catalog is.
pub(crate) const DEMO_KEY: &str = "demo-operator";
/// What the identifiers of what is parked begin with.
pub(crate) const PARKED_PREFIX: &str = "park_";

/// Our own API for tills.
pub static DIALECT: Dialect = Dialect {
    name: "till",
    title: "Till",
    base_path: "/_trolley",
    owns: &["/_trolley"],
    routes: &[
        route(Method::GET, "/_trolley/carts", list_carts::decode),
        route(Method::GET, "/_trolley/carts/{id}", get_cart::decode),
        route(Method::DELETE, "/_trolley/carts/{id}", delete_cart::decode),
        route(Method::POST, "/_trolley/carts/{id}/park", park_cart::decode),
        route(Method::GET, "/_trolley/parked", list_parked::decode),
        route(Method::GET, "/_trolley/parked/{id}", get_parked::decode),
        route(Method::DELETE, "/_trolley/parked/{id}", delete_parked::decode),
        route(Method::POST, "/_trolley/parked/{id}/resume", resume_parked::decode),
    ],
    readings: &[],
    admit: None,
    idempotency: Idempotency { headers: &["idempotency-key"], caller: Idempotency::by_token, meaning: &[] },
    pages: Pages {
        request_headers: &["authorization", "content-type", "idempotency-key"],
        exposed_headers: &["idempotency-replayed"],
        are_answered: |_| true,
    },
    secrets: &[Secret {
        kind: access::KIND,
        scopes: &[],
        scopes_default: &[],
        names_customer: false,
        form: SecretForm::Text("op_"),
    }],
    line_ids: |_| IdForm::Uuid,
    order_line_ids: |_| IdForm::Uuid,
    demo_seed: include_str!("../../../../fixtures/seed/till.json"),
    sample: None,
    bench: None,
    problem: problem::respond,
};

type Decode = fn(
    &crate::exchange::Request,
    &crate::exchange::Context,
) -> Result<crate::exchange::Plan, crate::exchange::Response>;

/// An endpoint; those that post take a body.
const fn route(method: Method, path: &'static str, decode: Decode) -> Route {
    let body = match method {
        Method::POST => BodyKind::Json { bytes_max: BODY_BYTES_MAX },
        _ => BodyKind::Ignored,
    };
    Route { method, path, source: SOURCE, body, decode }
}
