//! Stock and orders: what is held back for an order, and what becomes of that.

use super::stock::{StockKey, draws, insufficient};
use crate::domain::cart::Line;
use crate::domain::catalog::{Product, Stock};
use crate::domain::facts::Facts;
use crate::domain::id::VariantId;
use crate::domain::order::{Allocation, Order};
use crate::error::Error;

/// Refuses where the stock has not all that the lines draw, whatever each line alone draws.
///
/// # Errors
///
/// [`Error::InsufficientStock`] of the first stock that has too little.
pub(super) fn check<'a>(facts: &Facts, lines: impl IntoIterator<Item = &'a Line>) -> Result<(), Error> {
    for (key, units) in draws(&facts.products, lines) {
        let Some((sold, stock)) = key.find(&facts.products) else { continue };
        if !stock.allows(units) {
            return Err(insufficient(sold, stock, units));
        }
    }
    Ok(())
}

/// Holds back for the order what its lines draw, or where more can be sold than there is, what there is. Gives the
/// products whose stock has changed.
///
/// # Errors
///
/// [`Error::InsufficientStock`] as for [`check`]; nothing is held back then.
pub(super) fn allocate(facts: &Facts, order: &mut Order) -> Result<Vec<Product>, Error> {
    let lines = || order.lines.iter().map(|line| &line.line);
    check(facts, lines())?;
    let allocation = |(key, units): (StockKey<'_>, i64)| {
        let (_, stock) = key.find(&facts.products)?;
        let units = units.min(stock.available);
        (0 < units).then(|| Allocation { product: key.product.clone(), variant: key.variant.cloned(), units })
    };
    order.allocations = draws(&facts.products, lines()).into_iter().filter_map(allocation).collect();
    Ok(restocked(facts, &order.allocations, |stock, units| {
        stock.available -= units;
        stock.allocated = stock.allocated.saturating_add(units);
    }))
}

/// Makes what is held back for the order available again. Gives the products whose stock has changed.
pub(super) fn release(facts: &Facts, order: &mut Order) -> Vec<Product> {
    restocked(facts, &std::mem::take(&mut order.allocations), |stock, units| {
        // An import may have counted the stock anew meanwhile: then there is nothing held back to return.
        let units = units.min(stock.allocated);
        stock.allocated -= units;
        stock.available = stock.available.saturating_add(units);
    })
}

/// Lets what is held back for the order go: it was sent. Gives the products whose stock has changed.
pub(super) fn ship(facts: &Facts, order: &mut Order) -> Vec<Product> {
    restocked(facts, &std::mem::take(&mut order.allocations), |stock, units| {
        stock.allocated -= units.min(stock.allocated);
    })
}

/// The products whose stock these allocations touch, each once, with `change` made to the stock of each.
fn restocked(facts: &Facts, allocations: &[Allocation], change: impl Fn(&mut Stock, i64)) -> Vec<Product> {
    let mut products: Vec<Product> = Vec::new();
    for allocation in allocations {
        let place = match products.iter().position(|product| product.id == allocation.product) {
            Some(place) => place,
            None => {
                let Some(product) = facts.products.get(&allocation.product) else { continue };
                products.push(Product::clone(product));
                products.len() - 1
            }
        };
        let Some(stock) = stock_mut(&mut products[place], allocation.variant.as_ref()) else { continue };
        change(stock, allocation.units);
        debug_assert!(0 <= stock.available && 0 <= stock.allocated);
    }
    products
}

/// The stock of the product, or the variant's own; none where the variant or its stock is no longer there.
fn stock_mut<'a>(product: &'a mut Product, variant: Option<&VariantId>) -> Option<&'a mut Stock> {
    match variant {
        None => Some(&mut product.stock),
        Some(id) => product.variants.iter_mut().find(|one| one.id == *id)?.stock.as_mut(),
    }
}
