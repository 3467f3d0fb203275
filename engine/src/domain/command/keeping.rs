//! Setting aside what is in a cart, and taking it up again.

use crate::domain::command::OnAbsent;
use crate::domain::id::{CartId, ParkedId};
use crate::domain::parked::{Note, Parked};
use crate::domain::time::Timestamp;

/// Sets aside what is in a cart: its lines, codes and discounts. The cart stays, empty, with all else that it has.
///
/// What is parked is reached by the shop's servers alone, under an identifier of its own. It does not expire, and holds
/// back nothing of what is in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkCart {
    /// The cart. One without lines is refused.
    pub cart: CartId,
    /// The identifier under which its content is set aside; nothing else may have it.
    pub parked: ParkedId,
    /// What is noted with it.
    pub note: Note,
}

/// Takes up again what was set aside: all of it as it was, but for gifts, of which there are those that are due now.
/// Stock is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeCart {
    /// What was set aside.
    pub parked: ParkedId,
    /// The cart that takes it, which must be empty; none for the one that it came from. One that is not there is made:
    /// the one that it came from as it was, another as whoever its identifier names has it.
    pub into: Option<CartId>,
}

impl ResumeCart {
    /// The cart that takes what was set aside.
    #[must_use]
    pub fn target<'a>(&'a self, parked: &'a Parked) -> &'a CartId {
        self.into.as_ref().unwrap_or(&parked.cart.id)
    }

    /// What to do where that cart is not there.
    #[must_use]
    pub(crate) fn on_absent(&self, parked: &Parked, now: Timestamp) -> OnAbsent {
        OnAbsent::Create(parked.new_cart(self.target(parked), now))
    }
}

/// Deletes what was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteParked {
    /// What was set aside.
    pub parked: ParkedId,
}
