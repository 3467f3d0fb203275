//! The cart APIs that the server speaks. Each is a folder that knows its vendor's words; nobody else does.
//!
//! A new one is a folder here, a folder in `fixtures/`, and two lines below: its `mod` and its row in [`DIALECTS`].

pub mod bench;
pub mod elastic_path;
pub mod sds_shop;
pub mod stateset;
pub mod storekit;
pub mod till;
pub mod trouble;
pub mod admin;

use hyper::Method;
use hyper::header::{HeaderName, HeaderValue};

use trolley_engine::Timestamp;
use trolley_engine::env::IdForm;

use self::bench::Bench;
use self::trouble::Trouble;
use crate::config::Config;
use crate::exchange::{Bearer, Context, Plan, Request, Response};

/// Every dialect that the server speaks.
pub static DIALECTS: &[&Dialect] = &[
    &storekit::DIALECT,
    &stateset::DIALECT,
    &sds_shop::DIALECT,
    &elastic_path::DIALECT,
    &till::DIALECT,
    &admin::DIALECT,
];

/// A cart API.
#[derive(Debug)]
pub struct Dialect {
    /// Its name in configuration and keys, such as `storekit`.
    pub name: &'static str,
    /// Its name for people, such as `StoreKit`.
    pub title: &'static str,
    /// The path below which clients are pointed, such as `/v1`; shown in the banner behind the address.
    pub base_path: &'static str,
    /// The beginnings of the paths it owns, whole segments, such as `/v1/cart`; errors there take its form. Where
    /// several dialects have one, the longest decides.
    pub owns: &'static [&'static str],
    /// Its endpoints.
    pub routes: &'static [Route],
    /// What its documents leave open, for people: a row for each member of its section of the configuration.
    pub readings: &'static [Reading],
    /// Looks at a request before it is decoded, where it is to be counted: what to say of it in the answer, whatever that
    /// is, or the answer that refuses it.
    pub admit: Option<fn(&Request, &Context) -> Admission>,
    /// How its callers ask for something to be done once.
    pub idempotency: Idempotency,
    /// What pages of other origins may do.
    pub pages: Pages,
    /// The kinds of secrets by which its callers prove themselves.
    pub secrets: &'static [Secret],
    /// What identifiers it gives to lines that no caller has asked for by themselves, at this moment.
    pub line_ids: fn(Timestamp) -> IdForm,
    /// The same of requests that check a cart out: the identifiers of an order's lines.
    pub order_line_ids: fn(Timestamp) -> IdForm,
    /// Its part of the demo catalog, as a seed.
    pub demo_seed: &'static str,
    /// A request to try first, where it has one that needs no other before it.
    pub sample: Option<Sample>,
    /// How load is put on a server through it; none where it is no cart API.
    pub bench: Option<&'static Bench>,
    /// Its form of what goes wrong before a route's own decoding.
    pub problem: fn(&Context, &Problem) -> Response,
}

/// An endpoint.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path; `{name}` stands for one segment.
    pub path: &'static str,
    /// The document and section that describe it.
    pub source: &'static str,
    /// What body it takes.
    pub body: BodyKind,
    /// Makes a plan of a request, or refuses it with an answer. Asks nobody.
    pub decode: fn(&Request, &Context) -> Result<Plan, Response>,
}

/// Something that the documents of a dialect leave open or contradict themselves in, and that is a setting therefore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The setting's name in the dialect's section of the configuration, such as `duplicate`.
    pub name: &'static str,
    /// Where the documents say what, such as `C1: 000_c2a3ee2bbe47592c, 409 Conflict and Important Notes`.
    pub documents: &'static str,
    /// What it changes, as a part of a sentence, such as `what a POST of a product that is in the cart does`.
    pub changes: &'static str,
    /// The value where nothing is said, as TOML has it, such as `"increment"`; empty for none.
    pub default: &'static str,
    /// Values that can be set instead, as TOML has them; of a number or a text examples of them, each of which works.
    pub alternatives: &'static [&'static str],
    /// What may be set besides the alternatives, such as `any number of days up to 65535`; empty where they are all.
    pub range: &'static str,
}

/// How callers of a dialect ask for something to be done once, however often they send it.
#[derive(Debug)]
pub struct Idempotency {
    /// The headers of the key, in lower case; of several that are sent the first one counts.
    pub headers: &'static [&'static str],
    /// Who asks, as far as it is known before the request is decoded: two callers who use the same key do not meet where
    /// these texts differ. Of one who is let in by a token that ends, what the token proves and not the token itself, so
    /// that a new one leads to the same answers.
    pub caller: fn(&Request, &Context) -> Vec<String>,
    /// The headers besides the body that change what is asked for, in lower case.
    pub meaning: &'static [&'static str],
}

impl Idempotency {
    /// Who asks, where callers are told apart by their bearer tokens alone, and these do not end.
    #[must_use]
    pub fn by_token(request: &Request, _context: &Context) -> Vec<String> {
        match request.bearer() {
            Bearer::Token(secret) => vec![secret.to_owned()],
            Bearer::Absent | Bearer::Malformed => Vec::new(),
        }
    }
}

/// What pages of other origins may do, as far as their browsers ask.
#[derive(Debug)]
pub struct Pages {
    /// The headers that they may send, in lower case.
    pub request_headers: &'static [&'static str],
    /// The answer's headers that they may read, in lower case.
    pub exposed_headers: &'static [&'static str],
    /// Whether browsers that ask beforehand are answered, and pages told that they may read.
    pub are_answered: fn(&Config) -> bool,
}

/// What became of a request before it is decoded.
#[derive(Debug, Default)]
pub struct Admission {
    /// Headers for the answer, whatever it is.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The answer that refuses it.
    pub refusal: Option<Response>,
}

/// A kind of secret by which callers of a dialect prove themselves.
#[derive(Debug)]
pub struct Secret {
    /// Its name in keys, such as `api_key`.
    pub kind: &'static str,
    /// What such a secret can allow; empty where it allows all that there is.
    pub scopes: &'static [&'static str],
    /// What one allows for which nothing is said when it is made.
    pub scopes_default: &'static [&'static str],
    /// Whether it proves a customer, who must be named.
    pub names_customer: bool,
    /// What a new one looks like.
    pub form: SecretForm,
}

/// What a new secret looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretForm {
    /// This prefix and 64 hexadecimal digits.
    Text(&'static str),
    /// 64 hexadecimal digits, which are a key of this kind by themselves, a colon, and 64 more, which alone are secret.
    Second {
        /// The kind of the first.
        of: &'static str,
    },
}

/// A request to try first.
#[derive(Debug)]
pub struct Sample {
    /// The key of the demo that it carries.
    pub key: &'static str,
    /// The command line that sends it to the server at this address.
    pub curl: fn(base_url: &str) -> String,
}

/// What body a route takes.
#[derive(Debug, Clone, Copy)]
pub enum BodyKind {
    /// None: one that comes is left unread by the dialect, whatever its type.
    Ignored,
    /// `application/json`, at most so many bytes.
    Json {
        /// Most bytes.
        bytes_max: usize,
    },
    /// As [`BodyKind::Json`] where the settings have it so, and else as [`BodyKind::Ignored`].
    JsonIf {
        /// Most bytes.
        bytes_max: usize,
        /// Whether it is read.
        is_read: fn(&Config) -> bool,
    },
    /// `application/x-www-form-urlencoded`, at most so many bytes.
    Form {
        /// Most bytes.
        bytes_max: usize,
    },
}

/// What can go wrong before or outside a route's own decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// 404: no route has this path.
    PathNotFound,
    /// 405: the path has no route of this method. The server adds the header `Allow`.
    MethodNotAllowed {
        /// The method.
        method: Method,
    },
    /// 415: the body is of a type that the route does not take, and the route's dialect does not deal with it itself.
    UnsupportedMediaType {
        /// The type that the route takes.
        expected: &'static str,
    },
    /// 413: the body is larger than the route takes.
    BodyTooLarge {
        /// Most bytes.
        bytes_max: usize,
    },
    /// 408: the body did not come in time.
    BodyTimeout,
    /// 400: the request is not HTTP as it should be: no `Host`, or two; a path that is not UTF-8.
    BadRequest,
    /// 421: the `Host` is not one of this server's.
    WrongHost,
    /// 403: a page of an origin that is not allowed sent the request.
    ForeignOrigin,
    /// 400: the idempotency key is not of 1 to 255 visible ASCII characters, or there are two.
    IdempotencyKeyInvalid,
    /// 422: the idempotency key was used for something else.
    IdempotencyKeyReused,
    /// 503: too much to do. The server adds the header `Retry-After`.
    Overloaded,
    /// 503: nothing can be changed at the moment, or it is not known whether it was. The server adds the header
    /// `Retry-After`.
    Unavailable(Trouble),
    /// 500: a bug.
    Internal,
}
