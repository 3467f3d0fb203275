//! How a checkout is paid.

use trolley_engine::domain::command::ordering::FullPayment;
use trolley_engine::domain::id::ID_BYTES_MAX;
use trolley_engine::env::IdForm;

use super::fields::{Fields, required};
use super::problem::Refusal;
use crate::exchange::Context;

/// The member of the body.
const NAME: &str = "payment_method";
/// Most characters of the name of a tender.
const TYPE_CHARACTERS_MAX: usize = 64;
/// How many digits a card's number has.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 12..=19;

/// The payment, which is recorded as it is sent: there is no card network here, somebody has taken the money.
///
/// Source: stateset.md, 3.10, `payment_method`. Reading: it must be there, with a `type` that is any word, such as `cash`,
/// `external` or `credit_card`; whatever else is in it is not looked at. What could be the number of a card is refused, and so
/// is never stored.
///
/// # Errors
///
/// 400.
pub(super) fn decode(fields: &mut Fields, context: &Context) -> Result<FullPayment, Refusal> {
    let mut method = required(NAME, fields.members(NAME)?)?;
    let kind = required("payment_method.type", method.text("type").map_err(|_other| not_a_text())?)?;
    let reference = method.text("payment_method_id").map_err(|_other| not_a_text())?.unwrap_or_default();
    if !is_word(&kind) {
        let expected = format!("have a type of 1 to {TYPE_CHARACTERS_MAX} letters, digits, - and _");
        return Err(Refusal::wrong_form(NAME, expected));
    }
    if ID_BYTES_MAX < reference.len() || reference.chars().any(char::is_control) {
        let expected = format!("have a payment_method_id of at most {ID_BYTES_MAX} bytes");
        return Err(Refusal::wrong_form(NAME, expected));
    }
    if is_card_number(&kind) || is_card_number(&reference) {
        return Err(Refusal::wrong_form(NAME, "not have the number of a card"));
    }
    Ok(FullPayment {
        new_transaction: context.new_id(IdForm::Prefixed("pay_")),
        gateway: kind,
        name: String::new(),
        custom_reference: reference,
    })
}

fn not_a_text() -> Refusal {
    Refusal::wrong_type(NAME, "an object of strings")
}

fn is_word(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=TYPE_CHARACTERS_MAX).contains(&text.len()) && text.bytes().all(is_part)
}

/// Whether there are as many digits in a row as a card's number has, whatever people write between them.
fn is_card_number(text: &str) -> bool {
    let is_between = |character: char| matches!(character, ' ' | '-' | '.' | '_');
    let written = text.replace(is_between, "");
    let runs = written.split(|character: char| !character.is_ascii_digit());
    runs.into_iter().any(|digits| CARD_DIGITS.contains(&digits.len()))
}

#[cfg(test)]
mod tests;
