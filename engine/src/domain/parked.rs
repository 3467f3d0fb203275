//! What was set aside of a cart, to be taken up again.

use crate::domain::cart::{Cart, Expiry};
use crate::domain::command::NewCart;
use crate::domain::id::{CartId, CustomerId, ParkedId};
use crate::domain::time::Timestamp;

/// Most characters of a [`Note`].
pub const NOTE_CHARACTERS_MAX: usize = 500;
/// Most carts that may be parked at a time.
pub const PARKED_MAX: u64 = 10_000;

/// The content of a cart that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its identifier.
    pub id: ParkedId,
    /// What was noted with it.
    pub note: Note,
    /// When it was set aside.
    pub parked_at: Timestamp,
    /// The cart as it was then, under the identifier that it has. It has lines, and its custom inputs are all loaded.
    pub cart: Cart,
}

impl Parked {
    /// How the cart of this identifier begins, where it is not there to take what was set aside: the one that it came from
    /// as it was, another as a customer's own or a guest's. It lives as long as the one that it came from did.
    #[must_use]
    pub fn new_cart(&self, target: &CartId, now: Timestamp) -> NewCart {
        let cart = &self.cart;
        let expiry = match cart.expiry {
            Expiry::Never => Expiry::Never,
            Expiry::AfterUpdate { span_ms } => Expiry::AfterUpdate { span_ms },
            Expiry::At(moment) => {
                let span_ms = moment.as_millis().saturating_sub(cart.counted.began_at.as_millis());
                Expiry::At(now.saturating_add_millis(span_ms))
            }
        };
        if *target != cart.id {
            let customer = target.reserved_for().and_then(|customer| CustomerId::new(customer).ok());
            return NewCart { takes_over: customer.is_some(), customer, ..NewCart::new(expiry) };
        }
        NewCart {
            customer: cart.customer.clone(),
            name: cart.name.clone(),
            description: cart.description.clone(),
            attributes: cart.attributes.clone(),
            currency: cart.requested_currency,
            is_stock_deferred: cart.is_stock_deferred,
            separates_locations: cart.separates_locations,
            preview_at: cart.preview_at,
            // A customer has but one such cart, and goes on shopping in it.
            takes_over: target.reserved_for().is_some(),
            expiry,
        }
    }
}

/// What a clerk notes with what is set aside: at most [`NOTE_CHARACTERS_MAX`] characters; may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// Takes the text as it is; none where it is too long.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (text.chars().count() <= NOTE_CHARACTERS_MAX).then_some(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
