//! A connection to the server, which stays open from one request to the next.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::answer::{Answer, Found, find};

/// Bytes that a buffer begins with: a cart of some lines.
const BUFFER_BYTES: usize = 16 * 1024;
/// Callers of one address of this machine's: a server may let no more than 64 in at a time of each.
const CALLERS_OF_ADDRESS: usize = 60;

/// A connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    /// What has come of the present answer.
    bytes: Vec<u8>,
}

impl Connection {
    /// A connection of the caller of this number. A machine has many addresses of its own where it has the one of
    /// IPv4, and many callers take several, as many customers would.
    pub(crate) async fn open(server: SocketAddr, caller: usize) -> io::Result<Self> {
        let stream = match own_address(server, caller) {
            Some(own) => {
                let socket = TcpSocket::new_v4()?;
                // Where the system knows only the first of them all callers are of one.
                match socket.bind(SocketAddr::new(own, 0)) {
                    Ok(()) => socket.connect(server).await?,
                    Err(_) => TcpStream::connect(server).await?,
                }
            }
            None => TcpStream::connect(server).await?,
        };
        stream.set_nodelay(true)?;
        Ok(Self { stream, bytes: Vec::with_capacity(BUFFER_BYTES) })
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// What the system says; [`io::ErrorKind::UnexpectedEof`] where the connection ends before the answer does, and
    /// [`io::ErrorKind::InvalidData`] where what comes is none.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.bytes.clear();
        self.stream.write_all(request).await?;
        loop {
            if self.stream.read_buf(&mut self.bytes).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match find(&self.bytes) {
                Found::Whole(answer) if answer.body.end == self.bytes.len() => return Ok(answer),
                Found::Part => {}
                // More than was asked for is no answer either.
                Found::Whole(_) | Found::Malformed => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }

    /// The bytes of the last answer.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The address of this machine's that a caller is of; none for the usual one.
fn own_address(server: SocketAddr, caller: usize) -> Option<IpAddr> {
    let IpAddr::V4(server) = server.ip() else { return None };
    let place = u8::try_from(caller / CALLERS_OF_ADDRESS).ok().filter(|place| 0 < *place)?;
    server.is_loopback().then(|| Ipv4Addr::new(127, 0, 0, place.saturating_add(1)).into())
}
