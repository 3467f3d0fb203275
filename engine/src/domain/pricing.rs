//! What a cart costs: one pure function, never stored.

use crate::domain::cart::Cart;
use crate::domain::id::PromotionId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, divide_rounding, prorate};
use crate::domain::promotion::{Promotions, Target};
use crate::domain::time::Timestamp;

/// What a cart costs, all amounts in minor units of its currency.
///
/// The parts always sum to the whole: `total = subtotal - discount_total + tax_total`, and each amount is the sum of the
/// lines'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedCart {
    /// The currency of all amounts; none where the cart was never priced.
    pub currency: Option<Currency>,
    /// The lines' amounts, in the order of the cart's lines.
    pub lines: Vec<PricedLine>,
    /// What is taken off and why: promotions on units first, the oldest first, then those on the whole cart, then the
    /// cart's own discounts.
    pub applied: Vec<Applied>,
    /// Promotions that the shopper has a code of, or that are automatic, and that could not be applied for a reason
    /// that the shopper should know.
    pub declined: Vec<Declined>,
    /// Gifts that the shopper can have and the cart lacks.
    pub suggestions: Vec<Suggestion>,
    /// The sum of the line subtotals.
    pub subtotal: i64,
    /// What is taken off, 0 or more.
    pub discount_total: i64,
    /// Tax that is not in the prices.
    pub tax_total: i64,
    /// Tax that is in the prices, after what is taken off.
    pub included_tax_total: i64,
    /// What would have to be paid were nothing taken off.
    pub undiscounted_total: i64,
    /// What is to be paid, 0 or more.
    pub total: i64,
}

impl PricedCart {
    /// What a cart without lines costs.
    #[must_use]
    pub const fn nothing(currency: Option<Currency>) -> Self {
        Self {
            currency,
            lines: Vec::new(),
            applied: Vec::new(),
            declined: Vec::new(),
            suggestions: Vec::new(),
            subtotal: 0,
            discount_total: 0,
            tax_total: 0,
            included_tax_total: 0,
            undiscounted_total: 0,
            total: 0,
        }
    }

    /// What is taken off the line in this place and why, with how much: of what was taken off units, and of what was
    /// taken off the whole cart.
    pub fn applied_to(&self, place: usize) -> impl Iterator<Item = (&Applied, i64)> {
        self.applied.iter().filter_map(move |applied| {
            let (_, minor_units) = applied.shares.iter().find(|(line, _)| *line == place)?;
            Some((applied, *minor_units))
        })
    }
}

/// What a line costs, in minor units of the cart's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedLine {
    /// Unit price times quantity.
    pub subtotal: i64,
    /// What is taken off the line, its share of what is taken off the cart included; 0 to the subtotal.
    pub discount_total: i64,
    /// Tax that is not in the price.
    pub tax_total: i64,
    /// Tax that is in the price, after what is taken off.
    pub included_tax_total: i64,
    /// What would have to be paid for the line were nothing taken off.
    pub undiscounted_total: i64,
    /// What is to be paid for the line, 0 or more.
    pub total: i64,
    /// `total` for one unit, rounded.
    pub unit_total: i64,
}

/// Something that takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The promotion; none of a discount of the cart's own.
    pub promotion: Option<PromotionId>,
    /// The identifier of the discount of the cart's own; the promotion's else.
    pub id: String,
    /// The code: the one that the shopper entered, or `auto_` and the promotion's identifier.
    pub code: String,
    /// The name for shoppers.
    pub name: String,
    /// Whether it is on the whole cart, and not on units.
    pub is_of_cart: bool,
    /// How much it takes off, more than 0: the sum of the shares.
    pub minor_units: i64,
    /// How much of that is off which line, by its place among the cart's lines, in that order; each more than 0.
    pub shares: Vec<(usize, i64)>,
}

/// A promotion that could not be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// The promotion.
    pub promotion: PromotionId,
    /// The code that the shopper entered; none of an automatic one.
    pub code: Option<String>,
    /// Why.
    pub reason: DeclineReason,
}

/// Why a promotion could not be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclineReason {
    /// It has no amount in the cart's currency, or asks for no least value in it. Also of automatic ones.
    CurrencyMissing,
    /// It is not in force. Only of those whose code the shopper has entered.
    NotActive,
    /// The cart does not qualify: it costs too little, or what must be in it is not. Only of those whose code the shopper
    /// has entered.
    NotQualified,
}

/// A gift that the shopper can have and the cart lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The promotion.
    pub promotion: PromotionId,
    /// The code: the one that the shopper entered, or `auto_` and the promotion's identifier.
    pub code: String,
    /// The promotion's name.
    pub name: String,
    /// The gifts, as the promotion names them, and how many units of each are lacking; at least one.
    pub gifts: Vec<(Target, u32)>,
    /// Whether the promotion puts its gifts into the cart, so that only something that stands against it keeps it from
    /// doing so.
    pub is_added: bool,
}

/// The cart would cost more than [`AMOUNT_MINOR_UNITS_MAX`], or something in it less than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalOutOfRange;

/// Prices the cart.
///
/// # Errors
///
/// [`TotalOutOfRange`] where the subtotal passes [`AMOUNT_MINOR_UNITS_MAX`] minor units, or a price or what is taken off
/// is negative, which in a cart of the engine's is never so.
pub fn price(cart: &Cart, _promotions: &Promotions, _now: Timestamp) -> Result<PricedCart, TotalOutOfRange> {
    let mut subtotals = Vec::with_capacity(cart.lines.len());
    let mut subtotal = 0_i128;
    for line in &cart.lines {
        let line_subtotal = i128::from(line.unit_price.minor_units) * i128::from(line.quantity.units());
        subtotal += line_subtotal;
        subtotals.push(in_range(line_subtotal)?);
    }
    let subtotal = in_range(subtotal)?;
    let asked_off: i128 = cart.discounts.iter().map(|discount| i128::from(discount.minor_units)).sum();
    let discount_total = in_range(asked_off.min(i128::from(subtotal)))?;
    let shares = prorate(discount_total, &subtotals);
    let lines: Vec<PricedLine> = cart
        .lines
        .iter()
        .zip(subtotals.iter().zip(shares))
        .map(|(line, (subtotal, discount_total))| {
            let total = subtotal - discount_total;
            let unit_total = divide_rounding(i128::from(total), i128::from(line.quantity.units()));
            // Not larger than `total`, which is an i64.
            let unit_total = i64::try_from(unit_total).unwrap_or(total);
            PricedLine {
                subtotal: *subtotal,
                discount_total,
                tax_total: 0,
                included_tax_total: 0,
                undiscounted_total: *subtotal,
                total,
                unit_total,
            }
        })
        .collect();
    let total = subtotal - discount_total;
    assert_eq!(lines.iter().map(|line| line.total).sum::<i64>(), total);
    assert!(0 <= total);
    let currency = cart.priced_currency;
    Ok(PricedCart {
        lines,
        subtotal,
        discount_total,
        undiscounted_total: subtotal,
        total,
        ..PricedCart::nothing(currency)
    })
}

fn in_range(minor_units: i128) -> Result<i64, TotalOutOfRange> {
    i64::try_from(minor_units)
        .ok()
        .filter(|minor_units| (0..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units))
        .ok_or(TotalOutOfRange)
}

#[cfg(test)]
mod tests;
