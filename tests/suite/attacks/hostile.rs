//! A server of an attacker: it has a page, and takes the report of what the page could do. As the far end of a name that
//! is made to point here it passes on all else.

use std::io::{self, Read, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::spawn;

use serde_json::Value as Json;

/// The path of the page, and of all that is the attacker's own.
pub(super) const PAGE_PATH: &str = "/hostile/page";
const REPORT_PATH: &str = "/hostile/report";

/// What comes to the attacker.
pub(super) struct Hostile {
    /// What the page tells, once it is through.
    pub(super) reports: Receiver<Json>,
}

/// What the attacker does with what comes.
struct Plan {
    page: String,
    /// Whom all is passed on to that is not the attacker's own; none for nobody.
    victim: Option<SocketAddr>,
    reports: Sender<Json>,
}

impl Hostile {
    /// Serves the page, for as long as the tests run.
    pub(super) fn start(listener: TcpListener, page: String, victim: Option<SocketAddr>) -> Self {
        let (sender, reports) = channel();
        let plan = Arc::new(Plan { page, victim, reports: sender });
        spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let plan = Arc::clone(&plan);
                // A browser that goes in the middle is the end of the test.
                spawn(move || plan.serve(stream));
            }
        });
        Self { reports }
    }
}

impl Plan {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let request = read_request(&mut stream)?;
        let text = String::from_utf8_lossy(&request).into_owned();
        let path = text.split(' ').nth(1).unwrap_or_default();
        let (status, media_type, body) = match (path, self.victim) {
            (PAGE_PATH, _) => ("200 OK", "text/html; charset=utf-8", self.page.as_str()),
            (REPORT_PATH, _) => {
                let body = text.split_once("\r\n\r\n").unwrap_or_default().1;
                let report = serde_json::from_str(body).unwrap_or(Json::Null);
                // A second report has nobody who waits for it.
                let _ = self.reports.send(report);
                ("200 OK", "text/plain", "thanks")
            }
            (_, Some(victim)) => return pass_on(stream, &request, victim),
            (_, None) => ("404 Not Found", "text/plain", "nothing"),
        };
        let len = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n{body}"
        )
    }
}

fn read_request(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&buffer[..count]);
        let Some(head_len) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..head_len]).to_ascii_lowercase();
        let body_len = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let body_len = body_len.and_then(|len| len.trim().parse().ok()).unwrap_or(0);
        if head_len + 4 + body_len <= bytes.len() {
            return Ok(bytes);
        }
    }
}

/// Passes on what has come, as it came but for the connection, which ends with the answer: what a browser asks next may be
/// for the attacker.
fn pass_on(mut caller: TcpStream, request: &[u8], victim: SocketAddr) -> io::Result<()> {
    let mut answering = TcpStream::connect(victim)?;
    let line_len = request.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    answering.write_all(&request[..line_len])?;
    answering.write_all(b"Connection: close\r\n")?;
    answering.write_all(&request[line_len..])?;
    io::copy(&mut answering, &mut caller)?;
    caller.shutdown(Shutdown::Both)
}
