//! Who asks: the key, and the customer or the session behind it.

use cookie::Cookie;
use hyper::header::{COOKIE, HeaderName, SET_COOKIE};
use trolley_engine::Principal;
use trolley_engine::domain::command::NewCart;
use trolley_engine::domain::id::{CartId, CustomerId};
use trolley_engine::env::IdForm;

use super::readings::{Readings, Sessions};
use super::{NAME, problem};
use crate::exchange::{Context, Request, Response};
use crate::guest::GuestNumber;

/// The header of the key.
pub(super) const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// The header by which a request names its customer, and which is no secret: whoever has the key can name anyone.
const CUSTOMER_ID: HeaderName = HeaderName::from_static("x-customer-id");
/// The header by which a request names its session, and an answer tells it.
pub(super) const GUEST_TOKEN: HeaderName = HeaderName::from_static("x-guest-token");
/// The cookie by which a browser keeps its session.
const SESSION_COOKIE: &str = "sessionId";
/// Most characters of a customer's identifier.
const CUSTOMER_ID_LEN_MAX: usize = 64;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caller {
    /// A customer.
    Customer(Customer),
    /// Somebody whose customer's identifier nobody can have.
    Nobody,
    /// A guest.
    Guest(Session),
}

/// A customer who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Customer {
    /// Who it is.
    pub(super) id: CustomerId,
    /// The customer's cart.
    pub(super) cart: CartId,
}

/// A guest's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    number: GuestNumber,
    is_new: bool,
    /// How it is named.
    by: Sessions,
}

impl Caller {
    /// Finds out who asks.
    ///
    /// Source: 000_c2a3ee2bbe47592c and 001_26dc9e328a4a0fd3, Authentication and Customer Context.
    /// Reading: a customer by `x-customer-id`, else a guest by `x-guest-token`, else by the cookie `sessionId`, else a
    /// new guest; the documents say neither how a customer is named nor what the cookie is called.
    ///
    /// # Errors
    ///
    /// The answer where the key is missing or wrong.
    pub(super) fn find(request: &Request, context: &Context) -> Result<Self, Response> {
        let Readings { errors, invalid_key, .. } = context.config().storekit;
        if !request.has_header(&API_KEY) {
            return Err(problem::key_missing(errors));
        }
        let key = request.header(&API_KEY);
        if key.and_then(|key| context.keyring.find(NAME, "api_key", key)).is_none() {
            tracing::warn!(dialect = NAME, "the API key is not known");
            return Err(problem::key_invalid(errors, invalid_key));
        }
        match request.header(&CUSTOMER_ID) {
            Some(id) => Ok(Self::named(id)),
            None if request.has_header(&CUSTOMER_ID) => Ok(Self::Nobody),
            None => Ok(Self::Guest(Session::find(request, context))),
        }
    }

    /// The customer, where it is one.
    pub(super) fn customer(&self) -> Option<&Customer> {
        match self {
            Self::Customer(customer) => Some(customer),
            Self::Nobody | Self::Guest(_) => None,
        }
    }

    /// Reading: where no customers are known the engine takes anyone, so that the form is held to here.
    fn named(id: &str) -> Self {
        let is_id = id.len() <= CUSTOMER_ID_LEN_MAX
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        let id = CustomerId::new(id).ok().filter(|_| is_id);
        let customer = id.and_then(|id| Some(Customer { cart: CartId::for_customer(&id).ok()?, id }));
        customer.map_or(Self::Nobody, Self::Customer)
    }

    /// On whose behalf to ask the engine, and of which cart; none for nobody.
    pub(super) fn cart(&self) -> Option<(Principal, CartId)> {
        match self {
            Self::Customer(customer) => {
                Some((Principal::Customer(customer.id.clone()), customer.cart.clone()))
            }
            Self::Nobody => None,
            Self::Guest(session) => Some((Principal::Guest, session.number.cart())),
        }
    }

    /// The caller's cart where that can be there already; none for nobody and for a new session.
    pub(super) fn known_cart(&self) -> Option<(Principal, CartId)> {
        match self {
            Self::Guest(Session { is_new: true, .. }) => None,
            Self::Guest(_) | Self::Customer(_) | Self::Nobody => self.cart(),
        }
    }

    /// How the caller's cart begins.
    ///
    /// Reading: one that was given up or checked out through another API is as if it were not there, for the documents
    /// know no such carts.
    pub(super) fn new_cart(&self, context: &Context) -> NewCart {
        let customer = match self {
            Self::Customer(customer) => Some(customer.id.clone()),
            Self::Nobody | Self::Guest(_) => None,
        };
        NewCart {
            customer,
            separates_locations: false,
            takes_over: true,
            ..NewCart::new(context.config().storekit.expiry())
        }
    }

    /// The answer with what tells a guest the session: the header, where there is one, and the cookie where the session is
    /// new.
    pub(super) fn introduce(&self, response: Response) -> Response {
        let Self::Guest(Session { number, is_new, by }) = self else { return response };
        let number = number.as_str();
        let response = match by {
            Sessions::CookieAndToken => response.with_header(GUEST_TOKEN, number),
            Sessions::Cookie => response,
        };
        if !is_new {
            return response;
        }
        // Without `Secure`: the server speaks plain HTTP on its own machine.
        let cookie = format!("{SESSION_COOKIE}={number}; Path=/; HttpOnly; SameSite=Lax");
        response.with_header(SET_COOKIE, &cookie)
    }
}

/// Who calls, as far as idempotency keys are told apart by it: the key, and the customer, or else the guest by the session.
/// Guests without a session are one, so that who did not learn the new session gets the same answer again.
pub(super) fn proved(request: &Request, context: &Context) -> Vec<String> {
    let key = request.header(&API_KEY).unwrap_or_default();
    let session = known_session(request, context.config().storekit.sessions);
    let (kind, who) = match (request.header(&CUSTOMER_ID), &session) {
        (Some(customer), _) => ("customer", customer),
        (None, Some(session)) => ("guest", session.as_str()),
        (None, None) => ("guest", ""),
    };
    [key, kind, who].map(str::to_owned).into()
}

impl Session {
    /// Reading: a token or a cookie that is no UUID of version 4 is left aside; one that was never seen is an empty
    /// session. The documents know the cookie alone (C6).
    fn find(request: &Request, context: &Context) -> Self {
        let by = context.config().storekit.sessions;
        if let Some(number) = known_session(request, by) {
            return Self { number, is_new: false, by };
        }
        #[expect(clippy::expect_used, reason = "the source of identifiers makes what it is asked for")]
        let number = GuestNumber::parse(&context.new_id_text(IdForm::Uuid)).expect("a new UUID is one");
        Self { number, is_new: true, by }
    }
}

fn known_session(request: &Request, by: Sessions) -> Option<GuestNumber> {
    let token = match by {
        Sessions::CookieAndToken => request.header(&GUEST_TOKEN).and_then(GuestNumber::parse),
        Sessions::Cookie => None,
    };
    token.or_else(|| session_cookie(request))
}

fn session_cookie(request: &Request) -> Option<GuestNumber> {
    request
        .headers
        .get_all(COOKIE)
        .iter()
        // Beside ours a browser may send cookies that are no text.
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == SESSION_COOKIE)
        .find_map(|cookie| GuestNumber::parse(cookie.value_trimmed()))
}
