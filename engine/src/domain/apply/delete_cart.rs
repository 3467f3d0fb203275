//! Deleting a cart.

use super::{Change, Outcome, Write};
use crate::domain::access::may_reach;
use crate::domain::cart::CartStatus;
use crate::domain::command::{DeleteCart, OnLastCart};
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &DeleteCart) -> Result<Change, Error> {
    let present = facts.cart.as_deref().filter(|cart| !cart.is_expired(facts.now));
    if !may_reach(&facts.principal, &command.cart, present) {
        return Err(Error::CartNotFound { cart: command.cart.clone() });
    }
    let write = match present {
        Some(cart) if cart.status != CartStatus::Active => {
            return Err(Error::CartNotActive { cart: command.cart.clone(), status: cart.status });
        }
        Some(_) if command.on_last == OnLastCart::Refuse && facts.is_last_of_customer => {
            return Err(Error::LastCart { cart: command.cart.clone() });
        }
        Some(_) => Write::Delete,
        None => Write::Nothing,
    };
    let outcome = Outcome::Deleted { was_there: present.is_some() };
    Ok(Change { write, ..Change::nothing(outcome) })
}
