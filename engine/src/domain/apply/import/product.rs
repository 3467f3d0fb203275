//! Whether a product can be as it is brought.

use std::collections::HashSet;

use crate::domain::bundle::{BundlePrice, Component, ComponentOption, OPTIONS_MAX};
use crate::domain::catalog::{Product, Stock};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Prices};
use crate::domain::quantity::Quantity;
use crate::error::import::ImportProblem;

pub(super) fn check_product(product: &Product) -> Result<(), ImportProblem> {
    if !is_in_range(product) {
        return Err(ImportProblem::OutOfRange { product: product.id.clone() });
    }
    check_shape(product)
        .map_err(|reason| ImportProblem::ProductInvalid { product: product.id.clone(), reason })
}

/// Whether all prices and stocks are within their ranges.
fn is_in_range(product: &Product) -> bool {
    let prices_hold = |prices: &Prices| {
        prices.values().all(|price| (0..=AMOUNT_MINOR_UNITS_MAX).contains(&price.minor_units))
    };
    let stock_holds = |stock: &Stock| {
        0 <= stock.available && 0 <= stock.allocated && stock.low_threshold.is_none_or(|units| 0 <= units)
    };
    let mut variants = product.variants.iter();
    prices_hold(&product.prices)
        && product.tiers.iter().all(|tier| prices_hold(&tier.prices))
        && stock_holds(&product.stock)
        && variants
            .all(|variant| prices_hold(&variant.prices) && variant.stock.as_ref().is_none_or(stock_holds))
}

fn check_shape(product: &Product) -> Result<(), &'static str> {
    let tiers = product.tiers.iter();
    if !tiers.clone().zip(tiers.skip(1)).all(|(one, next)| one.quantity_min < next.quantity_min) {
        return Err("its tiers are not by rising quantity");
    }
    let mut keys = HashSet::new();
    if !product.components.iter().all(|component| keys.insert(&component.key)) {
        return Err("two of its components have one key");
    }
    let options = || product.components.iter().flat_map(|component| &component.options);
    if OPTIONS_MAX < options().count() {
        return Err("its components have too many options together");
    }
    if options().any(|option| option.product == product.id) {
        return Err("it is an option of itself");
    }
    let is_cumulative = !product.components.is_empty() && product.bundle_price == BundlePrice::Cumulative;
    if is_cumulative && !product.variants.is_empty() {
        return Err("it has variants, and its price is the sum of its parts");
    }
    product.components.iter().try_for_each(check_component)
}

fn check_component(component: &Component) -> Result<(), &'static str> {
    if component.options_max.is_some_and(|most| most < component.options_min.unwrap_or(0)) {
        return Err("a component asks for more options than it allows");
    }
    let mut products = HashSet::new();
    if !component.options.iter().all(|option| products.insert(&option.product)) {
        return Err("a component has one option twice");
    }
    component.options.iter().try_for_each(check_option)
}

fn check_option(option: &ComponentOption) -> Result<(), &'static str> {
    let units = 1..=Quantity::MAX.units();
    let bounds = [Some(option.quantity), option.quantity_min, option.quantity_max];
    if !bounds.into_iter().flatten().all(|bound| units.contains(&bound)) {
        return Err("a number of units of an option is out of range");
    }
    let (least, most) = (option.quantity_min.unwrap_or(1), option.quantity_max.unwrap_or(u32::MAX));
    if most < least {
        return Err("an option asks for more units than it allows");
    }
    if option.is_default && !(least..=most).contains(&option.quantity) {
        return Err("a default option has a number of units that it does not allow");
    }
    Ok(())
}
