//! The SDS shop cart API.

mod problem;
mod readings;

pub use readings::Readings;

use crate::dialects::Dialect;

/// The SDS shop cart API.
pub static DIALECT: Dialect = Dialect {
    name: "sds_shop",
    title: "SDS shop",
    base_path: "/api/v1",
    owns: &["/api/v1/shop"],
    routes: &[],
    request_headers: &["content-type"],
    exposed_headers: &[],
    problem: problem::respond,
};
