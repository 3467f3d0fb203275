//! The StoreKit cart API.

mod problem;
mod readings;

pub use readings::Readings;

use crate::dialects::Dialect;

/// The StoreKit cart API.
pub static DIALECT: Dialect = Dialect {
    name: "storekit",
    title: "StoreKit",
    base_path: "/v1",
    owns: &["/v1/cart", "/v1/auth"],
    routes: &[],
    request_headers: &["content-type"],
    exposed_headers: &[],
    problem: problem::respond,
};
