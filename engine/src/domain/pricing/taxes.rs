//! Taxes of a line, on what is left of it after discounts.

use super::{PricedLine, TotalOutOfRange, in_range};
use crate::domain::cart::Line;
use crate::domain::money::divide_rounding;
use crate::domain::tax::{Rate, TaxAmount};

/// Adds to a line's amounts its taxes and what follows from them.
pub(super) fn add(line: &Line, amounts: &mut PricedLine) -> Result<(), TotalOutOfRange> {
    let net = amounts.subtotal - amounts.discount_total;
    if line.taxes.is_empty() && line.tax_rate == Rate::ZERO {
        amounts.total = net;
        amounts.undiscounted_total = amounts.subtotal;
    } else {
        let tax = Together::of(line);
        if line.unit_price.includes_tax {
            amounts.included_tax_total = net - in_range(tax.taken_out(net))?;
            amounts.total = net;
            amounts.undiscounted_total = amounts.subtotal;
        } else {
            amounts.tax_total = in_range(tax.on_top(net))?;
            amounts.total = in_range(i128::from(net) + i128::from(amounts.tax_total))?;
            let subtotal = amounts.subtotal;
            amounts.undiscounted_total = in_range(i128::from(subtotal) + tax.on_top(subtotal))?;
        }
    }
    let units = i128::from(line.quantity.units());
    amounts.unit_total = in_range(divide_rounding(i128::from(amounts.total), units))?;
    Ok(())
}

/// All taxes of a line: the shares are summed before the one rounding.
struct Together {
    rate_parts: i128,
    fixed: i128,
}

impl Together {
    fn of(line: &Line) -> Self {
        let mut sum = Self { rate_parts: line.tax_rate.parts(), fixed: 0 };
        for tax in &line.taxes {
            match tax.amount {
                TaxAmount::Rate(rate) => sum.rate_parts += rate.parts(),
                TaxAmount::Fixed(minor_units) => sum.fixed += i128::from(minor_units),
            }
        }
        sum
    }

    /// The tax on top of a price without it.
    fn on_top(&self, net: i64) -> i128 {
        divide_rounding(i128::from(net) * self.rate_parts, Rate::PARTS) + self.fixed
    }

    /// What is left of a price with the tax in it, without the tax; not below 0.
    fn taken_out(&self, gross: i64) -> i128 {
        let without_fixed = (i128::from(gross) - self.fixed).max(0);
        divide_rounding(without_fixed * Rate::PARTS, Rate::PARTS + self.rate_parts)
    }
}
