//! What the benchmarks, the instruction counts and the curves share: shops with carts of known sizes, what is done to them,
//! and whoever does it.

pub mod commands;
pub mod shop;
pub mod pricing;
pub mod operation;
pub mod callers;
pub mod fill;
pub mod dialects;
pub mod scale;
pub mod stopwatch;
pub mod machine;

use std::error::Error;

/// Why something could not be measured.
pub type Failed = Box<dyn Error + Send + Sync>;
/// What was measured, or why it could not be.
pub type Result<T, E = Failed> = std::result::Result<T, E>;
