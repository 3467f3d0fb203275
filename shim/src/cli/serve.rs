//! `trolley serve`.

use std::io::{self, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;
use trolley_engine::domain::key::{Key, Keys};
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::{Backups, Engine, Error, Options, Profile, Regather};

use super::args::serve::ServeArgs;
use super::banner::{Demo, banner};
use super::keys::starting;
use super::{Failure, log};
use crate::config::{Config, ServerConfig};
use crate::seed::{self, Seed, SeedError};
use crate::server::Server;
use crate::server::limits::Limits;
use crate::{backups, config, demo};

/// Serves until it is told to stop.
pub(super) fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let config = Config::load(&args.settings.sources())?;
    log::start(config.server.log);
    let wanted = Wanted::new(args, &config.server)?;
    // Before the file is touched: a port that is in use leaves it as it is.
    let address = SocketAddr::new(config.server.host, config.server.port);
    let listener = TcpListener::bind(address).map_err(|error| Failure::Listen(address, error))?;
    let address = listener.local_addr()?;
    let (engine, demo) = open(&config.server, wanted)?;
    let engine = Arc::new(engine);
    let first_request = demo::first_request(&format!("http://{address}"), &engine.keys());
    let banner =
        banner(address, &config.server, (demo, engine.health().recovered.as_ref()), first_request.as_deref());
    let limits = limits(&config.server);
    let server = Server::new(Arc::clone(&engine), config).with_limits(limits);
    let (give_up, given_up) = oneshot::channel();
    engine.on_failure(move || {
        // Nobody waits for it any more where the server stops anyway.
        let _ = give_up.send(());
    });
    let mut has_failed = false;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // From here on a signal is a wish to stop, also one that comes right after the first line.
        let stopped = stopped()?;
        say(&banner)?;
        let stopped = async {
            tokio::select! {
                () = stopped => {}
                Ok(()) = given_up => has_failed = true,
            }
        };
        server.serve(listener, stopped).await
    })?;
    drop(runtime);
    if has_failed {
        return Err(Failure::StoreGivenUp(engine.health().last_failure.unwrap_or_default()));
    }
    match Arc::into_inner(engine) {
        Some(engine) => Ok(engine.close()?),
        None => Ok(()),
    }
}

/// What is to be in the store.
struct Wanted {
    demo: Vec<Seed>,
    seeds: Vec<Seed>,
}

impl Wanted {
    fn new(args: &ServeArgs, server: &ServerConfig) -> Result<Self, Failure> {
        let demo = args.demo || (server.data.is_none() && args.seeds.is_empty());
        Ok(Self {
            demo: if demo { demo::seeds()? } else { Vec::new() },
            seeds: args.seeds.iter().map(|path| Seed::read(path)).collect::<Result<_, _>>()?,
        })
    }
}

/// Opens the store and puts into it what is wanted.
fn open(server: &ServerConfig, wanted: Wanted) -> Result<(Engine, Demo), Failure> {
    let Wanted { demo, seeds: named } = wanted;
    let demo_len = demo.len();
    let everything: Vec<Seed> = demo.into_iter().chain(named).collect();
    let backups = backups::configured(server);
    let has_backups =
        backups.as_ref().is_some_and(|backups| backups.list().is_ok_and(|list| !list.is_empty()));
    if let Some(path) = server.data.as_deref().filter(|path| !path.exists()) {
        check_folder(path)?;
        if !has_backups {
            // Before a file is made for nothing.
            let keys: Vec<Vec<Key>> = everything.iter().map(Seed::keys).collect::<Result<_, _>>()?;
            check_keys(server, &keys.into_iter().flatten().collect(), 0 < demo_len)?;
        }
    }
    let options = Options { regather: Regather::WhenSlow, ..Options::new(server.profile.into()) };
    let engine = match &server.data {
        Some(path) => open_file(path, backups.as_ref(), &everything, options)?,
        None => Engine::in_memory(options)?,
    };
    // A file in which nothing is yet is as good as new: power may have gone between making it and filling it.
    let is_new = engine.product_count()? == 0 && engine.cart_count()? == 0;
    let seeds = if is_new {
        everything
    } else {
        // Their carts are there since the first time, and have gone on from there.
        everything.into_iter().skip(demo_len).map(Seed::without_carts).collect()
    };
    match seed::load(&engine, &seeds, SystemClock.now()) {
        // What is there is served.
        Err(SeedError::Engine(Error::StorageFull)) if !is_new => {
            tracing::error!("there is no room on the disk: the seeds are not put into the file again");
        }
        loaded => {
            loaded?;
        }
    }
    check_keys(server, &engine.keys(), 0 < demo_len)?;
    let demo = match (0 < demo_len, is_new) {
        (false, _) => Demo::NotAsked,
        (true, true) => Demo::Loaded,
        (true, false) => Demo::Kept,
    };
    Ok((engine, demo))
}

/// Makes sure that a till may open for business with these keys. What is kept less safely is no till.
fn check_keys(server: &ServerConfig, keys: &Keys, is_demo: bool) -> Result<(), Failure> {
    match (&server.data, server.profile) {
        (Some(path), config::Profile::Durable) => {
            Ok(starting::check(path, keys, is_demo, SystemClock.now())?)
        }
        (Some(_) | None, _) => Ok(()),
    }
}

/// Opens a file. A new one is made only where the seeds to put into it are good. Where there are backups, the newest takes
/// the place of a damaged file.
pub(super) fn open_file(
    path: &Path,
    backups: Option<&Backups>,
    seeds: &[Seed],
    options: Options,
) -> Result<Engine, Failure> {
    if !path.exists() {
        check_folder(path)?;
        let trial = Engine::in_memory(Options::new(Profile::Memory))?;
        seed::load(&trial, seeds, SystemClock.now())?;
    }
    Ok(match backups {
        Some(backups) => Engine::open_or_recover(path, backups, options)?,
        None => Engine::open(path, options)?,
    })
}

/// Makes sure that there is a folder for a new file.
pub(super) fn check_folder(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Failure::FolderAbsent(path.to_owned()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Callers of a server that keeps nothing are its own user's; they may have as many connections as there are.
fn limits(server: &ServerConfig) -> Limits {
    let documented = Limits::documented();
    match server.profile {
        config::Profile::Memory => Limits { connections_per_peer_max: None, ..documented },
        config::Profile::Durable | config::Profile::Fast => documented,
    }
}

/// Says that the server is ready, at once.
fn say(banner: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(banner.as_bytes()).and_then(|()| output.flush()) {
        // Whoever started the server does not want to read it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        said => said,
    }
}

/// Ready when the server is to stop: at Ctrl-C, or when the system asks.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready when the server is to stop: at Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // It cannot be waited for: only the system ends the server then.
            std::future::pending::<()>().await;
        }
    })
}
