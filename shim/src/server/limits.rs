//! What a caller may use of the server: bytes, connections, time.

use std::time::Duration;

/// Most bytes of a request's line and headers together.
pub const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Most bytes of a request's target, and of one header.
pub const LINE_BYTES_MAX: usize = 8 * 1024;
/// Most headers of a request.
pub const HEADERS_MAX: usize = 64;
/// Most bytes of a body that no route takes; past it the connection is closed.
pub const UNREAD_BYTES_MAX: usize = 64 * 1024;
/// Most bytes that are still read of a body that is too large, more than any that is taken, so that its sender reads the
/// 413; past it the connection is closed.
pub const OVERSIZE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Most bytes of a body that is read whoever sends it, as each connection may at a time.
pub const SMALL_BODY_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of all larger bodies that are read at a time, whole ones; one more waits for its turn, within the time for
/// a body, and is then answered 503.
pub const LARGE_BODIES_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many connections there may be, and how long each step of a request may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte of a request to the end of its headers; then the connection is closed.
    pub header_timeout: Duration,
    /// From the end of an answer, or the beginning of a connection, to the next request's first byte, and at most to
    /// the end of its headers; then the connection is closed.
    pub idle_timeout: Duration,
    /// For a request's body; then 408 is answered.
    pub body_timeout: Duration,
    /// For a request from the end of its headers until there is an answer; then 503 is answered.
    pub request_timeout: Duration,
    /// How long a caller may take no byte of an answer; then the connection is closed.
    pub write_timeout: Duration,
    /// For connections to finish what they have begun once the server stops; then they are closed.
    pub stop_timeout: Duration,
    /// Most connections at a time. For one more that is closed which has waited for its caller longest; where the
    /// requests of all are being worked on, it is answered 503 and closed.
    pub connections_max: usize,
    /// Most connections of one address at a time; the same with those of this address. None for no such limit.
    pub connections_per_peer_max: Option<usize>,
    /// Most looks at many carts at a time, each of which keeps a thread of its own; one more waits for its turn.
    pub searches_max: usize,
}

impl Limits {
    /// The documented limits.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            header_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(10),
            stop_timeout: Duration::from_secs(4),
            connections_max: 512,
            connections_per_peer_max: Some(64),
            searches_max: 2,
        }
    }
}
