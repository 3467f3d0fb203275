//! A server that listens nowhere: it answers on streams that it is given, such as a pipe within the process. All that a
//! caller sends goes the way that it goes on a network, but for the taking in of connections.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::Server;
use super::accept::builder;
use super::places::{Asked, Places};
use super::respond::Service;
use super::wire::{Progress, Wire};

/// A server that listens nowhere.
///
/// ```
/// use std::sync::Arc;
///
/// use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
/// use trolley::config::Config;
/// use trolley::server::Server;
/// use trolley_engine::{Engine, Options, Profile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Arc::new(Engine::in_memory(Options::new(Profile::Memory))?);
/// let server = Server::new(engine, Config::documented()).piped(([127, 0, 0, 1], 2278).into())?;
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// let answer = runtime.block_on(async {
///     let (mut caller, stream) = tokio::io::duplex(64 * 1024);
///     caller.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:2278\r\nConnection: close\r\n\r\n").await?;
///     server.answer(stream).await;
///     let mut answer = String::new();
///     caller.read_to_string(&mut answer).await?;
///     Ok::<_, std::io::Error>(answer)
/// })?;
/// assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Piped {
    service: Arc<Service>,
}

impl Server {
    /// The server as one that listens nowhere, but takes this address for its own where callers name one.
    ///
    /// # Errors
    ///
    /// What the operating system says where there is no secret for tokens to be had.
    pub fn piped(self, address: SocketAddr) -> io::Result<Piped> {
        Ok(Piped { service: Arc::new(self.service(address)?) })
    }
}

impl Piped {
    /// Answers what comes on this stream until the caller sends no more, or the connection is over for another reason.
    /// To be called in a runtime of tokio that has timers.
    pub async fn answer<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, stream: S) {
        let limits = &self.service.limits;
        // Nobody else is here who could want the place.
        let Asked::Free(place) = Places::new(limits).ask(Ipv4Addr::LOCALHOST.into()) else { return };
        let progress = Arc::new(Progress::new(place.waiting()));
        let wire = Wire::new(stream, Arc::clone(&progress), limits);
        let respond = service_fn(|request| {
            let (service, progress) = (Arc::clone(&self.service), Arc::clone(&progress));
            async move { Ok::<_, Infallible>(service.respond(request, &progress).await) }
        });
        let serving = builder(limits).serve_connection(TokioIo::new(wire), respond);
        if let Err(error) = serving.await {
            tracing::debug!(error = &error as &dyn std::error::Error, "a connection failed");
        }
    }
}

impl fmt::Debug for Piped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piped").finish_non_exhaustive()
    }
}
