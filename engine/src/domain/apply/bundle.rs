//! What a shopper selects of a bundle, and what that costs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::line::price_missing;
use crate::domain::bundle::{Component, ComponentOption, SelectedComponent, Selection};
use crate::domain::catalog::{Product, ProductStatus};
use crate::domain::command::Checks;
use crate::domain::facts::Facts;
use crate::domain::id::ProductId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::error::Error;
use crate::error::choice::SelectionProblem;

/// What is selected of the product, as valid for it; none of a product that is no bundle.
///
/// It is all or nothing: where nothing is selected at all, the default options of every component are; else exactly what
/// is selected is, and no default fills a component that is left out. A child bundle among the options is bought as it
/// is sold alone: nothing is selected of it.
pub(super) fn select(
    facts: &Facts,
    product: &Product,
    selected: Option<&[SelectedComponent]>,
    checks: Checks,
) -> Result<Option<Selection>, Error> {
    let invalid =
        |problem| Error::SelectionInvalid { product: product.id.clone(), problem: Box::new(problem) };
    if product.components.is_empty() {
        return match selected {
            None => Ok(None),
            Some(_) => Err(invalid(SelectionProblem::NoBundle)),
        };
    }
    let selected = match selected {
        None => defaults(product),
        Some(selected) => merged(selected),
    };
    let components: HashMap<&str, &Component> =
        product.components.iter().map(|component| (component.key.as_str(), component)).collect();
    for one in &selected {
        let component = components.get(one.key.as_str()).copied();
        check_options(facts, component, one, checks).map_err(invalid)?;
    }
    let counts: HashMap<&str, usize> =
        selected.iter().map(|one| (one.key.as_str(), one.options.len())).collect();
    for component in &product.components {
        let selected = counts.get(component.key.as_str()).copied().unwrap_or(0);
        check_count(component, selected).map_err(invalid)?;
    }
    Ok(Some(Selection::new(selected)))
}

/// The default options of every component.
fn defaults(product: &Product) -> Vec<SelectedComponent> {
    let of = |component: &Component| {
        let options = component.options.iter().filter(|option| option.is_default);
        SelectedComponent {
            key: component.key.clone(),
            options: options.map(|option| (option.product.clone(), option.quantity)).collect(),
        }
    };
    product.components.iter().map(of).filter(|component| !component.options.is_empty()).collect()
}

/// Each component once and each of its options once, with what stands there several times summed up.
fn merged(selected: &[SelectedComponent]) -> Vec<SelectedComponent> {
    let mut components: Vec<SelectedComponent> = Vec::with_capacity(selected.len());
    // Callers may send very many: nothing is looked for from the beginning.
    let (mut places, mut options) = (HashMap::new(), HashMap::new());
    for one in selected {
        let place = *places.entry(one.key.as_str()).or_insert_with(|| {
            components.push(SelectedComponent { key: one.key.clone(), options: Vec::new() });
            components.len() - 1
        });
        let merged = &mut components[place].options;
        for (product, units) in &one.options {
            match options.entry((place, product)) {
                Entry::Occupied(option) => {
                    let (_, sum): &mut (ProductId, u32) = &mut merged[*option.get()];
                    *sum = sum.saturating_add(*units);
                }
                Entry::Vacant(option) => {
                    option.insert(merged.len());
                    merged.push((product.clone(), *units));
                }
            }
        }
    }
    components
}

/// Refuses what the bundle does not have, or not in this number of units.
fn check_options(
    facts: &Facts,
    component: Option<&Component>,
    selected: &SelectedComponent,
    checks: Checks,
) -> Result<(), SelectionProblem> {
    let key = || selected.key.clone();
    let Some(component) = component else {
        return Err(SelectionProblem::UnknownComponent { component: key() });
    };
    let options: HashMap<&ProductId, &ComponentOption> =
        component.options.iter().map(|option| (&option.product, option)).collect();
    for (id, units) in &selected.options {
        let Some(option) = options.get(id) else {
            return Err(SelectionProblem::UnknownOption { component: key(), option: id.clone() });
        };
        if checks.on_sale && !is_on_sale(facts, id) {
            return Err(SelectionProblem::OptionGone { component: key(), option: id.clone() });
        }
        let (quantity_min, quantity_max) = units_of(option);
        if !(quantity_min..=quantity_max).contains(units) {
            let (component, option, units) = (key(), id.clone(), *units);
            return Err(SelectionProblem::OptionQuantity {
                component,
                option,
                quantity_min,
                quantity_max,
                units,
            });
        }
    }
    Ok(())
}

fn is_on_sale(facts: &Facts, id: &ProductId) -> bool {
    facts.products.get(id).is_some_and(|product| product.status == ProductStatus::Active)
}

/// Fewest and most units of an option: exactly its quantity unless the shopper chooses how many.
fn units_of(option: &ComponentOption) -> (u32, u32) {
    match (option.quantity_min, option.quantity_max) {
        (None, None) => (option.quantity, option.quantity),
        (least, most) => (least.unwrap_or(1), most.unwrap_or(Quantity::MAX.units())),
    }
}

/// Refuses where too few or too many different options of the component are selected.
fn check_count(component: &Component, selected: usize) -> Result<(), SelectionProblem> {
    let options_min = component.options_min.unwrap_or(0);
    let (count, options_max) = (u32::try_from(selected).unwrap_or(u32::MAX), component.options_max);
    if options_min <= count && options_max.is_none_or(|most| count <= most) {
        return Ok(());
    }
    Err(SelectionProblem::OptionCount {
        component: component.key.clone(),
        options_min,
        options_max,
        selected,
    })
}

/// What is selected costs together: each option's own price times its units.
///
/// The price is what one unit of the option costs alone: lower prices of larger quantities are for lines of it. Where
/// the price of one of the options has its tax in it, so has the sum, so that nobody pays a tax twice.
///
/// # Errors
///
/// [`Error::PriceMissing`] of the first option without a price in the currency, [`Error::SelectionInvalid`] of one that is
/// no longer there, [`Error::TotalOutOfRange`] where the sum is.
pub(super) fn sum_of_parts(
    facts: &Facts,
    product: &Product,
    selection: &Selection,
    currency: Currency,
) -> Result<UnitPrice, Error> {
    let (mut sum, mut includes_tax) = (0_i128, false);
    for component in selection.components() {
        for (id, units) in &component.options {
            let part = facts.products.get(id).map(Arc::as_ref).ok_or_else(|| {
                let (component, option) = (component.key.clone(), id.clone());
                let problem = Box::new(SelectionProblem::OptionGone { component, option });
                Error::SelectionInvalid { product: product.id.clone(), problem }
            })?;
            let price = part
                .unit_price(None, currency, Quantity::ONE)
                .ok_or_else(|| price_missing(part, None, currency))?;
            sum += i128::from(price.minor_units) * i128::from(*units);
            includes_tax |= price.includes_tax;
        }
    }
    let minor_units = i64::try_from(sum).ok().filter(|sum| *sum <= AMOUNT_MINOR_UNITS_MAX);
    let minor_units = minor_units.ok_or(Error::TotalOutOfRange)?;
    Ok(UnitPrice { minor_units, includes_tax })
}
