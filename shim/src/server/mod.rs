//! The HTTP server: listens, screens, routes, and asks the engine. Knows no vendor's words.

mod accept;
mod backing_up;
mod body;
mod cors;
mod finished;
mod generic;
mod host;
mod idempotency;
pub mod limits;
mod look;
mod once;
mod origin;
pub mod piped;
mod places;
mod respond;
mod purging;
mod running;
mod transcript;
mod wire;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use trolley_engine::Engine;
use trolley_engine::env::{Clock, Ids, SystemIds};

pub use running::Running;

use self::backing_up::BackingUp;
use self::body::LargeBodies;
use self::finished::Finished;
use self::host::Hosts;
use self::limits::Limits;
use self::origin::Origins;
use self::purging::Purging;
use self::respond::Service;
use crate::backups::BackupKeeper;
use crate::config::Config;
use crate::dialects::DIALECTS;
use crate::exchange::{Shared, TokenSecret};
use crate::rate::RateCounters;
use crate::router::Router;

/// A server that is about to listen.
///
/// ```no_run
/// use std::net::TcpListener;
/// use std::sync::Arc;
///
/// use trolley::config::Config;
/// use trolley::server::Server;
/// use trolley_engine::{Engine, Options, Profile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Arc::new(Engine::in_memory(Options::new(Profile::Memory))?);
/// let running = Server::new(engine, Config::documented()).start(TcpListener::bind("127.0.0.1:0")?)?;
/// println!("http://{}", running.address());
/// running.stop()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    engine: Arc<Engine>,
    config: Config,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    limits: Limits,
    token_secret: Option<TokenSecret>,
}

impl Server {
    /// A server of this engine, with the settings that it has now; its keys count as they are when a request comes. It
    /// has the engine's clock, random identifiers and the documented limits.
    #[must_use]
    pub fn new(engine: Arc<Engine>, config: Config) -> Self {
        Self {
            clock: engine.clock(),
            engine,
            config,
            ids: Arc::new(SystemIds::new()),
            limits: Limits::documented(),
            token_secret: None,
        }
    }

    /// The same with identifiers from here.
    #[must_use]
    pub fn with_ids(self, ids: Arc<dyn Ids>) -> Self {
        Self { ids, ..self }
    }

    /// The same with these limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with tokens that are signed with this, not with a secret of the start's own.
    #[must_use]
    pub fn with_token_secret(self, token_secret: TokenSecret) -> Self {
        Self { token_secret: Some(token_secret), ..self }
    }

    /// Answers requests until `shutdown` is ready; then takes no more, answers those that have come, and returns. By
    /// then nothing but the caller holds the engine, and looks at many carts for which nobody waits any more: they end
    /// before the runtime does.
    ///
    /// # Errors
    ///
    /// What the operating system says of the listener.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let address = listener.local_addr()?;
        let listener = accept::adopt(listener)?;
        let purging = Purging {
            engine: Arc::clone(&self.engine),
            clock: Arc::clone(&self.clock),
            after_days: self.config.server.purge_after_days,
        };
        let minutes = u64::from(self.config.server.backup_every_minutes);
        let every = (0 < minutes).then(|| Duration::from_secs(minutes * 60));
        let service = self.service(address)?;
        let backing_up = service.backing_up.clone();
        tokio::select! {
            () = accept::serve(listener, Arc::new(service), shutdown) => {}
            never = backing_up.go_on(every) => match never {},
            never = purging.go_on() => match never {},
        }
        backing_up.finish().await;
        Ok(())
    }

    /// Answers requests on a thread of its own until the returned value is dropped or told to stop.
    ///
    /// # Errors
    ///
    /// What the operating system says of the listener or of the thread.
    pub fn start(self, listener: TcpListener) -> io::Result<Running> {
        Running::start(self, listener)
    }

    /// What answers requests that callers send to this address.
    fn service(self, address: SocketAddr) -> io::Result<Service> {
        let server = &self.config.server;
        let backing_up = BackingUp {
            keeper: Arc::new(BackupKeeper::new(server)),
            engine: Arc::clone(&self.engine),
            clock: Arc::clone(&self.clock),
        };
        Ok(Service {
            hosts: Hosts::new(address.port(), server.hosts.clone()),
            origins: Origins { loopback: server.loopback_origins, configured: server.origins.clone() },
            base_url: format!("http://{address}").into(),
            router: Router::new(DIALECTS).map_err(io::Error::other)?,
            shared: Arc::new(Shared {
                settings: self.engine.settings(),
                backups: Arc::clone(&backing_up.keeper),
                config: self.config,
                ids: self.ids,
                rates: RateCounters::default(),
                token_secret: match self.token_secret {
                    Some(secret) => secret,
                    None => token_secret()?,
                },
            }),
            engine: self.engine,
            backing_up,
            clock: self.clock,
            searches: Arc::new(Semaphore::new(self.limits.searches_max)),
            large_bodies: LargeBodies::new(),
            finished: Finished::default(),
            limits: self.limits,
        })
    }
}

/// A secret that nobody can guess and that ends with this server.
fn token_secret() -> io::Result<TokenSecret> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    Ok(TokenSecret(secret))
}
