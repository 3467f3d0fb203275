//! Which names this server answers to: a page that has its own name point here must not reach it.

use std::sync::Arc;

use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Uri};

use crate::dialects::Problem;

/// The names that this server answers to.
#[derive(Debug)]
pub(super) struct Hosts {
    port: u16,
    configured: Vec<String>,
    /// The names that nearly all callers use, with what they reach by them: there is nothing to find out about these.
    usual: [(String, Arc<str>); 2],
}

impl Hosts {
    /// Those of a server that listens on this port, which names of this machine must come with, and those that the
    /// configuration adds: `name` with any port, or `name:port`.
    pub(super) fn new(port: u16, configured: Vec<String>) -> Self {
        let usual = ["127.0.0.1", "localhost"].map(|name| {
            let host = format!("{name}:{port}");
            let base_url = format!("http://{host}").into();
            (host, base_url)
        });
        Self { port, configured, usual }
    }

    /// Where the caller reaches this server, by the `Host` that the request was sent to, as it was sent.
    ///
    /// # Errors
    ///
    /// [`Problem::BadRequest`] where there is not exactly one, or it is not well-formed; [`Problem::WrongHost`] where
    /// it, or the authority of an absolute target, is not one of this server's.
    pub(super) fn check(&self, target: &Uri, headers: &HeaderMap) -> Result<Arc<str>, Problem> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Problem::BadRequest) };
        let usual = self.usual.iter().find(|(name, _)| name.as_bytes() == host.as_bytes());
        if let (Some((_, base_url)), None) = (usual, target.authority()) {
            return Ok(Arc::clone(base_url));
        }
        let host = Authority::try_from(host.as_bytes()).map_err(|_| Problem::BadRequest)?;
        for authority in [Some(&host), target.authority()].into_iter().flatten() {
            if authority.as_str().contains('@') {
                return Err(Problem::BadRequest);
            }
            if !self.allow(authority) {
                return Err(Problem::WrongHost);
            }
        }
        Ok(format!("http://{host}").into())
    }

    fn allow(&self, authority: &Authority) -> bool {
        let own = is_loopback_name(authority.host()) && port(authority) == Some(self.port);
        own || self.configured.iter().any(|name| {
            name.eq_ignore_ascii_case(authority.as_str()) || name.eq_ignore_ascii_case(authority.host())
        })
    }
}

/// The port that is named, in digits and nothing else, or the one that is meant where none is.
fn port(authority: &Authority) -> Option<u16> {
    let Some(port) = authority.port() else { return Some(80) };
    let digits = port.as_str();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Whether a name, without a port, always means the machine it is used on.
pub(super) fn is_loopback_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
        || name.strip_suffix(".localhost").is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests;
