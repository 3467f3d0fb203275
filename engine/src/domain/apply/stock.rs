//! What lines take from which stocks, and whether there is enough.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::line::Sold;
use crate::domain::bundle::Selection;
use crate::domain::cart::{Cart, Line};
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::StockCheck;
use crate::domain::facts::Facts;
use crate::domain::id::{ProductId, VariantId};
use crate::error::Error;
use crate::error::choice::Shortage;

/// Products by their identifiers.
type Products = BTreeMap<ProductId, Arc<Product>>;

/// A stock: a product's, or that of one of its variants that has one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StockKey<'a> {
    /// The product.
    pub(super) product: &'a ProductId,
    /// The variant, where the stock is its own.
    pub(super) variant: Option<&'a VariantId>,
}

impl StockKey<'_> {
    /// The stock, and whose it is; none where the product is not there.
    pub(super) fn find<'p>(&self, products: &'p Products) -> Option<(Sold<'p>, &'p Stock)> {
        let product = products.get(self.product).map(Arc::as_ref)?;
        let variant = self.variant.and_then(|id| product.variant(id));
        Some((Sold { product, variant, bundle: None }, product.stock_of(variant)))
    }
}

/// How many units the lines take together from each stock that is counted, in the order of the products.
///
/// A bundle takes from its own stock where that is counted, else from those of what is selected. A child bundle among
/// that is a product like any other: what it is made of is not looked at. What is no longer in the catalog and what is
/// in none takes from no stock.
pub(super) fn draws<'a>(
    products: &Products,
    lines: impl IntoIterator<Item = &'a Line>,
) -> BTreeMap<StockKey<'a>, i64> {
    let mut drawn = BTreeMap::new();
    for line in lines {
        let units = i64::from(line.quantity.units());
        each_draw(products, line, units, |key, units| {
            let sum: &mut i64 = drawn.entry(key).or_default();
            *sum = sum.saturating_add(units);
        });
    }
    drawn.retain(|key, _| key.find(products).is_some_and(|(_, stock)| stock.tracked));
    drawn
}

/// The quantities of a line that a check of the stock looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Units {
    /// What it had.
    pub(super) before: i64,
    /// What it is to have.
    pub(super) after: i64,
    /// What this one call asks for.
    pub(super) asked: i64,
}

/// Refuses where more would be sold than there is, with so many units of this on the line at `place`, or on a new one.
pub(super) fn check_stock(
    facts: &Facts,
    cart: &Cart,
    place: Option<usize>,
    sold: Sold<'_>,
    check: StockCheck,
    units: Units,
) -> Result<(), Error> {
    let (asked, is_of_cart) = match check {
        StockCheck::Skip => return Ok(()),
        _ if cart.is_stock_deferred || cart.preview_at.is_some() => return Ok(()),
        StockCheck::Cart if units.after <= units.before => return Ok(()),
        StockCheck::Cart => (units.after, true),
        StockCheck::Request => (units.asked, false),
    };
    let mut drawn = BTreeMap::new();
    let variant = sold.variant.map(|variant| &variant.id);
    each_draw_of(&facts.products, &sold.product.id, variant, sold.bundle, asked, |key, units| {
        let sum: &mut i64 = drawn.entry(key).or_default();
        *sum = sum.saturating_add(units);
    });
    // Only of what there can be too little, because the other lines may draw on very much.
    drawn.retain(|key, _| key.find(&facts.products).is_some_and(|(_, stock)| !stock.allows(i64::MAX)));
    if is_of_cart && !drawn.is_empty() {
        let others = cart.lines.iter().enumerate().filter(|(index, _)| Some(*index) != place);
        for (_, line) in others {
            each_draw(&facts.products, line, i64::from(line.quantity.units()), |key, units| {
                if let Some(sum) = drawn.get_mut(&key) {
                    *sum = sum.saturating_add(units);
                }
            });
        }
    }
    drawn.into_iter().try_for_each(|(key, units)| check_available(&facts.products, sold, key, units))
}

/// Refuses where the stock does not have so many units. Where it is the stock of what is sold, that is named as it was
/// asked for, in its variant.
fn check_available(
    products: &Products,
    sold: Sold<'_>,
    key: StockKey<'_>,
    requested: i64,
) -> Result<(), Error> {
    let Some((owner, stock)) = key.find(products) else { return Ok(()) };
    if stock.allows(requested) {
        return Ok(());
    }
    let named = if owner.product.id == sold.product.id { sold } else { owner };
    Err(insufficient(named, stock, requested))
}

/// The refusal where there is not enough of this.
pub(super) fn insufficient(sold: Sold<'_>, stock: &Stock, requested: i64) -> Error {
    Error::InsufficientStock(Box::new(Shortage {
        product: sold.product.id.clone(),
        variant: sold.variant.map(|variant| variant.id.clone()),
        sku: sold.product.sku_of(sold.variant).clone(),
        name: sold.product.name.clone(),
        requested,
        available: stock.available,
    }))
}

/// Calls `draw` with each stock that so many units of the line take from, and how much; a stock can come several times.
fn each_draw<'a>(products: &Products, line: &'a Line, units: i64, draw: impl FnMut(StockKey<'a>, i64)) {
    if let Some(product) = line.product() {
        each_draw_of(products, product, line.variant(), line.bundle(), units, draw);
    }
}

/// The same of a product, of what is selected of it where it is a bundle. A bundle that is no longer there takes from
/// the stocks of what is selected.
fn each_draw_of<'a>(
    products: &Products,
    product: &'a ProductId,
    variant: Option<&'a VariantId>,
    bundle: Option<&'a Selection>,
    units: i64,
    mut draw: impl FnMut(StockKey<'a>, i64),
) {
    let known = products.get(product);
    let own = variant.filter(|id| {
        known.and_then(|product| product.variant(id)).is_some_and(|variant| variant.stock.is_some())
    });
    let key = StockKey { product, variant: own };
    let selected = bundle.filter(|_| !key.find(products).is_some_and(|(_, stock)| stock.tracked));
    match selected {
        None => draw(key, units),
        Some(selection) => {
            for (product, of_one) in selection.components().iter().flat_map(|component| &component.options) {
                draw(StockKey { product, variant: None }, units.saturating_mul(i64::from(*of_one)));
            }
        }
    }
}
