//! Who calls: the grant of the bearer token, and the customer whose token stands beside it.

use hyper::header::HeaderName;
use trolley_engine::Principal;
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::key::{Key, KeyDigest};

use super::NAME;
use super::problem::{ErrorEntry, refuse};
use super::readings::{Auth, CustomerCarts};
use super::token::{self, Grant, Grantee, NO_SECRET};
use crate::exchange::{Bearer, Context, Request, Response};

/// The header by which a request shows the token of a customer.
const CUSTOMER_TOKEN: HeaderName = HeaderName::from_static("x-moltin-customer-token");

/// The kind of the keys that are clients' identifiers.
pub(super) const CLIENT: &str = "client_id";
/// The kind of the keys that are clients' identifiers with their secrets.
pub(super) const CLIENT_SECRET: &str = "client_secret";
/// The kind of the keys that are tokens which never end by themselves.
pub(super) const TOKEN: &str = "access_token";

/// Who calls.
#[derive(Debug)]
pub(super) struct Caller {
    /// What the token was given for.
    pub(super) grant: Grant,
    /// The digest of the key by which the token was got, or which it is; none where everybody is let in.
    pub(super) client: Option<KeyDigest>,
    /// The customer who has signed in, to whom new carts belong.
    pub(super) customer: Option<CustomerId>,
    /// Whether carts and orders of customers are reached only with their customer's token.
    pub(super) needs_customer: bool,
}

impl Caller {
    /// On whose behalf the engine is asked.
    pub(super) fn principal(&self) -> Principal {
        match (self.grant, &self.customer) {
            (Grant::ClientCredentials, _) => Principal::Server,
            (Grant::Implicit, Some(customer)) => Principal::Customer(customer.clone()),
            (Grant::Implicit, None) if self.needs_customer => Principal::Guest,
            (Grant::Implicit, None) => Principal::Holder,
        }
    }
}

/// Who calls.
///
/// Source: elasticpath.md, 2: an unknown or expired bearer is 401 on any endpoint.
/// Reading: no document says what an unknown customer token is answered; it is 401 too, by a title of its own, because
/// taking it for no token would hide the customer's cart without a word.
///
/// # Errors
///
/// The answer to one who is not let in.
pub(super) fn caller(request: &Request, context: &Context) -> Result<Caller, Response> {
    let open = context.config().elastic_path.auth == Auth::Open;
    let (grant, client) = match (open, request.bearer()) {
        (true, Bearer::Absent | Bearer::Malformed | Bearer::Token(_)) => (Grant::ClientCredentials, None),
        (false, Bearer::Token(token)) => {
            let (grant, client) = grant(token, context).ok_or_else(|| unauthorized("access token"))?;
            (grant, Some(client))
        }
        (false, Bearer::Absent | Bearer::Malformed) => return Err(unauthorized("access token")),
    };
    let customer = match request.header(&CUSTOMER_TOKEN) {
        None => None,
        Some(token) => match key_customer(token, context) {
            None if !open => return Err(unauthorized("customer token")),
            found => found,
        },
    };
    let readings = &context.config().elastic_path;
    let needs_customer = readings.auth == Auth::Strict || readings.customer_carts == CustomerCarts::ByToken;
    Ok(Caller { grant, client, customer, needs_customer })
}

/// Who calls, as far as idempotency keys are told apart by it: the grant, the client and the customer.
///
/// Reading: not the token itself, because tokens end, and a caller who has to fetch a new one before trying again is the
/// same caller. Whoever is not let in is nobody, and is told so.
pub(super) fn proved(request: &Request, context: &Context) -> Vec<String> {
    let Ok(Caller { grant, client, customer, needs_customer: _ }) = caller(request, context) else {
        return Vec::new();
    };
    let client = client.map(|client| client.id()).unwrap_or_default();
    let customer = customer.map(|customer| customer.to_string());
    [grant.name().to_owned(), client].into_iter().chain(customer).collect()
}

/// What an implicit token is answered that would set taxes, which the hosted API keeps from it; none where it does not
/// here, or the caller has another.
///
/// Source: elasticpath.md, 2 and 12. Reading: so only in [`Auth::Strict`].
pub(super) fn forbids_taxes(context: &Context, caller: &Caller) -> Option<ErrorEntry> {
    let is_strict = context.config().elastic_path.auth == Auth::Strict;
    (is_strict && caller.grant == Grant::Implicit)
        .then(|| ErrorEntry::new(403, "Forbidden").detail("Taxes can be added with client credentials only"))
}

/// What an implicit token is answered that would read the store's settings, which the hosted API keeps from it; none where
/// it does not here, or the caller has another.
///
/// Source: elasticpath.md, 2. Reading: so only in [`Auth::Strict`].
pub(super) fn forbids_settings(context: &Context, caller: &Caller) -> Option<ErrorEntry> {
    let is_strict = context.config().elastic_path.auth == Auth::Strict;
    (is_strict && caller.grant == Grant::Implicit).then(|| {
        ErrorEntry::new(403, "Forbidden").detail("Settings can be read with client credentials only")
    })
}

/// Whether the keys are in force that such a token is given for, and have its grant among their scopes.
pub(super) fn is_granted(context: &Context, grantee: &Grantee) -> bool {
    let has = |kind: &str, digest: KeyDigest| {
        let key: Option<&Key> = context.keyring.find_digest(NAME, kind, digest);
        key.is_some_and(|key| key.scopes.iter().any(|scope| scope == grantee.grant.name()))
    };
    has(CLIENT, grantee.client)
        && match grantee.grant {
            Grant::Implicit => grantee.secret == NO_SECRET,
            Grant::ClientCredentials => has(CLIENT_SECRET, grantee.secret),
        }
}

/// What a token is good for, and the digest of the key behind it.
fn grant(token: &str, context: &Context) -> Option<(Grant, KeyDigest)> {
    match context.keyring.find(NAME, TOKEN, token) {
        Some(key) => Some((key.scopes.iter().find_map(|scope| Grant::from_name(scope))?, key.digest)),
        None => {
            let grantee = token::verify(&context.shared.token_secret, token, context.counted)?;
            is_granted(context, &grantee).then_some((grantee.grant, grantee.client))
        }
    }
}

fn key_customer(token: &str, context: &Context) -> Option<CustomerId> {
    context.keyring.find(NAME, "customer_token", token)?.customer.clone()
}

fn unauthorized(what: &str) -> Response {
    refuse(ErrorEntry::new(401, format!("Unable to validate {what}")))
}
