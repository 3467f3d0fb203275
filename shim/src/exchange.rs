//! One request and its answer, as values: what dialects see of HTTP.

pub mod backups;
pub mod reuse;

use std::fmt;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use trolley_engine::domain::apply::{Notices, Outcome};
use trolley_engine::domain::catalog::{Product, Settings};
use trolley_engine::domain::command::{Command, ProductRef};
use trolley_engine::domain::id::{CartId, CustomerId, InvalidId, OrderId, ParkedId};
use trolley_engine::domain::order::Order;
use trolley_engine::domain::promotion::Promotions;
use trolley_engine::domain::search::Search;
use trolley_engine::engine::health::Health;
use trolley_engine::engine::keyed::Viewed;
use trolley_engine::env::{IdForm, Ids};
use trolley_engine::{CartView, Error, Listed, Page, ParkedView, Principal, Receipt, Searched, Timestamp};

use self::backups::{BackupCall, BackupReply};
use self::reuse::Reuse;
use crate::backups::{BackupError, BackupKeeper};
use crate::config::Config;
use crate::keyring::Keyring;
use crate::rate::RateCounters;

/// A request that a route has been found for, its body read.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path's parameters by name, percent-decoded.
    pub params: Vec<(&'static str, String)>,
    /// The query's parameters in order, percent-decoded; names may be repeated.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: RequestBody,
}

/// The body of a request, as far as the route takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestBody {
    /// There is none, or the route takes none.
    Absent,
    /// These bytes, of the media type that the route takes.
    Present(Vec<u8>),
    /// There is one, of a media type that the route does not take.
    OtherType,
}

impl Request {
    /// The path's parameter of this name; empty where the route has none.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// The text of the first header of this name; none where it is absent, or not visible ASCII, or blank.
    #[must_use]
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        header(&self.headers, name)
    }

    /// Whether the first header of this name is there and not blank, be it text or not.
    #[must_use]
    pub fn has_header(&self, name: &HeaderName) -> bool {
        self.headers.get(name).is_some_and(|value| !value.as_bytes().trim_ascii().is_empty())
    }

    /// The token of the header `Authorization: Bearer ...`, whatever the case of the scheme.
    #[must_use]
    pub fn bearer(&self) -> Bearer<'_> {
        let Some(value) = self.headers.get(hyper::header::AUTHORIZATION) else { return Bearer::Absent };
        let Ok(text) = value.to_str() else { return Bearer::Malformed };
        if text.trim().is_empty() {
            return Bearer::Absent;
        }
        match text.trim().split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
                Bearer::Token(token.trim())
            }
            _ => Bearer::Malformed,
        }
    }
}

/// The text of the first header of this name; none where it is absent, or not visible ASCII, or blank.
#[must_use]
pub fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

/// What the header `Authorization` has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// The header is not there, or blank.
    Absent,
    /// It is not of the form `Bearer ...`.
    Malformed,
    /// This token.
    Token(&'a str),
}

/// What is the same for all requests.
#[derive(Debug)]
pub struct Shared {
    /// The configuration in force.
    pub config: Config,
    /// The store's settings.
    pub settings: Arc<Settings>,
    /// The source of identifiers.
    pub ids: Arc<dyn Ids>,
    /// What tokens are signed with that this server hands out: new with each start, so that they end with it.
    pub token_secret: TokenSecret,
    /// How many requests callers have sent, for dialects that limit them.
    pub rates: RateCounters,
    /// The backups of the store.
    pub backups: Arc<BackupKeeper>,
}

/// What tokens are signed with that the server hands out. Never shown.
pub struct TokenSecret(pub [u8; 32]);

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(..)")
    }
}

/// What decoding and encoding look at besides the request.
#[derive(Debug, Clone)]
pub struct Context {
    /// What is the same for all requests.
    pub shared: Arc<Shared>,
    /// When the request came.
    pub now: Timestamp,
    /// The same in engine time, which goes on as time does whatever the clock is set to: what is to end some time after now
    /// ends so long after this.
    pub counted: Timestamp,
    /// The keys by which callers prove themselves, as they were then.
    pub keyring: Keyring,
    /// Where the caller reaches this server, such as `http://127.0.0.1:2278`: no slash at the end.
    pub base_url: Arc<str>,
    /// The caller's own name for the request, of the header `X-Request-ID`: visible ASCII, not blank, of any length.
    pub request_id: Option<String>,
}

impl Context {
    /// The configuration in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// A new identifier.
    #[must_use]
    pub fn new_id<T>(&self, form: IdForm) -> T
    where
        T: for<'t> TryFrom<&'t str, Error = InvalidId>,
    {
        #[expect(clippy::expect_used, reason = "the source of identifiers makes what it is asked for")]
        T::try_from(&self.new_id_text(form)).expect("new identifiers are valid")
    }

    /// The text of a new identifier that the engine does not see.
    #[must_use]
    pub fn new_id_text(&self, form: IdForm) -> String {
        self.shared.ids.next(form)
    }
}

/// What decoding makes of a request: what to ask of the engine, and how to answer.
pub struct Plan {
    /// What to ask of the engine.
    pub call: Call,
    /// Makes the answer.
    pub encode: Encode,
}

/// Makes the answer of what the engine said.
pub type Encode = Box<dyn FnOnce(&Context, Result<Reply, Error>) -> Response + Send>;

/// What is asked of the engine: one thing for each request.
#[derive(Debug)]
pub enum Call {
    /// A change. Several commands are applied in order as one; the first refusal undoes all.
    Submit {
        /// On whose behalf.
        principal: Principal,
        /// What to do; at least one.
        commands: Vec<Command>,
    },
    /// The same, for an answer that shows nothing of the cart, which need not be read and priced for it.
    SubmitUnseen {
        /// On whose behalf.
        principal: Principal,
        /// What to do; at least one.
        commands: Vec<Command>,
    },
    /// A look at a cart.
    Read {
        /// On whose behalf.
        principal: Principal,
        /// The cart.
        cart: CartId,
        /// Whether the answer may be given again.
        reuse: Option<Reuse>,
    },
    /// A look at a cart, one that has expired and is still stored included.
    ReadStored {
        /// On whose behalf.
        principal: Principal,
        /// The cart.
        cart: CartId,
        /// Whether the answer may be given again.
        reuse: Option<Reuse>,
    },
    /// What a change would come to. Nothing is changed.
    Try {
        /// On whose behalf.
        principal: Principal,
        /// What to try.
        command: Box<Command>,
    },
    /// A look at carts.
    ListCarts {
        /// On whose behalf.
        principal: Principal,
        /// The customer whose carts are asked for; none for all that the principal may see.
        customer: Option<CustomerId>,
        /// Which part of them.
        page: Page,
    },
    /// A look at many carts: all are looked at, beside everything else.
    SearchCarts {
        /// On whose behalf.
        principal: Principal,
        /// Which are meant.
        search: Box<Search>,
        /// Which part of them.
        page: Page,
    },
    /// A look at an order.
    ReadOrder {
        /// On whose behalf.
        principal: Principal,
        /// The order.
        order: OrderId,
    },
    /// A look at orders.
    ListOrders {
        /// On whose behalf.
        principal: Principal,
        /// Which part of them.
        page: Page,
    },
    /// A look at what is set aside.
    ReadParked {
        /// On whose behalf.
        principal: Principal,
        /// Which.
        parked: ParkedId,
    },
    /// A look at all that is set aside.
    ListParked {
        /// On whose behalf.
        principal: Principal,
        /// Which part of it.
        page: Page,
    },
    /// A look at how the engine is.
    ReadHealth,
    /// A look at a product.
    ReadProduct {
        /// The product.
        product: ProductRef,
    },
    /// A look at all promotions.
    ReadPromotions,
    /// Something about backups.
    Backups(BackupCall),
    /// Nothing.
    Nothing,
}

/// What the engine said.
#[derive(Debug)]
pub enum Reply {
    /// A change was made and is on disk, or was only tried. The cart is the last command's as it is afterwards; a submission that ends
    /// in a deletion or an import has none, and a [`Call::SubmitUnseen`] need not have one.
    Done {
        /// The cart afterwards.
        cart: Option<Box<CartView>>,
        /// The last order that a command made or changed, or found to be its cart's already.
        order: Option<Box<Order>>,
        /// What the last command that sets something aside has set aside.
        parked: Option<Box<ParkedView>>,
        /// What came of each command, in order.
        outcomes: Vec<Outcome>,
        /// What came of the last command besides.
        notices: Notices,
    },
    /// The cart, or that there is none of this identifier. One that may not be reached is
    /// [`Error::CartNotFound`] instead.
    Cart(Option<Box<CartView>>),
    /// Carts.
    Carts(Listed<CartView>),
    /// Carts that were searched for.
    Searched(Searched),
    /// The order, or that there is none of this identifier. One that may not be reached is
    /// [`Error::OrderNotFound`] instead.
    Order(Option<Box<Order>>),
    /// Orders.
    Orders(Listed<Order>),
    /// What is set aside, or that nothing is under this identifier.
    Parked(Option<Box<ParkedView>>),
    /// All that is set aside.
    AllParked(Listed<ParkedView>),
    /// How the engine is.
    Health(Box<Health>),
    /// The product, or that there is none.
    Product(Option<Arc<Product>>),
    /// All promotions.
    Promotions(Arc<Promotions>),
    /// Something about backups, or why there is nothing.
    Backups(Result<BackupReply, BackupError>),
    /// Nothing was asked.
    Nothing,
}

impl From<Viewed> for Reply {
    fn from(viewed: Viewed) -> Self {
        let Viewed { cart, order, parked, outcomes, notices } = viewed;
        Self::Done {
            cart: cart.map(Box::new),
            order: order.map(Box::new),
            parked: parked.map(Box::new),
            outcomes,
            notices,
        }
    }
}

impl From<Receipt> for Reply {
    /// Without the cart and what was set aside.
    fn from(receipt: Receipt) -> Self {
        let Receipt { cart: _, order, outcomes, notices } = receipt;
        Self::Done { cart: None, order: order.map(Box::new), parked: None, outcomes, notices }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers, besides those that every answer has.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body; empty for none.
    pub body: Bytes,
}

impl Response {
    /// An answer of JSON: compact, the members in the order of the structure's fields.
    #[must_use]
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "our own structures have text keys and cannot fail to serialize"
        )]
        let body = serde_json::to_vec(body).expect("wire structures serialize");
        let headers = vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        Self { status, headers, body: Bytes::from(body) }
    }

    /// An answer without a body.
    #[must_use]
    pub const fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    /// The same with a header; a value that cannot stand in a header is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}
