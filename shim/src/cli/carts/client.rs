//! A running server, asked over HTTP.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;

use super::CartsError;
use super::till::{Answer, Ask};
use crate::config::PORT;
use crate::dialects::till::DIALECT;

/// Bytes of an answer that are read at most: far above any list.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How long an answer may take. The server is on this machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// What may stand in a path as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A server and the key by which it is asked.
#[derive(Debug)]
pub(super) struct Client {
    url: String,
    authority: String,
    key: String,
}

impl Client {
    /// The server at this address; this machine's own where none is given.
    pub(super) fn new(url: Option<&str>, key: String) -> Result<Self, CartsError> {
        let url = url.map_or_else(|| format!("http://127.0.0.1:{PORT}"), str::to_owned);
        let invalid = || CartsError::UrlInvalid { url: url.clone() };
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let path = uri.path().trim_end_matches('/');
        let is_ours = uri.scheme_str() == Some("http") && (path.is_empty() || path == DIALECT.base_path);
        let authority = uri.authority().filter(|authority| is_ours && !authority.as_str().contains('@'));
        let authority = authority.ok_or_else(invalid)?.to_string();
        Ok(Self { url: format!("http://{authority}"), authority, key })
    }

    /// The server's answer.
    pub(super) fn ask(&self, ask: &Ask) -> Result<Answer, CartsError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| self.unreachable(&error))?;
        let (status, body) = runtime.block_on(async {
            let answer = tokio::time::timeout(PATIENCE, self.exchange(ask)).await;
            answer.unwrap_or_else(|_| Err(self.unreachable(&"it takes too long")))
        })?;
        self.read(status, &body)
    }

    async fn exchange(&self, ask: &Ask) -> Result<(StatusCode, Bytes), CartsError> {
        let failed = |error: hyper::Error| self.unreachable(&error);
        let has_port = self.authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
        let address = if has_port { self.authority.clone() } else { format!("{}:80", self.authority) };
        let stream = TcpStream::connect(address).await.map_err(|error| self.unreachable(&error))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
        let request = self.request(ask)?;
        let answer = async {
            let response = sender.send_request(request).await.map_err(failed)?;
            let status = response.status();
            let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|error| self.unreachable(&error))?;
            Ok((status, body.to_bytes()))
        };
        tokio::pin!(answer);
        tokio::select! {
            answer = &mut answer => answer,
            ended = connection => match ended {
                Ok(()) => answer.await,
                Err(error) => Err(failed(error)),
            },
        }
    }

    fn request(&self, ask: &Ask) -> Result<Request<Full<Bytes>>, CartsError> {
        let (method, path, body) = parts(ask);
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", DIALECT.base_path))
            .header(HOST, &self.authority)
            .header(AUTHORIZATION, format!("Bearer {}", self.key));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        // Only a key that cannot stand in a header can be wrong, which no server knows.
        request
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| CartsError::KeyUnknown { url: self.url.clone() })
    }

    fn read(&self, status: StatusCode, body: &[u8]) -> Result<Answer, CartsError> {
        if status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let foreign = || CartsError::Foreign { url: self.url.clone() };
        let json: Json = serde_json::from_slice(body).map_err(|_| foreign())?;
        if status.is_success() {
            return Ok(Some(json));
        }
        let error = &json["error"];
        let (Some(code), Some(message)) = (error["code"].as_str(), error["message"].as_str()) else {
            return Err(foreign());
        };
        if status == StatusCode::UNAUTHORIZED {
            return Err(CartsError::KeyUnknown { url: self.url.clone() });
        }
        Err(CartsError::Refused { code: code.to_owned(), message: message.to_owned() })
    }

    fn unreachable(&self, reason: &impl ToString) -> CartsError {
        CartsError::Unreachable { url: self.url.clone(), reason: reason.to_string() }
    }
}

/// The method, the path below the API's, and the body that ask this.
fn parts(ask: &Ask) -> (Method, String, Option<Json>) {
    let segment = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    match ask {
        Ask::ListCarts { customer, limit, offset } => {
            let customer = customer.as_ref().map(|customer| format!("&customer={}", segment(customer)));
            let customer = customer.unwrap_or_default();
            (Method::GET, format!("/carts?limit={limit}&offset={offset}{customer}"), None)
        }
        Ask::ListParked { limit, offset } => {
            (Method::GET, format!("/parked?limit={limit}&offset={offset}"), None)
        }
        Ask::ShowCart { cart } => (Method::GET, format!("/carts/{}", segment(cart)), None),
        Ask::ShowParked { parked } => (Method::GET, format!("/parked/{}", segment(parked)), None),
        Ask::Park { cart, note } => {
            (Method::POST, format!("/carts/{}/park", segment(cart)), Some(json!({ "note": note })))
        }
        Ask::Resume { parked, into } => {
            (Method::POST, format!("/parked/{}/resume", segment(parked)), Some(json!({ "into": into })))
        }
        Ask::DeleteCart { cart } => (Method::DELETE, format!("/carts/{}", segment(cart)), None),
        Ask::DeleteParked { parked } => (Method::DELETE, format!("/parked/{}", segment(parked)), None),
    }
}

#[cfg(test)]
mod tests;
