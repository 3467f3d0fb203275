//! What a JSON number is as a quantity: by its value, whatever its spelling.

use serde_json::Number;
use trolley_engine::Quantity;

/// Why a number is not a quantity; several may apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NotAQuantity {
    /// It has a fraction, or is larger than a double holds.
    pub not_whole: bool,
    /// It is less than 1.
    pub too_small: bool,
    /// It is 0 or less.
    pub not_positive: bool,
    /// It is whole and more than [`Quantity::MAX`].
    pub too_large: bool,
}

/// The quantity that a number is: `2`, `2.0` and `2e0` are 2.
///
/// Digits past those that a double holds are rounded off first, as in JavaScript: `1.0000000000000001` is 1.
///
/// # Errors
///
/// [`NotAQuantity`] where it is not a whole number from 1 to [`Quantity::MAX`].
pub fn read(number: &Number) -> Result<Quantity, NotAQuantity> {
    let Some(value) = number.as_f64() else {
        // The number passes what a double holds: infinity, in the eyes of JavaScript.
        let is_negative = number.as_str().starts_with('-');
        return Err(NotAQuantity {
            not_whole: true,
            too_small: is_negative,
            not_positive: is_negative,
            too_large: false,
        });
    };
    let is_whole = value.trunc().total_cmp(&value).is_eq();
    let too_small = value < 1.0;
    if is_whole && !too_small {
        let whole: Option<i64> = format!("{value:.0}").parse().ok();
        let too_large = NotAQuantity { too_large: true, ..NotAQuantity::default() };
        return whole.and_then(Quantity::new).ok_or(too_large);
    }
    Err(NotAQuantity { not_whole: !is_whole, too_small, not_positive: value <= 0.0, too_large: false })
}

#[cfg(test)]
mod tests;
