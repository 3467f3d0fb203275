//! How many units of something: at least one.

use std::fmt;

/// A number of units, from 1 to [`Quantity::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u32);

impl Quantity {
    /// One unit.
    pub const ONE: Self = Self(1);
    /// The most units a line may have: 2,147,483,647.
    pub const MAX: Self = Self(2_147_483_647);

    /// A quantity of so many units; none outside 1 to [`Quantity::MAX`].
    #[must_use]
    pub fn new(units: i64) -> Option<Self> {
        let units = u32::try_from(units).ok()?;
        (1..=Self::MAX.0).contains(&units).then_some(Self(units))
    }

    /// The number of units.
    #[must_use]
    pub const fn units(self) -> u32 {
        self.0
    }

    /// The sum; none past [`Quantity::MAX`].
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::new(i64::from(self.0) + i64::from(other.0))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
