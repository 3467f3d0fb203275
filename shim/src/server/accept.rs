//! Connections: taken in, counted, served, and brought to an end.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::limits::{HEAD_BYTES_MAX, HEADERS_MAX, Limits};
use super::places::{Asked, Place, Places};
use super::respond::Service;
use super::wire::{Progress, Wire};

/// How long to wait after the operating system refused a connection, where none of ours can be closed for it.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How many callers the operating system keeps until they are taken in: a burst of them must not turn a good one away,
/// who would try again only after a second.
const BACKLOG: i32 = 1024;
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Takes connections until `shutdown` is ready, then lets them finish what they have begun.
pub(super) async fn serve(listener: TcpListener, service: Arc<Service>, shutdown: impl Future<Output = ()>) {
    let builder = builder(&service.limits);
    let graceful = GracefulShutdown::new();
    let places = Places::new(&service.limits);
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                after_failure(&error, &places).await;
                continue;
            }
        };
        let (place, made_room) = match places.ask(peer.ip()) {
            Asked::Free(place) => (place, false),
            Asked::MadeRoom(place) => (place, true),
            Asked::Full => {
                refuse(&stream);
                continue;
            }
        };
        let id = place.id();
        let connection = Connection { builder: builder.clone(), watcher: graceful.watcher(), place };
        places.runs(id, connections.spawn(connection.serve(stream, Arc::clone(&service))));
        if made_room {
            // So that the one that goes is gone before there is another.
            tokio::task::yield_now().await;
        }
    }
    drop(listener);
    if tokio::time::timeout(service.limits.stop_timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections were cut off");
    }
    connections.shutdown().await;
}

/// Where a caller has gone before being taken in, the next one is; else the system has no more files for this process,
/// and the connection that has waited longest gives up its own.
async fn after_failure(error: &io::Error, places: &Places) {
    if matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        return;
    }
    tracing::warn!(%error, "a connection could not be accepted");
    if places.make_room() {
        tokio::task::yield_now().await;
    } else {
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
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
        // Best effort: an answer is as good if it is a little late.
        let _ = stream.set_nodelay(true);
        let progress = Arc::new(Progress::new(self.place.waiting()));
        let wire = Wire::new(stream, Arc::clone(&progress), &service.limits);
        let respond = service_fn(move |request| {
            let (service, progress) = (Arc::clone(&service), Arc::clone(&progress));
            async move { Ok::<_, Infallible>(service.respond(request, &progress).await) }
        });
        let served = self.watcher.watch(self.builder.serve_connection(TokioIo::new(wire), respond)).await;
        drop(self.place);
        served
    }
}

/// The operating system's listener as the runtime has it.
///
/// # Errors
///
/// What the operating system says.
pub(super) fn adopt(listener: std::net::TcpListener) -> io::Result<TcpListener> {
    SockRef::from(&listener).listen(BACKLOG)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
