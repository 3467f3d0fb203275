//! Connections: taken in, counted, served, and brought to an end.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::limits::{HEAD_BYTES_MAX, HEADERS_MAX, Limits};
use super::respond::Service;
use super::wire::{Progress, Wire};

/// How long to wait after the operating system refused a connection, as it does when there are too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Takes connections until `shutdown` is ready, then lets them finish what they have begun.
pub(super) async fn serve(listener: TcpListener, service: Arc<Service>, shutdown: impl Future<Output = ()>) {
    let builder = builder(&service.limits);
    let graceful = GracefulShutdown::new();
    let peers = Arc::new(Peers::default());
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let place = (connections.len() < service.limits.connections_max)
                    .then(|| peers.enter(peer, &service.limits))
                    .flatten();
                match place {
                    Some(place) => {
                        let connection =
                            Connection { builder: builder.clone(), watcher: graceful.watcher(), place };
                        connections.spawn(connection.serve(stream, Arc::clone(&service)));
                    }
                    None => refuse(&stream),
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(service.limits.stop_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections were cut off");
    }
    connections.shutdown().await;
}

/// How connections are served.
pub(super) fn builder(limits: &Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    // Without a timer there is no timeout at all, and no word of it.
    builder
        .timer(TokioTimer::new())
        // Who has said all there is to say still wants the answer.
        .half_close(true)
        .header_read_timeout(limits.idle_timeout)
        .max_headers(HEADERS_MAX)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(HEAD_BYTES_MAX);
    builder
}

/// Says that there is too much to do, to whoever listens.
fn refuse(stream: &TcpStream) {
    if let Err(error) = stream.try_write(BUSY) {
        tracing::debug!(%error, "a connection too many could not be told");
    }
}

/// What serving a connection needs besides its bytes.
struct Connection {
    builder: http1::Builder,
    watcher: Watcher,
    place: Place,
}

impl Connection {
    async fn serve(self, stream: TcpStream, service: Arc<Service>) {
        if let Err(error) = self.try_serve(stream, service).await {
            tracing::debug!(error = &error as &dyn std::error::Error, "a connection failed");
        }
    }

    async fn try_serve(self, stream: TcpStream, service: Arc<Service>) -> Result<(), hyper::Error> {
        let _place = self.place;
        // Best effort: an answer is as good if it is a little late.
        let _ = stream.set_nodelay(true);
        let progress = Arc::new(Progress::default());
        let wire = Wire::new(stream, Arc::clone(&progress), &service.limits);
        let respond = service_fn(move |request| {
            let (service, progress) = (Arc::clone(&service), Arc::clone(&progress));
            async move { Ok::<_, Infallible>(service.respond(request, &progress).await) }
        });
        self.watcher.watch(self.builder.serve_connection(TokioIo::new(wire), respond)).await
    }
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Peers(Mutex<HashMap<IpAddr, usize>>);

impl Peers {
    /// A place for one more connection of this address; none where it has enough.
    fn enter(self: &Arc<Self>, peer: SocketAddr, limits: &Limits) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(peer.ip()).or_default();
        if limits.connections_per_peer_max.is_some_and(|max| max <= *count) {
            return None;
        }
        *count += 1;
        Some(Place { peers: Arc::clone(self), address: peer.ip() })
    }
}

/// A connection's place among those of its address; given up when it is dropped.
struct Place {
    peers: Arc<Peers>,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// The operating system's listener as the runtime has it.
///
/// # Errors
///
/// What the operating system says.
pub(super) fn adopt(listener: std::net::TcpListener) -> io::Result<TcpListener> {
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
