//! Who asks: the key, the user or the guest behind it, and which cart that makes.

use hyper::header::HeaderName;
use trolley_engine::domain::command::checking::RequiredOptions;
use trolley_engine::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use trolley_engine::domain::command::{Checks, NewCart, OnAbsent, StockCheck};
use trolley_engine::domain::id::{CartId, CustomerId};
use trolley_engine::env::IdForm;
use trolley_engine::{Command, Principal};

use super::readings::{BadToken, GuestTeam, MergeOnLogin, UnknownGuest};
use super::{NAME, problem};
use crate::exchange::{Bearer, Call, Context, Request, Response};
use crate::guest::{CART_PREFIX, GuestNumber};

/// The header of the key.
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// The header by which a guest names the cart.
pub(super) const CART_ID: &str = "x-cart-id";
/// The same, to be looked up by: a static table, as those of dialects are, can only have its text.
const CART_ID_HEADER: HeaderName = HeaderName::from_static(CART_ID);

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caller {
    /// A registered user.
    User {
        /// The user.
        customer: CustomerId,
        /// The user's cart.
        cart: CartId,
        /// The guest's cart whose lines are to go over to the user's first.
        guest: Option<CartId>,
    },
    /// A guest who names a cart.
    Guest(CartId),
    /// A guest who names none, and gets this one.
    NewGuest(CartId),
}

impl Caller {
    /// Finds out who asks.
    ///
    /// Source: 003_2ee86b980955149b, Overview and Request Headers.
    /// Reading: a valid bearer token goes before `X-Cart-ID`, as the printed calls with both are answered with the
    /// user's cart. An `X-Cart-ID` that is not `guest_` and a UUID of version 4 is as if it were not there, so that
    /// nobody reaches a user's cart by its id.
    ///
    /// # Errors
    ///
    /// The answer where the key is missing or wrong, or the token is wrong.
    pub(super) fn find(request: &Request, context: &Context) -> Result<Self, Response> {
        if !request.has_header(&API_KEY) {
            return Err(problem::key_missing());
        }
        let key = request.header(&API_KEY);
        if key.and_then(|key| context.keyring.find(NAME, "api_key", key)).is_none() {
            return Err(problem::key_invalid());
        }
        let readings = &context.config().sds_shop;
        let guest =
            request.header(&CART_ID_HEADER).and_then(GuestNumber::parse_cart).map(|number| number.cart());
        match user(request, context) {
            Token::Valid { customer, cart } => {
                let guest = match readings.merge_on_login {
                    MergeOnLogin::Off => None,
                    MergeOnLogin::On => guest,
                };
                return Ok(Self::User { customer, cart, guest });
            }
            Token::Invalid => match readings.bad_token {
                BadToken::Reject => return Err(problem::unauthenticated()),
                BadToken::Guest => {}
            },
            Token::Absent => {}
        }
        Ok(guest.map_or_else(|| Self::NewGuest(new_cart_id(context)), Self::Guest))
    }

    /// The caller's cart.
    pub(super) fn cart(&self) -> &CartId {
        match self {
            Self::User { cart, .. } | Self::Guest(cart) | Self::NewGuest(cart) => cart,
        }
    }

    /// On whose behalf to ask the engine.
    pub(super) fn principal(&self) -> Principal {
        match self {
            Self::User { customer, .. } => Principal::Customer(customer.clone()),
            Self::Guest(_) | Self::NewGuest(_) => Principal::Guest,
        }
    }

    /// What is checked of a product.
    ///
    /// Reading: a product that is not published is as if it did not exist; a line's quantity is held against the stock; a
    /// team is needed wherever options are given, whoever asks, or what requires one is not for guests. The product says
    /// whether it does, and never a line's options, of which a PUT may have dropped that.
    pub(super) fn checks(&self, context: &Context) -> Checks {
        let required_options = match (self, context.config().sds_shop.guest_team) {
            (Self::Guest(_) | Self::NewGuest(_), GuestTeam::Refused) => RequiredOptions::Bar,
            (Self::User { .. }, GuestTeam::Refused) | (_, GuestTeam::Any) => RequiredOptions::Check,
        };
        Checks { stock: StockCheck::Cart, on_sale: true, required_options, custom_inputs: false }
    }

    /// What to do where the caller's cart is not there.
    ///
    /// Reading: one that was given up or checked out through another API is as if it were not there, for the document
    /// knows no such carts.
    pub(super) fn on_absent(&self, context: &Context) -> OnAbsent {
        let readings = &context.config().sds_shop;
        let customer = match self {
            Self::User { customer, .. } => Some(customer.clone()),
            Self::Guest(_) | Self::NewGuest(_) => None,
        };
        let new = NewCart {
            customer,
            separates_locations: false,
            takes_over: true,
            ..NewCart::new(readings.expiry())
        };
        match (self, readings.unknown_guest) {
            (Self::Guest(_), UnknownGuest::Replace) => {
                OnAbsent::CreateInstead { cart: new_cart_id(context), new }
            }
            (Self::Guest(_), UnknownGuest::Adopt) | (Self::User { .. } | Self::NewGuest(_), _) => {
                OnAbsent::Create(new)
            }
        }
    }

    /// The id under which an empty cart is shown where the caller's is not there, and whether it is handed out now.
    pub(super) fn shown_as(&self, context: &Context) -> (CartId, bool) {
        match (self, context.config().sds_shop.unknown_guest) {
            (Self::Guest(_), UnknownGuest::Replace) => (new_cart_id(context), true),
            (Self::NewGuest(cart), _) => (cart.clone(), true),
            (Self::User { cart, .. }, _) | (Self::Guest(cart), UnknownGuest::Adopt) => (cart.clone(), false),
        }
    }

    /// The merge that comes before what is asked for, where there is one.
    pub(super) fn merge(&self, context: &Context) -> Option<Command> {
        let Self::User { cart, guest: Some(guest), .. } = self else { return None };
        Some(Command::MergeCarts(MergeCarts {
            target: cart.clone(),
            on_absent: self.on_absent(context),
            source: guest.clone(),
            on_both: OnBoth::Combine,
            source_after: SourceAfter::Clear,
            on_no_source: OnNoSource::OrClosedHasNoLines,
            metadata: MergedMetadata::TAKEN,
        }))
    }

    /// The call that does this, after the merge where there is one.
    pub(super) fn submit(&self, context: &Context, command: Command) -> Call {
        let commands = self.merge(context).into_iter().chain([command]).collect();
        Call::Submit { principal: self.principal(), commands }
    }
}

/// Who calls, as far as idempotency keys are told apart by it: the key, and the user, or else the guest by the cart. Guests
/// who name no cart are one, so that who did not learn the new cart's id gets the same answer again.
pub(super) fn proved(request: &Request, context: &Context) -> Vec<String> {
    let key = request.header(&API_KEY).unwrap_or_default().to_owned();
    let who = match user(request, context) {
        Token::Valid { customer, cart: _ } => ["user".to_owned(), customer.to_string()],
        Token::Absent | Token::Invalid => {
            let guest = request.header(&CART_ID_HEADER).and_then(GuestNumber::parse_cart);
            ["guest".to_owned(), guest.map_or_else(String::new, |number| number.as_str().to_owned())]
        }
    };
    [key].into_iter().chain(who).collect()
}

/// What the bearer token proves.
enum Token {
    Absent,
    Invalid,
    Valid { customer: CustomerId, cart: CartId },
}

fn user(request: &Request, context: &Context) -> Token {
    let token = match request.bearer() {
        Bearer::Absent => return Token::Absent,
        Bearer::Malformed => return Token::Invalid,
        Bearer::Token(token) => token,
    };
    let key = context.keyring.find(NAME, "bearer_token", token);
    let customer = key.and_then(|key| key.customer.clone());
    let valid = customer.and_then(|customer| Some((CartId::for_customer(&customer).ok()?, customer)));
    valid.map_or(Token::Invalid, |(cart, customer)| Token::Valid { customer, cart })
}

/// A new guest's cart.
fn new_cart_id(context: &Context) -> CartId {
    context.new_id(IdForm::Prefixed(CART_PREFIX))
}
