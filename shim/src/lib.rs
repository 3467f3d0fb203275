//! Trolley's server: four documented cart APIs over one cart engine.

pub mod config;
pub mod dialects;
pub mod exchange;
pub mod json;
pub mod keyring;
pub mod router;
pub mod server;
