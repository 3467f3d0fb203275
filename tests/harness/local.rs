//! The real server on a thread of the test's own, on a free port, with a clock and identifiers that the test sets.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use trolley::config::Config;
use trolley::demo;
use trolley::exchange::TokenSecret;
use trolley::seed::{self, Seed};
use trolley::server::limits::Limits;
use trolley::server::{Running, Server};
use trolley_engine::env::{Clock as _, FixedClock, ListedIds};
use trolley_engine::{Engine, Options, Profile, StateDigest, Timestamp};

use crate::fixture::{DEFAULT_SEED, DEFAULT_TIME, Exchange, Fixture};
use crate::{project_root, read_text};

/// What tokens are signed with, so that a fixture can quote them.
const TOKEN_SECRET: TokenSecret = TokenSecret([7; 32]);

/// How a server begins.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Names of seeds; `demo` is the whole demo catalog.
    pub seeds: Vec<String>,
    /// Settings over the documented ones, in TOML.
    pub config: String,
    /// What the clock shows at first.
    pub time: Timestamp,
    /// The identifiers that are made at first.
    pub ids: Vec<String>,
    /// What a caller may use.
    pub limits: Limits,
}

impl Setting {
    /// The demo catalog with all documented settings.
    ///
    /// # Panics
    ///
    /// Never: the usual time is one.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            seeds: vec![DEFAULT_SEED.to_owned()],
            config: String::new(),
            time: trolley::json::parse_rfc_3339(DEFAULT_TIME).expect("it is a time"),
            ids: Vec::new(),
            limits: Limits::documented(),
        }
    }
}

/// A server on a thread of its own. It stops when the value goes.
#[derive(Debug)]
pub struct LocalServer {
    running: Running,
    engine: Arc<Engine>,
    clock: Arc<FixedClock>,
    ids: Arc<ListedIds>,
}

impl LocalServer {
    /// Starts one.
    ///
    /// # Errors
    ///
    /// What keeps it from starting.
    pub fn start(setting: Setting) -> Result<Self, Box<dyn Error>> {
        let clock = Arc::new(FixedClock::new(setting.time));
        let ids = Arc::new(ListedIds::new(setting.ids));
        let engine = Engine::in_memory(Options { clock: clock.clone(), ..Options::new(Profile::Memory) })?;
        seed::load(&engine, &seeds(&setting.seeds)?, setting.time)?;
        let engine = Arc::new(engine);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let running = Server::new(Arc::clone(&engine), Config::from_toml(&setting.config)?)
            .with_ids(ids.clone())
            .with_limits(setting.limits)
            .with_token_secret(TOKEN_SECRET)
            .start(listener)?;
        Ok(Self { running, engine, clock, ids })
    }

    /// Starts one with the demo catalog.
    ///
    /// # Panics
    ///
    /// Where it does not start.
    #[must_use]
    pub fn demo() -> Self {
        Self::start(Setting::demo()).expect("the demo starts")
    }

    /// Starts one as a fixture wants it.
    ///
    /// # Errors
    ///
    /// What keeps it from starting.
    pub fn for_fixture(fixture: &Fixture) -> Result<Self, Box<dyn Error>> {
        Self::start(Setting {
            seeds: fixture.seeds.clone(),
            config: fixture.config.join("\n"),
            time: fixture.time,
            ids: fixture.ids.clone(),
            limits: Limits::documented(),
        })
    }

    /// Sets clock and identifiers as an exchange wants them.
    pub fn prepare(&self, exchange: &Exchange) {
        if let Some(time) = exchange.time {
            self.clock.set(time);
        }
        if let Some(ids) = &exchange.ids {
            self.ids.set(ids.clone());
        }
    }

    /// What it serves.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The digest of all that it keeps.
    ///
    /// # Panics
    ///
    /// Where the store fails.
    #[must_use]
    pub fn digest(&self) -> StateDigest {
        self.engine.digest().expect("a store in memory can be read")
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets time pass until the clock shows this.
    pub fn set_time(&self, time: Timestamp) {
        self.clock.set(time);
    }

    /// Sets the clock, as somebody does who thinks that it is wrong: no time passes.
    pub fn jump_to(&self, time: Timestamp) {
        self.clock.jump(time);
    }

    /// Lets so many milliseconds pass while the clock goes on showing what it shows.
    pub fn stick(&self, for_ms: i64) {
        self.clock.stick(for_ms);
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }
}

/// The seeds of these names; `demo` is the whole demo catalog.
pub(crate) fn seeds(names: &[String]) -> Result<Vec<Seed>, Box<dyn Error>> {
    let mut seeds = Vec::new();
    for name in names {
        if name == DEFAULT_SEED {
            seeds.extend(demo::seeds()?);
        } else {
            let path = project_root().join("fixtures/seed").join(format!("{name}.json"));
            seeds.push(Seed::parse(name, &read_text(&path))?);
        }
    }
    Ok(seeds)
}
