//! The bytes of a connection, watched for what hyper does not say: a request with two lengths, a slow beginning of a
//! request, a caller who does not take the answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::limits::Limits;
use super::places::Waiting;
use crate::keyring::Shown;

/// What the connection and the requests on it tell each other.
#[derive(Debug)]
pub(super) struct Progress {
    waiting: Arc<Waiting>,
    two_lengths: AtomicBool,
    in_request: AtomicBool,
    requests: AtomicU64,
    shown: Arc<Shown>,
}

impl Progress {
    pub(super) fn new(waiting: Arc<Waiting>) -> Self {
        Self {
            waiting,
            two_lengths: AtomicBool::new(false),
            in_request: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            shown: Arc::default(),
        }
    }

    /// A request's headers are complete; the rest of it may still be to come.
    pub(super) fn begin_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.in_request.store(true, Ordering::Relaxed);
        self.waiting.begin();
    }

    /// There is all of it that is wanted.
    pub(super) fn begin_work(&self) {
        self.waiting.end();
    }

    /// It is known what to answer; what the caller still sends is only passed over.
    pub(super) fn end_work(&self) {
        self.waiting.begin();
    }

    /// There is an answer to it, for the caller to take.
    pub(super) fn end_request(&self) {
        self.in_request.store(false, Ordering::Relaxed);
        self.waiting.begin();
    }

    /// The secret that this connection has shown last.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown)
    }

    /// Whether a request of this connection had both a `Content-Length` and a `Transfer-Encoding`. hyper takes the
    /// former out before anybody sees it.
    pub(super) fn saw_two_lengths(&self) -> bool {
        self.two_lengths.load(Ordering::Relaxed)
    }
}

/// A connection's bytes.
pub(super) struct Wire<S> {
    stream: S,
    progress: Arc<Progress>,
    scanner: Scanner,
    header_timeout: Duration,
    write_timeout: Duration,
    /// How many requests there had been before the headers that have begun.
    headers_begun: Option<u64>,
    /// By when they must be complete. Headers that come at once, as nearly all do, need none.
    header_deadline: Option<Pin<Box<Sleep>>>,
    write_deadline: Option<Pin<Box<Sleep>>>,
}

impl<S> Wire<S> {
    pub(super) fn new(stream: S, progress: Arc<Progress>, limits: &Limits) -> Self {
        Self {
            stream,
            progress,
            scanner: Scanner::default(),
            header_timeout: limits.header_timeout,
            write_timeout: limits.write_timeout,
            headers_begun: None,
            header_deadline: None,
            write_deadline: None,
        }
    }

    fn after_read(&mut self, bytes: &[u8]) {
        if self.scanner.feed(bytes) {
            self.progress.two_lengths.store(true, Ordering::Relaxed);
        }
        let begins = !bytes.is_empty() && !self.progress.in_request.load(Ordering::Relaxed);
        if begins && self.headers_begun.is_none() {
            self.headers_begun = Some(self.progress.requests.load(Ordering::Relaxed));
        }
    }

    /// Whether headers have begun and are not complete in time. The time begins when the rest is first waited for, which
    /// is at once when a part has come.
    fn headers_are_late(&mut self, cx: &mut Context<'_>) -> bool {
        if self.headers_begun.is_none() {
            return false;
        }
        let header_timeout = self.header_timeout;
        let deadline = self.header_deadline.get_or_insert_with(|| Box::pin(sleep(header_timeout)));
        deadline.as_mut().poll(cx).is_ready()
    }

    fn after_write<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.write_deadline = None;
            return written;
        }
        let write_timeout = self.write_timeout;
        let deadline = self.write_deadline.get_or_insert_with(|| Box::pin(sleep(write_timeout)));
        ready!(deadline.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let requests = wire.progress.requests.load(Ordering::Relaxed);
        if wire.headers_begun.is_some_and(|before| before != requests) {
            (wire.headers_begun, wire.header_deadline) = (None, None);
        }
        let filled = buf.filled().len();
        let read = Pin::new(&mut wire.stream).poll_read(cx, buf);
        match &read {
            Poll::Ready(Ok(())) => wire.after_read(buf.filled().get(filled..).unwrap_or_default()),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                if wire.headers_are_late(cx) {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        let written = Pin::new(&mut wire.stream).poll_write(cx, bytes);
        wire.after_write(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        let written = Pin::new(&mut wire.stream).poll_write_vectored(cx, bytes);
        wire.after_write(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let flushed = Pin::new(&mut wire.stream).poll_flush(cx);
        wire.after_write(cx, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// Looks for a block of lines, as headers are one, that names a body's length in both ways.
#[derive(Debug, Default)]
struct Scanner {
    /// The beginning of the present line, and how long it is so far.
    line: [u8; NAME_BYTES_MAX],
    line_len: usize,
    content_length: bool,
    transfer_encoding: bool,
}

/// Enough to tell the two headers.
const NAME_BYTES_MAX: usize = "transfer-encoding:".len();
/// What a line begins with that is one of the two headers or none at all.
const FIRST_BYTES: [u8; 5] = *b"cCtT\r";

impl Scanner {
    /// Takes the next bytes; whether such a block has come by with them.
    fn feed(&mut self, bytes: &[u8]) -> bool {
        let (mut found, mut begin) = (false, 0);
        for end in memchr::memchr_iter(b'\n', bytes) {
            self.add(bytes.get(begin..end).unwrap_or_default());
            found |= self.end_line();
            begin = end + 1;
        }
        self.add(bytes.get(begin..).unwrap_or_default());
        found
    }

    /// Takes what is next of a line.
    fn add(&mut self, text: &[u8]) {
        let kept = self.line_len.min(NAME_BYTES_MAX);
        match text.first() {
            // Most lines are neither of the two headers by their first letter already.
            Some(first) if kept == 0 && !FIRST_BYTES.contains(first) => self.line[0] = 0,
            _ => {
                for (place, byte) in self.line.iter_mut().skip(kept).zip(text) {
                    *place = byte.to_ascii_lowercase();
                }
            }
        }
        self.line_len += text.len();
    }

    fn end_line(&mut self) -> bool {
        let line = self.line.get(..self.line_len.min(NAME_BYTES_MAX)).unwrap_or_default();
        if matches!(line, b"" | b"\r") {
            (self.content_length, self.transfer_encoding) = (false, false);
        }
        self.content_length |= line.starts_with(b"content-length:");
        self.transfer_encoding |= line.starts_with(b"transfer-encoding:");
        self.line_len = 0;
        self.content_length && self.transfer_encoding
    }
}

#[cfg(test)]
mod tests;
