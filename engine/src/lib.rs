//! Trolley's engine: shopping carts in one file on disk, or in memory.
//!
//! Open an [`Engine`], submit [`Command`]s to it, get receipts. The rules are in [`domain`], pure functions over values;
//! the store keeps what they decide. Nothing here knows HTTP or JSON.

pub mod archive;
pub mod domain;
pub mod engine;
pub mod env;
pub mod error;
pub mod records;
pub mod epochs;
mod options;
mod progress;
mod view;
mod writer;
mod store;

pub use domain::access::Principal;
pub use domain::command::Command;
pub use domain::quantity::Quantity;
pub use domain::time::Timestamp;
pub use engine::backup::CopyError;
pub use engine::backups::{Backup, Backups};
pub use engine::check::CheckReport;
pub use engine::digest::StateDigest;
pub use engine::searching::Searched;
pub use engine::trying::Trial;
pub use engine::{Engine, LineIds, Receipt, Submission};
pub use error::{Error, StoreError};
pub use options::{HEAL_TRIES, Options, Profile, Regather, SpareRoom};
pub use progress::{Phase, Progress};
pub use store::check::Fault;
pub use view::{CartView, LineView, Listed, Page, ParkedView};
