//! Our own API for whoever keeps the server, below `/_trolley`: how it is, and who may ask it. Tills have another,
//! [`till`](super::till), with keys of their own: who sells need not be who administers.
//!
//! Words and refusals are as there.

mod access;
pub(crate) mod backups;
mod health;
pub(crate) mod keys;

use hyper::Method;
use trolley_engine::env::IdForm;

use super::till::problem;
use crate::dialects::{BodyKind, Dialect, Idempotency, Pages, Route, Secret, SecretForm};
use crate::exchange::{Context, Plan, Request, Response};

/// Most bytes a body may have.
const BODY_BYTES_MAX: usize = 16 * 1024;
/// The demo's key. Known to everybody, and good only where the demo catalog is.
pub(crate) const DEMO_KEY: &str = "demo-admin";
/// Where all of it is described.
const SOURCE: &str = "ours, administration";

/// Our own API for whoever keeps the server.
pub static DIALECT: Dialect = Dialect {
    name: "admin",
    title: "Admin",
    base_path: "/_trolley",
    owns: &["/_trolley/health", "/_trolley/keys", "/_trolley/backups"],
    routes: &[
        route(Method::GET, "/_trolley/health", health::decode),
        route(Method::GET, "/_trolley/keys", keys::list::decode),
        route(Method::POST, "/_trolley/keys", keys::create::decode),
        route(Method::DELETE, "/_trolley/keys/{id}", keys::revoke::decode),
        route(Method::GET, "/_trolley/backups", backups::list),
        route(Method::POST, "/_trolley/backups", backups::make),
    ],
    readings: &[],
    admit: None,
    idempotency: Idempotency { headers: &["idempotency-key"], caller: Idempotency::by_token, meaning: &[] },
    pages: Pages { request_headers: &[], exposed_headers: &[], are_answered: |_| false },
    secrets: &[Secret {
        kind: access::KIND,
        scopes: &[],
        scopes_default: &[],
        names_customer: false,
        form: SecretForm::Text("adm_"),
    }],
    line_ids: |_| IdForm::Uuid,
    order_line_ids: |_| IdForm::Uuid,
    demo_seed: include_str!("../../../../fixtures/seed/admin.json"),
    sample: None,
    bench: None,
    problem: problem::respond,
};

/// An endpoint; those that post take a body.
const fn route(
    method: Method,
    path: &'static str,
    decode: fn(&Request, &Context) -> Result<Plan, Response>,
) -> Route {
    let body = match method {
        Method::POST => BodyKind::Json { bytes_max: BODY_BYTES_MAX },
        _ => BodyKind::Ignored,
    };
    Route { method, path, source: SOURCE, body, decode }
}
