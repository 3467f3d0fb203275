//! Entering a code.

use crate::domain::cart::{Cart, EnteredCode};
use crate::domain::facts::Facts;
use crate::domain::promotion::{CODES_PER_CART_MAX, Code};
use crate::error::Error;

/// Enters a code, and says whether it is a new one. Whether its promotion takes anything off is another question.
///
/// A code of a promotion that is not in force, or that as many orders have used as may, is as if it were not there.
pub(super) fn enter(facts: &Facts, cart: &mut Cart, code: &str) -> Result<bool, Error> {
    if cart.codes.iter().any(|entered| entered.code == code) {
        return Ok(false);
    }
    let found = facts.promotions.find_code(code).filter(|(promotion, code)| {
        promotion.is_active(cart.priced_at(facts.now)) && !is_used_up(facts, code)
    });
    let Some((promotion, _)) = found else {
        return Err(Error::CodeNotFound { code: code.to_owned() });
    };
    if CODES_PER_CART_MAX <= cart.codes.len() {
        return Err(Error::TooManyCodes);
    }
    if cart.lines.is_empty() {
        return Err(Error::CartEmpty { cart: cart.id.clone() });
    }
    cart.codes.push(EnteredCode {
        code: code.to_owned(),
        promotion: promotion.id.clone(),
        entered_at: Some(facts.now.not_before(cart.updated_at)),
    });
    Ok(true)
}

/// Whether as many orders as may have used the code.
pub(super) fn is_used_up(facts: &Facts, code: &Code) -> bool {
    let uses = facts.code_uses.get(&code.code).copied().unwrap_or(0);
    code.uses_max.is_some_and(|most| most <= uses)
}
