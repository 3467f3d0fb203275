//! Which web pages may talk to this server.

use hyper::HeaderMap;
use hyper::Uri;
use hyper::header::{HeaderName, HeaderValue, ORIGIN};

use super::host::is_loopback_name;

/// Where browsers say how far the page is from whom it asks.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origins whose pages may talk to this server. `null` is never one.
#[derive(Debug)]
pub(super) struct Origins {
    /// Whether those of this machine may, whatever their port.
    pub(super) loopback: bool,
    /// Others, such as `https://shop.example`.
    pub(super) configured: Vec<String>,
}

/// Who sent a request, as far as browsers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sender {
    /// No page of another origin: a program, or a browser of its user's own accord.
    Program,
    /// A page of this origin, which may.
    Page {
        /// The origin, as it was sent.
        origin: HeaderValue,
        /// Whether the configuration names it.
        configured: bool,
    },
    /// A page that may not.
    Stranger,
}

impl Origins {
    /// Who sent a request with these headers.
    #[must_use]
    pub(super) fn sender(&self, headers: &HeaderMap) -> Sender {
        let mut origins = headers.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (Some(origin), None) => {
                let Ok(text) = origin.to_str() else { return Sender::Stranger };
                let configured = self.configured.iter().any(|name| name.eq_ignore_ascii_case(text));
                if configured || (self.loopback && is_loopback_origin(text)) {
                    Sender::Page { origin: origin.clone(), configured }
                } else {
                    Sender::Stranger
                }
            }
            (None, _) if is_cross_site(headers) => Sender::Stranger,
            (None, _) => Sender::Program,
            (Some(_), Some(_)) => Sender::Stranger,
        }
    }
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get_all(&SEC_FETCH_SITE).iter().any(|site| site.as_bytes().eq_ignore_ascii_case(b"cross-site"))
}

fn is_loopback_origin(origin: &str) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    // An origin is a scheme and an authority. What a parser adds or takes for something else is not one.
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
    matches!(scheme, "http" | "https")
        && origin.len() == scheme.len() + "://".len() + authority.as_str().len()
        && !authority.as_str().contains('@')
        && is_loopback_name(authority.host())
}

#[cfg(test)]
mod tests;
