//! Entering a code that is to take effect.

use super::codes::is_used_up;
use super::draft::{Draft, draft};
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::cart::{Cart, EnteredCode};
use crate::domain::command::OnAbsent;
use crate::domain::command::entering::EnterCode;
use crate::domain::facts::Facts;
use crate::domain::pricing::{DeclineReason, price};
use crate::domain::promotion::{CODES_PER_CART_MAX, Code, Promotion};
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::error::choice::CodeProblem;

pub(super) fn apply(facts: &Facts, command: &EnterCode) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let code = enter(facts, &mut draft, command)?;
    let change = finish(facts, draft, Outcome::CodeEntered { code: code.clone() })?;
    match &change.cart {
        Some(cart) => check_effect(facts, cart, &code)?,
        None => debug_assert!(false, "a change of a cart has the cart"),
    }
    Ok(change)
}

/// Puts the code into the cart, and says how it is written.
fn enter(facts: &Facts, draft: &mut Draft, command: &EnterCode) -> Result<String, Error> {
    let (cart, asked, spelling) = (&mut draft.cart, command.code.as_str(), command.spelling);
    let present = cart.codes.iter().map(|entered| &entered.code);
    let own = cart.discounts.iter().map(|discount| &discount.code);
    if let Some(written) = present.chain(own).find(|written| spelling.is(asked, written)) {
        return Err(refused(written, CodeProblem::EnteredAlready));
    }
    let found = facts.promotions.find_code_spelled(asked, spelling);
    let Some((promotion, code)) = found.filter(|(promotion, _)| promotion.is_enabled) else {
        return Err(Error::CodeNotFound { code: asked.to_owned() });
    };
    // Of several codes of one promotion only the first one counts.
    if cart.codes.iter().any(|entered| entered.promotion == promotion.id) {
        return Err(refused(&code.code, CodeProblem::EnteredAlready));
    }
    check_force(facts, cart.priced_at(draft.at), promotion, code)?;
    if cart.lines.is_empty() {
        return Err(Error::CartEmpty { cart: cart.id.clone() });
    }
    if CODES_PER_CART_MAX <= cart.codes.len() {
        return Err(Error::TooManyCodes);
    }
    cart.codes.push(EnteredCode {
        code: code.code.clone(),
        promotion: promotion.id.clone(),
        entered_at: Some(draft.at),
    });
    Ok(code.code.clone())
}

/// Refuses a code before or after its time, and one that as many orders have used as may.
fn check_force(facts: &Facts, at: Timestamp, promotion: &Promotion, code: &Code) -> Result<(), Error> {
    if let Some(ended) = promotion.ends_at.filter(|end| *end <= at) {
        return Err(refused(&code.code, CodeProblem::Ended { at: ended }));
    }
    if let Some(start) = promotion.starts_at.filter(|start| at < *start) {
        return Err(refused(&code.code, CodeProblem::NotBegun { at: start }));
    }
    if is_used_up(facts, code) {
        return Err(refused(&code.code, CodeProblem::UsedUp));
    }
    Ok(())
}

/// Refuses a code that takes nothing off the cart, and says where it costs too little for it.
fn check_effect(facts: &Facts, cart: &Cart, code: &str) -> Result<(), Error> {
    let priced =
        price(cart, &facts.promotions, cart.updated_at).map_err(|_out_of_range| Error::TotalOutOfRange)?;
    let declined = priced.declined.iter().find(|declined| declined.code.as_deref() == Some(code));
    let Some(declined) = declined else { return Ok(()) };
    let promotion = facts.promotions.find(&declined.promotion);
    let least = promotion
        .zip(cart.priced_currency)
        .and_then(|(promotion, currency)| promotion.subtotal_min.get(&currency).copied());
    let wanted = cart
        .lines
        .iter()
        .map(|line| i128::from(line.unit_price.minor_units) * i128::from(line.wanted_units()));
    let subtotal = i64::try_from(wanted.sum::<i128>()).map_err(|_too_large| Error::TotalOutOfRange)?;
    Err(refused(
        code,
        match (declined.reason, least) {
            (DeclineReason::NotQualified, Some(least)) if subtotal < least => {
                CodeProblem::BelowMinimum { least, subtotal }
            }
            (DeclineReason::NotQualified | DeclineReason::NotActive | DeclineReason::CurrencyMissing, _) => {
                CodeProblem::NotQualified
            }
        },
    ))
}

fn refused(code: &str, problem: CodeProblem) -> Error {
    Error::CodeRefused { code: code.to_owned(), problem }
}
