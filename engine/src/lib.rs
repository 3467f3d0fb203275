//! Trolley's engine: shopping carts in one file on disk, or in memory.

pub mod domain;
pub mod engine;
pub mod env;
pub mod error;
mod view;

pub use domain::access::Principal;
pub use domain::command::Command;
pub use domain::quantity::Quantity;
pub use domain::time::Timestamp;
pub use error::{Error, StoreError};
pub use view::{CartView, LineView};
