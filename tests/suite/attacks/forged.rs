//! A forged request, to the byte, and what is heard of it.

use std::fmt;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use super::target::{SECRET, Wish};

/// Longer than any timeout of the server.
const STUCK_AFTER: Duration = Duration::from_secs(60);

/// What must come of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// An answer that refuses it, or none.
    Refused,
    /// Whatever is answered is nothing that a stranger may read, and does nothing.
    Harmless,
}

/// An attack.
pub(super) struct Attack {
    /// The advisory or the trick that it is named after.
    pub(super) name: String,
    pub(super) expect: Expect,
    pub(super) bytes: Vec<u8>,
}

impl fmt::Debug for Attack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {:?}", self.name, String::from_utf8_lossy(&self.bytes))
    }
}

impl Attack {
    /// Sends it on a connection of its own, and hears all that comes.
    pub(super) fn send(&self, address: SocketAddr) -> Heard {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(STUCK_AFTER)).unwrap();
        // The server may close before all is sent.
        let _ = stream.write_all(&self.bytes).and_then(|()| stream.shutdown(Shutdown::Write));
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{self:?}: {error}"),
        }
        Heard::new(&bytes)
    }
}

/// What is heard of a request: of several answers the first, all of them in the body.
pub(super) struct Heard {
    /// The status; none where nothing is said.
    pub(super) status: Option<u16>,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl fmt::Debug for Heard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} {:?}", self.status, self.text())
    }
}

impl Heard {
    fn new(bytes: &[u8]) -> Self {
        let head_len = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..head_len]).into_owned();
        let body = bytes.get(head_len + 4..).unwrap_or_default().to_vec();
        let mut lines = head.split("\r\n");
        let status_line = lines.next().unwrap_or_default();
        let status = status_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let headers = lines
            .map(|line| line.split_once(':').unwrap_or((line, "")))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { status, headers, body }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> String {
        let head: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{}\r\n\r\n{}", head.join("\r\n"), String::from_utf8_lossy(&self.body))
    }

    /// Whether it shows what is in a cart.
    pub(super) fn shows(&self) -> bool {
        self.text().contains(SECRET)
    }
}

/// A wish with what an attacker changes of it.
#[derive(Debug, Clone)]
pub(super) struct Forged {
    wish: Wish,
    request_line: Option<String>,
    host: Option<String>,
    media_type: Option<String>,
    body: Option<String>,
    extra: String,
}

impl Forged {
    /// The wish as its credentials allow it, to a server of this port.
    pub(super) fn new(wish: &Wish, port: u16) -> Self {
        Self {
            wish: wish.clone(),
            request_line: None,
            host: Some(format!("Host: 127.0.0.1:{port}\r\n")),
            media_type: (!wish.body.is_empty()).then(|| "application/json".to_owned()),
            body: (!wish.body.is_empty()).then(|| wish.body.clone()),
            extra: String::new(),
        }
    }

    /// Whether the wish is to change something.
    pub(super) const fn is_write(&self) -> bool {
        self.wish.writes
    }

    /// With this in the place of its line.
    pub(super) fn line(self, line: &str) -> Self {
        Self { request_line: Some(line.to_owned()), ..self }
    }

    /// With lines like these in the place of the one that names the host.
    pub(super) fn host_lines(self, lines: &str) -> Self {
        Self { host: Some(lines.to_owned()), ..self }
    }

    pub(super) fn host(self, host: &str) -> Self {
        self.host_lines(&format!("Host: {host}\r\n"))
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.extra.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// With a body of this type; an empty one is none.
    pub(super) fn body(self, media_type: &str, body: &str) -> Self {
        let media_type = (!media_type.is_empty()).then(|| media_type.to_owned());
        Self { media_type, body: Some(body.to_owned()), ..self }
    }

    pub(super) fn attack(&self, name: impl Into<String>, expect: Expect) -> Attack {
        let Wish { method, path, headers, .. } = &self.wish;
        let mut head = match &self.request_line {
            Some(line) => format!("{line}\r\n"),
            None => format!("{method} {path} HTTP/1.1\r\n"),
        };
        head.push_str(self.host.as_deref().unwrap_or_default());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(media_type) = &self.media_type {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        if let Some(body) = &self.body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str(&self.extra);
        head.push_str("\r\n");
        head.push_str(self.body.as_deref().unwrap_or_default());
        Attack { name: name.into(), expect, bytes: head.into_bytes() }
    }

    pub(super) fn refused(&self, name: impl Into<String>) -> Attack {
        self.attack(name, Expect::Refused)
    }
}

/// The wish as its credentials allow it.
pub(super) fn plain(wish: &Wish, port: u16) -> Attack {
    Forged::new(wish, port).attack("no attack", Expect::Harmless)
}
