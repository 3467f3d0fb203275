//! Taking everything out of a cart.

use super::settle::finish;
use super::{Change, Outcome, draft};
use crate::domain::command::ClearCart;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &ClearCart) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    let lines = draft.cart.lines.len();
    if lines == 0 && draft.cart.discounts.is_empty() && draft.cart.codes.is_empty() {
        return Ok(draft.unchanged(Outcome::Cleared { lines }));
    }
    draft.cart.lines.clear();
    draft.cart.discounts.clear();
    draft.cart.codes.clear();
    finish(facts, draft, Outcome::Cleared { lines })
}
