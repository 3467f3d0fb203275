//! The StateSet cart API.

mod problem;
mod readings;

pub use readings::Readings;

use crate::dialects::Dialect;

/// The StateSet cart API.
pub static DIALECT: Dialect = Dialect {
    name: "stateset",
    title: "StateSet",
    base_path: "/v1",
    owns: &["/v1/carts"],
    routes: &[],
    request_headers: &["content-type"],
    exposed_headers: &[],
    problem: problem::respond,
};
