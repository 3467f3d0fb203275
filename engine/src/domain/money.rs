//! Money in whole minor units, and the one rule by which it is rounded and shared out.

use std::collections::BTreeMap;
use std::fmt;

/// The largest amount of a cart, in minor units: 2^53 - 1, the last integer that every client reads exactly.
pub const AMOUNT_MINOR_UNITS_MAX: i64 = 9_007_199_254_740_991;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// US dollars.
    pub const USD: Self = Self(*b"USD");

    /// The currency of this code; none unless it is three ASCII capital letters.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The amount in the currency's smallest unit; negative for what is taken off.
    pub minor_units: i64,
    /// The currency.
    pub currency: Currency,
}

/// What one unit of something costs in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitPrice {
    /// 0 to [`AMOUNT_MINOR_UNITS_MAX`], in the currency's smallest unit.
    pub minor_units: i64,
    /// Whether tax is already in it.
    pub includes_tax: bool,
}

/// Prices by currency.
pub type Prices = BTreeMap<Currency, UnitPrice>;

/// `numerator / denominator` to the nearest integer, half away from zero. The only rounding there is.
///
/// # Panics
///
/// Where `denominator` is not positive, which is a bug of the caller.
#[must_use]
pub fn divide_rounding(numerator: i128, denominator: i128) -> i128 {
    assert!(0 < denominator);
    // Nearly all fit, and are divided many times quicker so.
    let (quotient, rest) = match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(numerator), Ok(denominator)) => {
            (i128::from(numerator / denominator), i128::from(numerator % denominator))
        }
        _ => {
            let quotient = numerator / denominator;
            (quotient, numerator - quotient * denominator)
        }
    };
    let rest = rest.abs();
    // Not twice the rest, which could be too large.
    if rest < denominator - rest { quotient } else { quotient + numerator.signum() }
}

/// Shares `amount` out in proportion to `weights`, so that the parts always sum to the whole.
///
/// The k-th part is the difference of two rounded running sums. Where all weights are zero, so are all parts.
///
/// # Panics
///
/// Where a weight is negative, or all of them together are larger than an `i64`, which is a bug of the caller.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "the running sums lie between zero and the amount, and so do their differences"
)]
pub fn prorate(amount: i64, weights: &[i64]) -> Vec<i64> {
    assert!(weights.iter().all(|weight| 0 <= *weight));
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    assert!(whole <= i128::from(i64::MAX));
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let mut weight_so_far = 0_i128;
    let mut shared_so_far = 0_i128;
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        weight_so_far += i128::from(*weight);
        let shared = divide_rounding(i128::from(amount) * weight_so_far, whole);
        parts.push(i64::try_from(shared - shared_so_far).expect("a part is at most the whole"));
        shared_so_far = shared;
    }
    debug_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(amount));
    parts
}

#[cfg(test)]
mod tests;
