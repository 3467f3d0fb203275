//! Who calls, and what the caller's key allows.

use trolley_engine::domain::key::{Key, KeyState};

use super::problem::Refusal;
use super::readings::UnknownKeys;
use crate::exchange::{Bearer, Context, Request};

/// Something that a key may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// To look at carts.
    Read,
    /// To change carts.
    Write,
    /// To set prices. Source: stateset.md, 1.3, which gives it this name; the document says "special permissions".
    PriceOverride,
    /// To make orders of carts, beside [`Scope::Write`]. Source: stateset.md, 1.3.
    OrdersWrite,
}

impl Scope {
    /// The scope's name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "carts:read",
            Self::Write => "carts:write",
            Self::PriceOverride => "carts:price_override",
            Self::OrdersWrite => "orders:write",
        }
    }

    /// The scope of everything that can be done with what it is about.
    const fn wildcard(self) -> &'static str {
        match self {
            Self::Read | Self::Write | Self::PriceOverride => ALL_OF_CARTS,
            Self::OrdersWrite => ALL_OF_ORDERS,
        }
    }
}

/// The scope of everything that can be done with carts.
const ALL_OF_CARTS: &str = "carts:*";
/// The scope of everything that can be done with orders.
const ALL_OF_ORDERS: &str = "orders:*";
/// The scope of everything.
const ADMIN: &str = "admin";
/// The kind of the keys.
pub(super) const KIND: &str = "api_key";
/// What a key can allow.
pub(super) const SCOPES: &[&str] = &[
    Scope::Read.as_str(),
    Scope::Write.as_str(),
    Scope::PriceOverride.as_str(),
    ALL_OF_CARTS,
    Scope::OrdersWrite.as_str(),
    ALL_OF_ORDERS,
    ADMIN,
];

/// What a key allows for which nothing is said: neither to set prices nor to make orders.
pub(super) const SCOPES_DEFAULT: &[&str] = &[Scope::Read.as_str(), Scope::Write.as_str()];

/// Somebody with a key. Every key is a server's, which reaches all carts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'a> {
    /// The key; none where an unknown one was accepted.
    key: Option<&'a Key>,
}

impl<'a> Caller<'a> {
    /// Whoever sent this request.
    ///
    /// # Errors
    ///
    /// 401 without a key, or with one that has ended, or was revoked, or is not known unless the readings accept it.
    pub(super) fn of(request: &Request, context: &'a Context) -> Result<Self, Refusal> {
        let secret = match request.bearer() {
            Bearer::Absent => return Err(Refusal::missing_auth_header()),
            Bearer::Malformed => return Err(Refusal::invalid_token_format()),
            Bearer::Token(secret) => secret,
        };
        let (name, keyring) = (super::DIALECT.name, &context.keyring);
        match (keyring.worth(name, KIND, secret), context.config().stateset.unknown_keys) {
            (Some(KeyState::InForce), _) => Ok(Self { key: keyring.find(name, KIND, secret) }),
            (Some(KeyState::Expired), _) => Err(Refusal::expired_api_key()),
            (Some(KeyState::Revoked), _) | (None, UnknownKeys::Refuse) => Err(Refusal::invalid_api_key()),
            (None, UnknownKeys::Accept) => Ok(Self { key: None }),
        }
    }

    /// Makes sure that the key has this scope, by its name, by the wildcard of what it is about, or as `admin`.
    ///
    /// # Errors
    ///
    /// 403.
    pub(super) fn check(&self, scope: Scope) -> Result<(), Refusal> {
        let has_it = self.key.is_none_or(|key| {
            key.scopes
                .iter()
                .any(|granted| [scope.as_str(), scope.wildcard(), ADMIN].contains(&granted.as_str()))
        });
        if has_it { Ok(()) } else { Err(Refusal::insufficient_permissions(scope)) }
    }
}
