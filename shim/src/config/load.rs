//! Reading the configuration from all that it is made of.

use std::net::IpAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use hyper::http::uri::Authority;
use serde::Serialize;

use super::explain::Invalid;
use super::{Config, LogLevel, Profile, ServerConfig};

/// What the environment's variables begin with.
pub(super) const ENV_PREFIX: &str = "TROLLEY_";
/// The configuration's sections, by which variables are told: `TROLLEY_SDS_SHOP_REPEAT_ADD` is `sds_shop.repeat_add`.
/// What belongs to none of them is the server's: `TROLLEY_PORT` is `server.port`.
pub(super) const SECTIONS: [&str; 5] = ["server", "storekit", "stateset", "sds_shop", "elastic_path"];
/// Variables of that prefix that are not the server's: by them the command line names a server and proves itself to it.
const NO_SETTINGS: [&str; 2] = ["KEY", "URL"];
/// What the tests' own variables begin with, behind the prefix.
const TESTS_PREFIX: &str = "TEST_";

/// What the command line sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Flags {
    /// See [`ServerConfig::host`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<IpAddr>,
    /// See [`ServerConfig::port`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// See [`ServerConfig::profile`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// See [`ServerConfig::data`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// See [`ServerConfig::backups`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backups: Option<PathBuf>,
    /// See [`ServerConfig::log`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<LogLevel>,
}

/// What the configuration is made of; what comes first counts more.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The command line.
    pub flags: Flags,
    /// Whether the environment is looked at.
    pub environment: bool,
    /// A file, in TOML.
    pub file: Option<PathBuf>,
    /// More of the same, as text.
    pub text: Option<String>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's word.
        source: std::io::Error,
    },
    /// A setting is not known or not valid.
    #[error(transparent)]
    Invalid(Box<Invalid>),
    /// The address is not this machine's own.
    #[error("the server listens on 127.0.0.1 or ::1 only, not on {host}")]
    NotLoopback {
        /// The address.
        host: IpAddr,
    },
    /// A name or an origin can never be one that is sent, or must never be trusted.
    #[error("the setting `server.{setting}` is not valid: `{value}` is not {expected}")]
    NoSuchPeer {
        /// The setting.
        setting: &'static str,
        /// What it has.
        value: String,
        /// What it should have.
        expected: &'static str,
    },
    /// A server that makes backups keeps at least one.
    #[error("the setting `server.backups_kept` is not valid: at least 1 backup is kept")]
    NoBackupKept,
    /// A value cannot stand in TOML, as a path that is not UTF-8.
    #[error("the configuration cannot be written as TOML: {0}")]
    Unprintable(toml::ser::Error),
    /// The profile needs a file, and none is named.
    #[error("the profile `{profile}` needs a file to keep the carts in: name one with --data FILE")]
    DataMissing {
        /// The profile.
        profile: &'static str,
    },
    /// The profile keeps nothing, and a file is named.
    #[error("the profile `memory` keeps nothing: leave out --data {}, or choose the profile `durable` or `fast`", data.display())]
    DataUnused {
        /// The file.
        data: PathBuf,
    },
}

impl ConfigError {
    /// Of what is wrong in what has been said.
    fn of(error: figment::Error, said: &Figment) -> Self {
        Self::Invalid(Box::new(Invalid::new(error, said)))
    }
}

impl Config {
    /// The configuration in force.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where a source cannot be read, or has something unknown, or something that does not go with the
    /// rest.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        Self::from_said(said(sources)?)
    }

    /// The configuration in force, as a file of it would have it. What follows from other settings stands in comments,
    /// so that it goes on following from them.
    ///
    /// # Errors
    ///
    /// As [`Config::load`], and [`ConfigError::Unprintable`].
    pub fn printed(sources: &Sources) -> Result<String, ConfigError> {
        let said = said(sources)?;
        let follows = ["profile", "loopback_origins"].map(|key| {
            let is_said = said.contains(&format!("server.{key}"));
            (format!("{key} = "), !is_said)
        });
        let text = Self::from_said(said)?.to_toml().map_err(ConfigError::Unprintable)?;
        let commented =
            |line: &str| follows.iter().any(|(start, follows)| *follows && line.starts_with(start));
        let lines = text
            .lines()
            .map(|line| if commented(line) { format!("# {line}\n") } else { format!("{line}\n") });
        Ok(lines.collect())
    }

    fn from_said(said: Figment) -> Result<Self, ConfigError> {
        let profile: Option<Profile> = find(&said, "server.profile")?;
        let data: Option<PathBuf> = find(&said, "server.data")?;
        let mut defaults = Self::documented();
        defaults.server.profile = match (profile, data) {
            (Some(profile), _) => profile,
            (None, Some(_)) => Profile::Durable,
            (None, None) => Profile::Memory,
        };
        defaults.server.loopback_origins = defaults.server.profile != Profile::Durable;
        let whole = Figment::from(Serialized::defaults(defaults)).merge(said);
        let config: Self = whole.extract().map_err(|error| ConfigError::of(error, &whole))?;
        check(&config.server)?;
        Ok(config)
    }

    /// The documented defaults with these settings, in TOML, over them.
    ///
    /// # Errors
    ///
    /// As [`Config::load`].
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::load(&Sources { text: Some(text.to_owned()), ..Sources::default() })
    }

    /// The configuration as a file of it would have it.
    ///
    /// # Errors
    ///
    /// Where a value cannot stand in such a file, as a path that is not UTF-8.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

/// What the sources say, without the defaults.
fn said(sources: &Sources) -> Result<Figment, ConfigError> {
    let mut said = Figment::new();
    if let Some(path) = &sources.file {
        // figment takes a file that is not there for an empty one.
        std::fs::File::open(path).map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        said = said.merge(Toml::file_exact(path));
    }
    if let Some(text) = &sources.text {
        said = said.merge(Toml::string(text));
    }
    if sources.environment {
        let variables = Env::prefixed(ENV_PREFIX).filter(|name| is_setting(name.as_str()));
        said = said.merge(variables.map(|name| setting(name.as_str()).into()));
    }
    Ok(said.merge(Serialized::default("server", &sources.flags)))
}

/// Whether a variable is meant to be a setting; the prefix has been taken off.
fn is_setting(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    !NO_SETTINGS.contains(&name.as_str()) && !name.starts_with(TESTS_PREFIX)
}

/// The setting that a variable means; the prefix has been taken off.
fn setting(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let found = SECTIONS
        .iter()
        .find_map(|section| Some(format!("{section}.{}", name.strip_prefix(section)?.strip_prefix('_')?)));
    found.unwrap_or_else(|| format!("server.{name}"))
}

fn find<'a, T: serde::Deserialize<'a>>(figment: &Figment, key: &str) -> Result<Option<T>, ConfigError> {
    if !figment.contains(key) {
        return Ok(None);
    }
    figment.extract_inner(key).map(Some).map_err(|error| ConfigError::of(error, figment))
}

fn check(server: &ServerConfig) -> Result<(), ConfigError> {
    if !server.host.is_loopback() {
        return Err(ConfigError::NotLoopback { host: server.host });
    }
    if let Some(name) = server.hosts.iter().find(|name| !is_host(name)) {
        let expected = "a name or name:port";
        return Err(ConfigError::NoSuchPeer { setting: "hosts", value: name.clone(), expected });
    }
    if let Some(origin) = server.origins.iter().find(|origin| !is_origin(origin)) {
        let expected = "an origin such as https://shop.example";
        return Err(ConfigError::NoSuchPeer { setting: "origins", value: origin.clone(), expected });
    }
    if server.backups_kept == 0 {
        return Err(ConfigError::NoBackupKept);
    }
    match (server.profile, &server.data) {
        (Profile::Durable, None) => Err(ConfigError::DataMissing { profile: "durable" }),
        (Profile::Fast, None) => Err(ConfigError::DataMissing { profile: "fast" }),
        (Profile::Memory, Some(data)) => Err(ConfigError::DataUnused { data: data.clone() }),
        (Profile::Durable | Profile::Fast, Some(_)) | (Profile::Memory, None) => Ok(()),
    }
}

fn is_host(name: &str) -> bool {
    name.parse::<Authority>().is_ok_and(|authority| !authority.as_str().contains('@'))
}

/// Whether browsers send this as an origin: a scheme, a host, a port, nothing else. `null` is what pages of no origin
/// send, and never one.
fn is_origin(origin: &str) -> bool {
    let Some((scheme, host)) = origin.split_once("://") else { return false };
    matches!(scheme, "http" | "https") && is_host(host)
}
