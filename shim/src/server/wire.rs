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

/// What the connection and the requests on it tell each other.
#[derive(Debug)]
pub(super) struct Progress {
    waiting: Arc<Waiting>,
    two_lengths: AtomicBool,
    in_request: AtomicBool,
    requests: AtomicU64,
}

impl Progress {
    pub(super) fn new(waiting: Arc<Waiting>) -> Self {
        Self {
            waiting,
            two_lengths: AtomicBool::new(false),
            in_request: AtomicBool::new(false),
            requests: AtomicU64::new(0),
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
    /// By when the headers that have begun must be complete, and how many requests there had been before them.
    header_deadline: Option<(u64, Pin<Box<Sleep>>)>,
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
            header_deadline: None,
            write_deadline: None,
        }
    }

    fn after_read(&mut self, bytes: &[u8]) {
        if self.scanner.feed(bytes) {
            self.progress.two_lengths.store(true, Ordering::Relaxed);
        }
        let begins = !bytes.is_empty() && !self.progress.in_request.load(Ordering::Relaxed);
        if begins && self.header_deadline.is_none() {
            let requests = self.progress.requests.load(Ordering::Relaxed);
            self.header_deadline = Some((requests, Box::pin(sleep(self.header_timeout))));
        }
    }

    fn headers_are_late(&mut self, cx: &mut Context<'_>) -> bool {
        match &mut self.header_deadline {
            Some((_, deadline)) => deadline.as_mut().poll(cx).is_ready(),
            None => false,
        }
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
        if wire.header_deadline.as_ref().is_some_and(|(before, _)| *before != requests) {
            wire.header_deadline = None;
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

impl Scanner {
    /// Takes the next bytes; whether such a block has come by with them.
    fn feed(&mut self, bytes: &[u8]) -> bool {
        let mut found = false;
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, ends) = match piece {
                [text @ .., b'\n'] => (text, true),
                text => (text, false),
            };
            let kept = self.line_len.min(NAME_BYTES_MAX);
            for (place, byte) in self.line.iter_mut().skip(kept).zip(text) {
                *place = byte.to_ascii_lowercase();
            }
            self.line_len += text.len();
            if ends {
                found |= self.end_line();
            }
        }
        found
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
