//! The Elastic Path cart API.

mod problem;
mod readings;

pub use readings::Readings;

use crate::dialects::Dialect;

/// The Elastic Path cart API.
pub static DIALECT: Dialect = Dialect {
    name: "elastic_path",
    title: "Elastic Path",
    base_path: "",
    owns: &["/v2", "/oauth"],
    routes: &[],
    request_headers: &["content-type"],
    exposed_headers: &[],
    problem: problem::respond,
};
