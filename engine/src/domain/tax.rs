//! Taxes of lines: by rate or by amount.

use std::str::FromStr as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::domain::id::TaxId;
use crate::domain::money::divide_rounding;

/// Most taxes that a line may have.
pub const TAXES_PER_LINE_MAX: usize = 5;

/// A share of an amount: a tax rate or a percentage, as a fraction: 0.125 is 12.5 %.
///
/// 0 to [`Rate::MAX`], with at most [`Rate::DECIMALS_MAX`] decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    /// Of the whole, which has [`Rate::PARTS`].
    parts: u64,
}

impl Rate {
    /// Nothing of it.
    pub const ZERO: Self = Self { parts: 0 };
    /// The largest rate: a hundred times the whole.
    pub const MAX: Self = Self { parts: 1_000_000_000_000 };
    /// Most decimals of a rate.
    pub const DECIMALS_MAX: u32 = 10;
    /// How many [`Rate::parts`] are the whole.
    pub const PARTS: i128 = 10_000_000_000;

    /// The rate of this value; none where it is negative, too large, or of too many decimals.
    #[must_use]
    pub fn new(value: Decimal) -> Option<Self> {
        let parts = value.checked_mul(Decimal::from(Self::PARTS))?;
        if parts.fract().is_zero() { Self::from_parts(parts.to_u64()?) } else { None }
    }

    /// The rate of so many parts of the whole, of which there are [`Rate::PARTS`]; none where it is too large.
    #[must_use]
    pub fn from_parts(parts: u64) -> Option<Self> {
        (parts <= Self::MAX.parts).then_some(Self { parts })
    }

    /// The rate that a text writes, such as `0.125` or `1.5e-1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()?;
        Self::new(value)
    }

    /// The rate that is meant by a text that a double was written as: 0.07 % may be `0.0007000000000000001`. It is the
    /// nearest of [`Rate::DECIMALS_MAX`] decimals, where that is as near as a double can tell, and is not 0.
    #[must_use]
    pub fn parse_double(text: &str) -> Option<Self> {
        /// A few steps of a double of about [`Rate::MAX`].
        const STEPS: Decimal = Decimal::from_parts(5, 0, 0, false, 14);
        let value = Decimal::from_str_exact(text)
            .or_else(|_| Decimal::from_scientific(text))
            .or_else(|_| Decimal::from_str(text))
            .ok()?;
        let rounded = value.round_dp(Self::DECIMALS_MAX);
        let is_meant = (value - rounded).abs() <= STEPS && !rounded.is_zero();
        is_meant.then(|| Self::new(rounded)).flatten()
    }

    /// The value.
    #[must_use]
    pub fn as_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.parts.into(), Self::DECIMALS_MAX).normalize()
    }

    /// The value in parts of the whole, of which there are [`Rate::PARTS`]; exact.
    #[must_use]
    pub fn parts(self) -> i128 {
        self.parts.into()
    }

    /// This share of an amount, rounded.
    #[must_use]
    pub fn of(self, minor_units: i64) -> i128 {
        divide_rounding(i128::from(minor_units) * self.parts(), Self::PARTS)
    }
}

/// A tax on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// Its identifier, unique in the cart.
    pub id: TaxId,
    /// Its name for shoppers.
    pub name: String,
    /// Who levies it.
    pub jurisdiction: Option<String>,
    /// Its code there.
    pub code: Option<String>,
    /// How much it is.
    pub amount: TaxAmount,
}

/// How much a tax is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaxAmount {
    /// This share of what the line costs. All shares of a line are summed before the one rounding.
    Rate(Rate),
    /// So many minor units on the whole line, 0 to
    /// [`AMOUNT_MINOR_UNITS_MAX`](crate::domain::money::AMOUNT_MINOR_UNITS_MAX).
    Fixed(i64),
}

#[cfg(test)]
mod tests;
