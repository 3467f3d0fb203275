//! Taking a code away.

use super::draft::draft;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::cart::Cart;
use crate::domain::command::OnAbsent;
use crate::domain::command::entering::{RemoveCode, Spelling};
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &RemoveCode) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    if !remove(&mut draft.cart, command) {
        return Err(Error::CodeNotFound { code: command.code.clone() });
    }
    finish(facts, draft, Outcome::CodeRemoved)
}

/// Takes away the code, or else the discounts of it; what is written exactly so goes first. Whether there was any.
fn remove(cart: &mut Cart, command: &RemoveCode) -> bool {
    let is = |spelling: Spelling, written: &str| spelling.is(&command.code, written);
    for spelling in [Spelling::Exact, command.spelling] {
        if let Some(place) = cart.codes.iter().position(|entered| is(spelling, &entered.code)) {
            cart.codes.remove(place);
            return true;
        }
        let count = cart.discounts.len();
        if command.takes_discounts {
            cart.discounts.retain(|discount| !is(spelling, &discount.code));
        }
        if cart.discounts.len() < count {
            return true;
        }
    }
    false
}
