//! Stock and orders: what lines draw on, what is held back for an order, and what becomes of that.

use std::collections::HashMap;

use crate::domain::cart::Line;
use crate::domain::catalog::{Product, Stock, Variant};
use crate::domain::facts::Facts;
use crate::domain::id::{ProductId, VariantId};
use crate::domain::order::{Allocation, Order};
use crate::error::Error;

/// Units that lines draw of one stock.
struct Draw<'a> {
    product: &'a Product,
    /// The variant, where the stock is its own.
    variant: Option<&'a Variant>,
    units: i64,
}

impl Draw<'_> {
    fn stock(&self) -> &Stock {
        self.product.stock_of(self.variant)
    }

    /// Refuses where there are fewer units than are drawn.
    fn check(&self) -> Result<(), Error> {
        if self.stock().allows(self.units) {
            return Ok(());
        }
        Err(Error::InsufficientStock {
            product: self.product.id.clone(),
            variant: self.variant.map(|variant| variant.id.clone()),
            sku: self.product.sku_of(self.variant).clone(),
            name: self.product.name.clone(),
            requested: self.units,
            available: self.stock().available,
        })
    }

    /// What can be held back: all, or where more can be sold than there is, what there is.
    fn allocation(&self) -> Option<Allocation> {
        let units = self.units.min(self.stock().available);
        (self.stock().tracked && 0 < units).then(|| Allocation {
            product: self.product.id.clone(),
            variant: self.variant.map(|variant| variant.id.clone()),
            units,
        })
    }
}

/// Refuses where the stock has not all that the lines draw, whatever each line alone draws.
///
/// # Errors
///
/// [`Error::InsufficientStock`] of the first stock that has too little, in the order of the lines.
pub(super) fn check<'a>(facts: &'a Facts, lines: impl IntoIterator<Item = &'a Line>) -> Result<(), Error> {
    draws(facts, lines).iter().try_for_each(Draw::check)
}

/// Holds back for the order what its lines draw. Gives the products whose stock has changed.
///
/// # Errors
///
/// [`Error::InsufficientStock`] as for [`check`]; nothing is held back then.
pub(super) fn allocate(facts: &Facts, order: &mut Order) -> Result<Vec<Product>, Error> {
    let draws = draws(facts, order.lines.iter().map(|line| &line.line));
    draws.iter().try_for_each(Draw::check)?;
    order.allocations = draws.iter().filter_map(Draw::allocation).collect();
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

/// What the lines draw, one entry for each stock, in the order in which the lines come to it. Custom items, stock that is
/// not counted, and products that are no longer there draw nothing.
fn draws<'a>(facts: &'a Facts, lines: impl IntoIterator<Item = &'a Line>) -> Vec<Draw<'a>> {
    let mut draws: Vec<Draw<'a>> = Vec::new();
    let mut places: HashMap<(&ProductId, Option<&VariantId>), usize> = HashMap::new();
    for line in lines {
        let quantity = i64::from(line.quantity.units());
        for (product, variant, units) in parts(facts, line) {
            // Variants without a stock of their own share the product's.
            let variant = variant.filter(|variant| variant.stock.is_some());
            let units = quantity.saturating_mul(units);
            let next = draws.len();
            let place = *places.entry((&product.id, variant.map(|variant| &variant.id))).or_insert(next);
            match draws.get_mut(place) {
                Some(draw) => draw.units = draw.units.saturating_add(units),
                None => draws.push(Draw { product, variant, units }),
            }
        }
    }
    draws.retain(|draw| draw.stock().tracked);
    draws
}

/// What one unit of the line takes units of: the product, or of a bundle without a stock of its own, what is selected.
fn parts<'a>(facts: &'a Facts, line: &'a Line) -> Vec<(&'a Product, Option<&'a Variant>, i64)> {
    let find = |id: &ProductId| facts.products.get(id).map(|product| &**product);
    let Some(product) = line.product().and_then(find) else { return Vec::new() };
    match line.bundle() {
        Some(selection) if !product.stock.tracked => {
            let options = selection.components().iter().flat_map(|component| &component.options);
            options.filter_map(|(option, units)| Some((find(option)?, None, i64::from(*units)))).collect()
        }
        Some(_) | None => vec![(product, line.variant().and_then(|id| product.variant(id)), 1)],
    }
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
