//! The server that load is put on: where it is, and what it says of itself.

use std::net::{SocketAddr, ToSocketAddrs as _};

use hyper::{Method, Uri};
use serde::Serialize;
use serde_json::Value as Json;

use super::BenchError;
use crate::cli::args::bench::BenchArgs;
use crate::cli::client::URL_VARIABLE;
use crate::config::PORT;
use crate::dialects::admin;
use crate::dialects::bench::Ask;
use crate::load::errands::{self, Reply};
use crate::load::request;

/// The variable of the administrator's key, where no argument names it.
const ADMIN_KEY_VARIABLE: &str = "TROLLEY_ADMIN_KEY";
/// The port of a server whose address names none.
const HTTP_PORT: u16 = 80;

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) authority: String,
    pub(super) address: SocketAddr,
}

/// What a server is, as far as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ServerReport {
    /// Where it is.
    pub(super) url: String,
    /// Its version; none where it does not say.
    pub(super) version: Option<String>,
    /// How safely it keeps carts: `durable`, `fast` or `memory`; none where it does not say.
    pub(super) profile: Option<String>,
}

impl Target {
    /// The server that the arguments name, else the environment, else this machine's own.
    pub(super) fn named(args: &BenchArgs) -> Result<Self, BenchError> {
        let url = args.url.clone().or_else(|| variable(URL_VARIABLE));
        let url = url.unwrap_or_else(|| format!("http://127.0.0.1:{PORT}"));
        let invalid = || BenchError::UrlInvalid(url.clone());
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let is_whole = uri.scheme_str() == Some("http") && uri.path() == "/" && uri.query().is_none();
        let authority = uri.authority().filter(|authority| is_whole && !authority.as_str().contains('@'));
        let authority = authority.ok_or_else(invalid)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let mut addresses = (host, authority.port_u16().unwrap_or(HTTP_PORT))
            .to_socket_addrs()
            .map_err(|error| BenchError::Unreachable { url: url.clone(), reason: error.to_string() })?;
        let address = addresses.next().ok_or_else(invalid)?;
        if !address.ip().is_loopback() && !args.remote {
            return Err(BenchError::Remote(url));
        }
        Ok(Self { url: format!("http://{authority}"), authority: authority.to_string(), address })
    }

    /// The bytes of a request to it.
    pub(super) fn bytes(&self, ask: &Ask) -> Result<Vec<u8>, BenchError> {
        request::bytes(&self.authority, ask).map_err(|error| BenchError::Ask(error.to_string()))
    }

    /// Makes errands there, and gives the answers of each.
    pub(super) async fn ask_all(&self, errands: Vec<Vec<Ask>>) -> Result<Vec<Vec<Reply>>, BenchError> {
        let errands = errands.iter().map(|asks| asks.iter().map(|ask| self.bytes(ask)).collect());
        let errands = errands.collect::<Result<Vec<Vec<Vec<u8>>>, BenchError>>()?;
        errands::run(self.address, errands).await.map_err(|error| self.unreachable(&error))
    }

    /// Asks for one thing.
    pub(super) async fn ask(&self, ask: Ask) -> Result<Reply, BenchError> {
        let reply = self.ask_all(vec![vec![ask]]).await?.pop().and_then(|mut replies| replies.pop());
        reply.ok_or_else(|| self.unreachable(&"it says nothing"))
    }

    /// What the server says of itself: nothing where it is another one, or does not know the administrator's key.
    pub(super) async fn health(&self, args: &BenchArgs) -> Result<ServerReport, BenchError> {
        let key = args.admin_key.clone().or_else(|| variable(ADMIN_KEY_VARIABLE));
        let key = key.unwrap_or_else(|| admin::DEMO_KEY.to_owned());
        let bearer = format!("Bearer {key}");
        let ask = Ask::new(Method::GET, "/_trolley/health", ("authorization", &bearer));
        let (_, body) = self.ask(ask).await?;
        let health: Json = serde_json::from_slice(&body).unwrap_or_default();
        let text = |name: &str| health[name].as_str().map(str::to_owned);
        Ok(ServerReport { url: self.url.clone(), version: text("version"), profile: text("profile") })
    }

    fn unreachable(&self, reason: &impl ToString) -> BenchError {
        BenchError::Unreachable { url: self.url.clone(), reason: reason.to_string() }
    }
}

/// The variable of this name, where it is there and not empty.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
