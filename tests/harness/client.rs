//! A small HTTP/1.1 client on a bare socket: it sends what it is given, right or wrong.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// How long a read waits before the server counts as stuck. Longer than any timeout of the server.
const STUCK_AFTER: Duration = Duration::from_secs(60);

/// A request to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The headers, in order. `Host` and `Content-Length` are added where they are not among them.
    pub headers: Vec<(String, String)>,
    /// The body; none sends no `Content-Length` but for methods that have a body as a rule.
    pub body: Option<Vec<u8>>,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: None }
    }

    /// The same with one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a body of this type.
    #[must_use]
    pub fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Some(body.into()), ..self }.header("Content-Type", media_type)
    }

    /// The same with a body of JSON.
    #[must_use]
    pub fn json(self, body: &str) -> Self {
        self.body("application/json", body)
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(one, _)| one.eq_ignore_ascii_case(name))
    }

    /// The bytes on the wire, to a server of this address.
    #[must_use]
    pub fn to_bytes(&self, address: SocketAddr) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        if !self.has("host") {
            head.push_str(&format!("Host: {address}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let has_body_as_a_rule = matches!(self.method.as_str(), "POST" | "PUT" | "PATCH");
        let body = self.body.as_deref().unwrap_or_default();
        if (self.body.is_some() || has_body_as_a_rule) && !self.has("content-length") {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The values of the headers of this name, in order.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(one, _)| one.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The value of the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// Where it is not.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("status {}, not JSON ({error}): {:?}", self.status, self.text()))
    }
}

/// Sends one request on a connection of its own.
///
/// # Errors
///
/// Where the connection fails or what comes is not an answer.
pub fn send(address: SocketAddr, request: &Request) -> io::Result<Answer> {
    Connection::open(address)?.exchange(request)
}

/// A connection, kept open from request to request.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    read_ahead: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    ///
    /// Where nobody listens.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(STUCK_AFTER))?;
        stream.set_write_timeout(Some(STUCK_AFTER))?;
        Ok(Self { address, stream, read_ahead: Vec::new() })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    ///
    /// Where the connection fails or what comes is not an answer.
    pub fn exchange(&mut self, request: &Request) -> io::Result<Answer> {
        self.write(&request.to_bytes(self.address))?;
        self.read_answer(request.method == "HEAD")
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    ///
    /// Where the connection fails.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Says that no more will be sent, and waits until the server has closed too.
    ///
    /// # Errors
    ///
    /// Where the connection fails or the server keeps it open too long.
    pub fn close(mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.read_to_end().map(|_| ())
    }

    /// Whether something comes, or the server closes, within this time.
    ///
    /// # Errors
    ///
    /// Where the connection fails.
    pub fn is_readable_within(&mut self, time: Duration) -> io::Result<bool> {
        Ok(self.peek_within(time)?.is_some())
    }

    /// Whether the server closes within this time. What comes before that is left to be read.
    ///
    /// # Errors
    ///
    /// Where the connection fails.
    pub fn is_closed_within(&mut self, time: Duration) -> io::Result<bool> {
        Ok(self.peek_within(time)? == Some(0))
    }

    /// How many bytes are there to be read, 0 where the server has closed; none where there are none within this time.
    fn peek_within(&mut self, time: Duration) -> io::Result<Option<usize>> {
        self.stream.set_read_timeout(Some(time))?;
        let peeked = self.stream.peek(&mut [0; 1]);
        self.stream.set_read_timeout(Some(STUCK_AFTER))?;
        match peeked {
            Ok(count) => Ok(Some(count)),
            Err(error) if is_too_early(&error) => Ok(None),
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => {
                Ok(Some(0))
            }
            Err(error) => Err(error),
        }
    }

    /// Reads an answer, past any 1xx before it. `to_head` is whether it is one to a `HEAD`, which has no body.
    ///
    /// # Errors
    ///
    /// Where the connection fails or what comes is not an answer.
    pub fn read_answer(&mut self, to_head: bool) -> io::Result<Answer> {
        loop {
            let (status, headers) = self.read_head()?;
            if (100..200).contains(&status) {
                continue;
            }
            let mut answer = Answer { status, headers, body: Vec::new() };
            answer.body = self.read_body(&answer, to_head)?;
            return Ok(answer);
        }
    }

    /// Reads until the server closes the connection; resetting it counts as closing.
    ///
    /// # Errors
    ///
    /// Where the server keeps it open too long.
    pub fn read_to_end(&mut self) -> io::Result<Vec<u8>> {
        loop {
            match self.fill() {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => {
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(std::mem::take(&mut self.read_ahead))
    }

    fn read_head(&mut self) -> io::Result<(u16, Vec<(String, String)>)> {
        let end = loop {
            if let Some(end) = self.read_ahead.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end;
            }
            self.fill_some()?;
        };
        let head: Vec<u8> = self.read_ahead.drain(..end + 4).collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.trim_end().split("\r\n");
        let status_line = lines.next().unwrap_or_default();
        let status = status_line.strip_prefix("HTTP/1.1 ").or_else(|| status_line.strip_prefix("HTTP/1.0 "));
        let status = status.and_then(|rest| rest.get(..3)).and_then(|digits| digits.parse().ok());
        let status = status.ok_or_else(|| malformed(format!("not a status line: {status_line:?}")))?;
        let headers = lines
            .map(|line| {
                let (name, value) =
                    line.split_once(':').ok_or_else(|| malformed(format!("not a header: {line:?}")))?;
                Ok((name.to_owned(), value.trim().to_owned()))
            })
            .collect::<io::Result<_>>()?;
        Ok((status, headers))
    }

    fn read_body(&mut self, answer: &Answer, to_head: bool) -> io::Result<Vec<u8>> {
        if to_head || answer.status == 204 || answer.status == 304 {
            return Ok(Vec::new());
        }
        if answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            return self.read_chunks();
        }
        match answer.header("content-length") {
            Some(length) => {
                let length = length.parse().map_err(|_| malformed(format!("not a length: {length:?}")))?;
                self.take(length)
            }
            None => self.read_to_end(),
        }
    }

    fn read_chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size_line = self.take_line()?;
            let digits = size_line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16)
                .map_err(|_| malformed(format!("not the size of a chunk: {size_line:?}")))?;
            if size == 0 {
                while !self.take_line()?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.take(size)?);
            if !self.take_line()?.is_empty() {
                return Err(malformed("a chunk is longer than it says".to_owned()));
            }
        }
    }

    fn take_line(&mut self) -> io::Result<String> {
        let end = loop {
            if let Some(end) = self.read_ahead.windows(2).position(|bytes| bytes == b"\r\n") {
                break end;
            }
            self.fill_some()?;
        };
        let line = self.take(end + 2)?;
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.read_ahead.len() < length {
            self.fill_some()?;
        }
        Ok(self.read_ahead.drain(..length).collect())
    }

    fn fill_some(&mut self) -> io::Result<()> {
        if self.fill()? == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server closed the connection"));
        }
        Ok(())
    }

    fn fill(&mut self) -> io::Result<usize> {
        let mut buffer = [0; 16 * 1024];
        let count = loop {
            match self.stream.read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.read_ahead.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

/// Whether there was nothing to read in the time that was given, or in the part of it before a signal.
fn is_too_early(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

fn malformed(problem: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, problem)
}
