//! All tests of the engine and the server that need more than one module of one of them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails says so by panicking"
)]

mod contract;
mod readings;
mod conformance;
mod model;
mod corpus;
mod parallel;
mod races;
mod four_views;
mod finished;
mod ordering;
mod limits;
mod bodies;
mod kill;
mod clock;
mod retrying;
mod stopping;
mod cuts;
mod faults;
mod failing_disks;
mod keys;
mod abuse;
mod origin;
mod authority;
mod attacks;
mod archive;
mod smuggling;
mod crowd;
mod places;
mod texts;
mod unit;
mod security_page;
mod files;
mod backups;
mod serve;
mod bench;
mod till;
mod readme;
mod journeys;
mod tidy;
mod goods;
mod deals;
mod shop;
mod pasted;
