//! What can be set: flags over the environment over a file over the documented defaults.

mod load;
mod explain;
pub(crate) mod nearest;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use trolley_engine::Profile as EngineProfile;

pub use explain::Invalid;
pub use load::{ConfigError, Flags, Sources};

use crate::dialects::{elastic_path, sds_shop, stateset, storekit};

/// The port where nothing else is said: C-A-R-T on a telephone.
pub const PORT: u16 = 2278;

/// The configuration in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens, whom it answers, where it keeps what it is told.
    pub server: ServerConfig,
    /// The readings of StoreKit.
    pub storekit: storekit::Readings,
    /// The readings of StateSet.
    pub stateset: stateset::Readings,
    /// The readings of SDS shop.
    pub sds_shop: sds_shop::Readings,
    /// The readings of Elastic Path.
    pub elastic_path: elastic_path::Readings,
}

/// Where the server listens, whom it answers, where it keeps what it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// The address to listen on, one of this machine's own: `127.0.0.1` or `::1`.
    pub host: IpAddr,
    /// The port to listen on; 0 for any that is free.
    pub port: u16,
    /// How safely carts are kept.
    pub profile: Profile,
    /// The file they are kept in; none with [`Profile::Memory`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// Names besides this machine's own that the server answers to, `name` or `name:port`.
    pub hosts: Vec<String>,
    /// Origins whose pages may talk to the server, such as `https://shop.example`.
    pub origins: Vec<String>,
    /// Whether pages of this machine's own origins may too, whatever their port. Where nothing is said: not with
    /// [`Profile::Durable`].
    pub loopback_origins: bool,
    /// The folder that backups are made into, which is made where there is none; none for no backups. On another device
    /// they outlive this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backups: Option<PathBuf>,
    /// After how many minutes a backup is made where something has changed since the last one, from 1 on; 0 for none but
    /// at the start and at the end.
    pub backup_every_minutes: u32,
    /// How many backups are kept, 1 or more.
    pub backups_kept: u32,
    /// Days after which a cart that has ceased to exist is taken out of the store; 0 for never. They are counted in the
    /// engine's own time, which no setting of the clock moves. What is parked and what was ordered stays.
    pub purge_after_days: u32,
    /// What is logged.
    pub log: LogLevel,
}

/// How safely carts are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// In a file: what was answered is there after a power cut.
    Durable,
    /// In a file, faster: not proof against a disk that fails to flush.
    Fast,
    /// Nowhere: gone when the server stops.
    Memory,
}

impl From<Profile> for EngineProfile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Durable => Self::Durable,
            Profile::Fast => Self::Fast,
            Profile::Memory => Self::Memory,
        }
    }
}

/// What is logged: this and everything that weighs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Failures.
    Error,
    /// What somebody should look at.
    Warn,
    /// A line for each request.
    Info,
    /// Everything.
    Debug,
}

impl Config {
    /// The documented defaults, for a server that keeps nothing.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            server: ServerConfig {
                host: IpAddr::V4(Ipv4Addr::LOCALHOST),
                port: PORT,
                profile: Profile::Memory,
                data: None,
                hosts: Vec::new(),
                origins: Vec::new(),
                loopback_origins: true,
                backups: None,
                backup_every_minutes: 60,
                backups_kept: 3,
                purge_after_days: 30,
                log: LogLevel::Warn,
            },
            storekit: storekit::Readings::documented(),
            stateset: stateset::Readings::documented(),
            sds_shop: sds_shop::Readings::documented(),
            elastic_path: elastic_path::Readings::documented(),
        }
    }
}

#[cfg(test)]
mod tests;
