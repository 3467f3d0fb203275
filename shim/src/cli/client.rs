//! A running server, asked over HTTP.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;
use tokio::net::TcpStream;

use super::args::place::Where;
use crate::config::PORT;
use crate::dialects::till::DIALECT;

/// Bytes of an answer that are read at most: far above any list.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How long an answer may take. The server is on this machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// What may stand in a path as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The variable of the server's address, where no argument names it.
pub(super) const URL_VARIABLE: &str = "TROLLEY_URL";
/// The variable of the key, where no argument names it: arguments can be seen by everybody on the machine.
pub(super) const KEY_VARIABLE: &str = "TROLLEY_KEY";

/// What is asked: the method, the path below `/_trolley`, and the body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Json>,
}

/// Why there is no answer to use.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    /// The address is not one.
    #[error("`{url}` is not the address of a server, such as http://127.0.0.1:2278")]
    UrlInvalid {
        /// What was given.
        url: String,
    },
    /// Nobody answers.
    #[error(
        "no server answers at {url}: {reason}; start one, name another with --url, or with --data a file that none has open"
    )]
    Unreachable {
        /// The server.
        url: String,
        /// Why.
        reason: String,
    },
    /// Somebody else answers.
    #[error("what answers at {url} is not a Trolley server")]
    Foreign {
        /// The server.
        url: String,
    },
    /// The server does not know the key.
    #[error("the server at {url} does not know the key: name {whose} of it in {KEY_VARIABLE}")]
    KeyUnknown {
        /// The server.
        url: String,
        /// The kind of the key that it wants, with its article.
        whose: &'static str,
    },
    /// It was refused.
    #[error("{}", decapitalized(message))]
    Refused {
        /// The refusal's name.
        code: String,
        /// Why, for people.
        message: String,
    },
}

/// A server and the key by which it is asked.
#[derive(Debug)]
pub(super) struct Client {
    url: String,
    authority: String,
    key: String,
    whose: &'static str,
}

impl Client {
    /// The server and the key that the arguments name, else the environment; else this machine's own, and the demo's
    /// key, which is everybody's and opens nothing else. `whose` key it is to be is said where it is not known, such as
    /// `an operator's key`.
    pub(super) fn named(place: &Where, demo_key: &str, whose: &'static str) -> Result<Self, ClientError> {
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let url = place.url.clone().or_else(|| variable(URL_VARIABLE));
        let key = place.key.clone().or_else(|| variable(KEY_VARIABLE));
        Self::new(url.as_deref(), key.unwrap_or_else(|| demo_key.to_owned()), whose)
    }

    /// The server at this address; this machine's own where none is given.
    fn new(url: Option<&str>, key: String, whose: &'static str) -> Result<Self, ClientError> {
        let url = url.map_or_else(|| format!("http://127.0.0.1:{PORT}"), str::to_owned);
        let invalid = || ClientError::UrlInvalid { url: url.clone() };
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let path = uri.path().trim_end_matches('/');
        let is_ours = uri.scheme_str() == Some("http") && (path.is_empty() || path == DIALECT.base_path);
        let authority = uri.authority().filter(|authority| is_ours && !authority.as_str().contains('@'));
        let authority = authority.ok_or_else(invalid)?.to_string();
        Ok(Self { url: format!("http://{authority}"), authority, key, whose })
    }

    /// The server's answer; none where there is nothing more to say than that it is done.
    pub(super) fn ask(&self, question: &Question) -> Result<Option<Json>, ClientError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| self.unreachable(&error))?;
        let (status, body) = runtime.block_on(async {
            let answer = tokio::time::timeout(PATIENCE, self.exchange(question)).await;
            answer.unwrap_or_else(|_| Err(self.unreachable(&"it takes too long")))
        })?;
        self.read(status, &body)
    }

    async fn exchange(&self, question: &Question) -> Result<(StatusCode, Bytes), ClientError> {
        let failed = |error: hyper::Error| self.unreachable(&error);
        let has_port = self.authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
        let address = if has_port { self.authority.clone() } else { format!("{}:80", self.authority) };
        let stream = TcpStream::connect(address).await.map_err(|error| self.unreachable(&error))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
        let request = self.request(question)?;
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

    fn request(&self, question: &Question) -> Result<Request<Full<Bytes>>, ClientError> {
        let Question { method, path, body } = question;
        let mut request = Request::builder()
            .method(method.clone())
            .uri(format!("{}{path}", DIALECT.base_path))
            .header(HOST, &self.authority)
            .header(AUTHORIZATION, format!("Bearer {}", self.key));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.as_ref().map(ToString::to_string).unwrap_or_default();
        // Only a key that cannot stand in a header can be wrong, which no server knows.
        request
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| ClientError::KeyUnknown { url: self.url.clone(), whose: self.whose })
    }

    fn read(&self, status: StatusCode, body: &[u8]) -> Result<Option<Json>, ClientError> {
        if status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let foreign = || ClientError::Foreign { url: self.url.clone() };
        let json: Json = serde_json::from_slice(body).map_err(|_| foreign())?;
        if status.is_success() {
            return Ok(Some(json));
        }
        let error = &json["error"];
        let (Some(code), Some(message)) = (error["code"].as_str(), error["message"].as_str()) else {
            return Err(foreign());
        };
        if status == StatusCode::UNAUTHORIZED {
            return Err(ClientError::KeyUnknown { url: self.url.clone(), whose: self.whose });
        }
        Err(ClientError::Refused { code: code.to_owned(), message: message.to_owned() })
    }

    fn unreachable(&self, reason: &impl ToString) -> ClientError {
        ClientError::Unreachable { url: self.url.clone(), reason: reason.to_string() }
    }
}

/// A text as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A sentence that goes on behind a colon.
pub(super) fn decapitalized(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

#[cfg(test)]
mod tests;
