//! The taxes of a cart, one by one.

use serde::Serialize;
use serde_json::Number;
use trolley_engine::domain::money::prorate;
use trolley_engine::domain::tax::{Rate, TaxAmount};
use trolley_engine::{CartView, LineView};

/// The name of the catalog's own tax on a product, which has none.
const PRODUCT_TAX: &str = "Tax";

/// A tax of the lines that have it.
///
/// Source: stateset.md, 2, `tax_breakdown`. Reading: taxes of one name and rate are one; the amounts sum to
/// `tax_amount`, so that tax that is in the prices is not among them; a tax that is no share of a price has a null `rate`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TaxBody<'a> {
    name: &'a str,
    rate: Option<Number>,
    amount: i64,
}

/// The taxes, in the order of the lines that first have them.
pub(super) fn breakdown(view: &CartView) -> Vec<TaxBody<'_>> {
    let mut taxes: Vec<(&str, Option<Rate>, i64)> = Vec::new();
    let on_top = view.lines().filter(|line| !line.line.unit_price.includes_tax);
    for (name, rate, amount) in on_top.flat_map(of_line) {
        match taxes.iter_mut().find(|(known, known_rate, _)| *known == name && *known_rate == rate) {
            // Each is a part of the cart's tax, which is an amount.
            Some((.., sum)) => *sum += amount,
            None => taxes.push((name, rate, amount)),
        }
    }
    let body = |(name, rate, amount): (_, Option<Rate>, _)| TaxBody {
        name,
        rate: rate.and_then(|rate| rate.as_decimal().to_string().parse().ok()),
        amount,
    };
    taxes.into_iter().map(body).collect()
}

/// The line's taxes, which sum to its `tax_total`: fixed ones first come off it, and what is left is shared out by rate.
fn of_line(line: LineView<'_>) -> Vec<(&str, Option<Rate>, i64)> {
    let own = Some((PRODUCT_TAX, TaxAmount::Rate(line.line.tax_rate)));
    let own = own.filter(|_| Rate::ZERO < line.line.tax_rate);
    let put_on = line.line.taxes.iter().map(|tax| (tax.name.as_str(), tax.amount));
    let taxes: Vec<(&str, TaxAmount)> = own.into_iter().chain(put_on).collect();
    let fixed: Vec<i64> = taxes.iter().map(|(_, amount)| fixed(*amount)).collect();
    let fixed_total = fixed.iter().sum::<i64>().min(line.priced.tax_total);
    let rates: Vec<i64> = taxes.iter().map(|(_, amount)| parts(*amount)).collect();
    let fixed = prorate(fixed_total, &fixed);
    let shares = prorate(line.priced.tax_total - fixed_total, &rates);
    let amounts = fixed.into_iter().zip(shares).map(|(fixed, share)| fixed + share);
    taxes.into_iter().zip(amounts).map(|((name, tax), amount)| (name, rate(tax), amount)).collect()
}

const fn fixed(tax: TaxAmount) -> i64 {
    match tax {
        TaxAmount::Fixed(minor_units) => minor_units,
        TaxAmount::Rate(_) => 0,
    }
}

fn parts(tax: TaxAmount) -> i64 {
    match tax {
        TaxAmount::Fixed(_) => 0,
        // At most a hundred times 10^10.
        TaxAmount::Rate(rate) => i64::try_from(rate.parts()).unwrap_or_default(),
    }
}

const fn rate(tax: TaxAmount) -> Option<Rate> {
    match tax {
        TaxAmount::Fixed(_) => None,
        TaxAmount::Rate(rate) => Some(rate),
    }
}

#[cfg(test)]
mod tests;
