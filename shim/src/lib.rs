//! Trolley's server: four documented cart APIs over one cart engine.

pub mod amount;
pub mod archive;
pub mod backups;
pub mod cli;
pub mod config;
pub mod demo;
pub mod dialects;
pub mod exchange;
pub mod guest;
pub mod json;
pub mod keyring;
mod load;
pub mod quantity;
pub mod rate;
pub mod router;
pub mod seed;
pub mod server;

pub use cli::run;
