//! What a cart costs: one pure function, never stored.

use crate::domain::cart::Cart;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, divide_rounding, prorate};

/// What a cart costs.
///
/// The parts always sum to the whole: `total = subtotal - discount_total + tax_total`, and each of them is the sum of
/// the lines'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedCart {
    /// The currency of all amounts; none where the cart was never priced.
    pub currency: Option<Currency>,
    /// The lines' amounts, in the order of the cart's lines.
    pub lines: Vec<PricedLine>,
    /// The sum of the line subtotals, in minor units.
    pub subtotal: i64,
    /// What is taken off, in minor units, 0 or more.
    pub discount_total: i64,
    /// Tax that is not in the prices, in minor units.
    pub tax_total: i64,
    /// What is to be paid, in minor units, 0 or more.
    pub total: i64,
}

/// What a line costs, in minor units of the cart's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedLine {
    /// Unit price times quantity.
    pub subtotal: i64,
    /// The line's share of what is taken off, 0 or more.
    pub discount_total: i64,
    /// Tax that is not in the price.
    pub tax_total: i64,
    /// What is to be paid for the line, 0 or more.
    pub total: i64,
    /// `total` for one unit, rounded.
    pub unit_total: i64,
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
pub fn price(cart: &Cart) -> Result<PricedCart, TotalOutOfRange> {
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
            PricedLine { subtotal: *subtotal, discount_total, tax_total: 0, total, unit_total }
        })
        .collect();
    let total = subtotal - discount_total;
    assert_eq!(lines.iter().map(|line| line.total).sum::<i64>(), total);
    assert!(0 <= total);
    let currency = cart.priced_currency;
    Ok(PricedCart { currency, lines, subtotal, discount_total, tax_total: 0, total })
}

fn in_range(minor_units: i128) -> Result<i64, TotalOutOfRange> {
    i64::try_from(minor_units)
        .ok()
        .filter(|minor_units| (0..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units))
        .ok_or(TotalOutOfRange)
}

#[cfg(test)]
mod tests;
