//! The cart that a command is about to change.

use super::begin::begin;
use super::{Change, Outcome, Write};
use crate::domain::access::may_reach;
use crate::domain::cart::{Cart, CartStatus};
use crate::domain::command::{NewCart, OnAbsent};
use crate::domain::facts::Facts;
use crate::domain::id::CartId;
use crate::domain::time::Timestamp;
use crate::error::Error;

/// A cart that a command is about to change.
pub(super) struct Draft {
    /// The cart, as it was or as it begins.
    pub(super) cart: Cart,
    /// Whether it is stored already.
    pub(super) is_stored: bool,
    /// The time of the change: now, but never before the cart's last change.
    pub(super) at: Timestamp,
    /// The time from which the cart's life is counted after the change.
    pub(super) counted_at: Timestamp,
}

impl Draft {
    /// A cart that is stored, about to be changed.
    pub(super) fn stored(facts: &Facts, cart: &Cart) -> Self {
        let at = facts.now.not_before(cart.updated_at);
        Self { cart: cart.clone(), is_stored: true, at, counted_at: facts.now }
    }

    /// A new cart without lines, made at this moment.
    pub(super) fn new(facts: &Facts, id: &CartId, new: &NewCart, at: Timestamp) -> Self {
        Self { cart: begin(facts, id, new, at), is_stored: false, at, counted_at: at }
    }

    /// The change that this draft is, once the rule has done its work.
    pub(super) fn changed(mut self, outcome: Outcome) -> Change {
        self.cart.revision += 1;
        self.cart.updated_at = self.at;
        self.cart.counted = self.cart.counted.touched(self.counted_at);
        debug_assert!(self.cart.created_at <= self.cart.updated_at);
        debug_assert!(self.cart.lines.is_sorted_by_key(|line| line.sequence));
        let write = if self.is_stored { Write::Update } else { Write::Create };
        Change { cart: Some(self.cart), write, ..Change::nothing(outcome) }
    }

    /// The cart as it was, or as it would begin: nothing to write.
    pub(super) fn unchanged(self, outcome: Outcome) -> Change {
        Change { cart: Some(self.cart), ..Change::nothing(outcome) }
    }
}

/// The command's cart, ready to be changed. One that has expired is as if it were not there; so is one that cannot be
/// changed any more where a new one takes its place.
pub(super) fn draft(facts: &Facts, id: &CartId, on_absent: &OnAbsent) -> Result<Draft, Error> {
    let stored = facts.cart.as_deref().filter(|cart| !cart.is_expired(facts.now));
    let (new_id, new) = match on_absent {
        OnAbsent::Create(new) => (id, Some(new)),
        OnAbsent::CreateInstead { cart, new } => (cart, Some(new)),
        OnAbsent::Refuse => (id, None),
    };
    check_customer(facts, new)?;
    if !may_reach(&facts.principal, id, stored) {
        return Err(Error::CartNotFound { cart: id.clone() });
    }
    match (stored.filter(|cart| !on_absent.takes_over(cart)), new) {
        (Some(cart), _) if cart.status != CartStatus::Active => {
            Err(Error::CartNotActive { cart: id.clone(), status: cart.status })
        }
        (Some(cart), _) => Ok(Draft::stored(facts, cart)),
        (None, Some(new)) => {
            check_free(facts, new_id)?;
            Ok(Draft::new(facts, new_id, new, facts.now))
        }
        (None, None) => Err(absent(facts, id)),
    }
}

/// Why the command's cart is not there: it has expired, or there is none that the principal may reach.
pub(super) fn absent(facts: &Facts, id: &CartId) -> Error {
    match &facts.cart {
        Some(cart) if may_reach(&facts.principal, id, Some(cart)) => Error::CartExpired { cart: id.clone() },
        Some(_) | None => Error::CartNotFound { cart: id.clone() },
    }
}

/// Refuses where another cart has the identifier of a new one, or the principal would not reach it there.
pub(super) fn check_free(facts: &Facts, id: &CartId) -> Result<(), Error> {
    if !may_reach(&facts.principal, id, None) {
        return Err(Error::CartNotFound { cart: id.clone() });
    }
    match facts.instead.as_deref().filter(|cart| !cart.is_expired(facts.now)) {
        Some(_) => Err(Error::CartExists { cart: id.clone() }),
        None => Ok(()),
    }
}

pub(super) fn check_customer(facts: &Facts, new: Option<&NewCart>) -> Result<(), Error> {
    match new.and_then(|new| new.customer.as_ref()) {
        Some(customer) if !facts.customer_known => {
            Err(Error::CustomerNotFound { customer: customer.clone() })
        }
        Some(_) | None => Ok(()),
    }
}
