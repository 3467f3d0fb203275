//! Giving a cart up.

use super::draft::{Draft, draft};
use super::{Change, Outcome};
use crate::domain::access::may_reach;
use crate::domain::cart::CartStatus;
use crate::domain::command::OnAbsent;
use crate::domain::command::changing::AbandonCart;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &AbandonCart) -> Result<Change, Error> {
    let given_up = facts.cart.as_deref().filter(|cart| {
        cart.status == CartStatus::Abandoned
            && !cart.is_expired(facts.now)
            && may_reach(&facts.principal, &command.cart, Some(cart))
    });
    if let Some(cart) = given_up {
        return Ok(Draft::stored(facts, cart).unchanged(Outcome::Kept));
    }
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    draft.cart.status = CartStatus::Abandoned;
    Ok(draft.changed(Outcome::CartUpdated))
}
