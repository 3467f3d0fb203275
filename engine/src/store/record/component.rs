//! The components of a bundle as a part of its product's record.

use std::collections::HashSet;

use super::{Invalid, rule, v2};
use crate::domain::bundle::{Component, ComponentOption, OPTIONS_MAX};
use crate::domain::id::ProductId;

pub(super) fn component_to_v2(component: &Component) -> v2::Component<'_> {
    v2::Component {
        key: &component.key,
        name: &component.name,
        options_min: component.options_min,
        options_max: component.options_max,
        sort_order: component.sort_order,
        options: component.options.iter().map(option_to_v2).collect(),
    }
}

fn option_to_v2(option: &ComponentOption) -> v2::ComponentOption<'_> {
    v2::ComponentOption {
        product: option.product.as_str(),
        quantity: option.quantity,
        quantity_min: option.quantity_min,
        quantity_max: option.quantity_max,
        is_default: option.is_default,
        sort_order: option.sort_order,
    }
}

pub(super) fn components_from_v2(components: Vec<v2::Component<'_>>) -> Result<Vec<Component>, Invalid> {
    let options: usize = components.iter().map(|component| component.options.len()).sum();
    rule(options <= OPTIONS_MAX, "a bundle has too many options")?;
    let mut keys = HashSet::new();
    let are_different = components.iter().all(|component| keys.insert(component.key));
    rule(are_different, "a component stands there twice")?;
    components.into_iter().map(component_from_v2).collect()
}

fn component_from_v2(component: v2::Component<'_>) -> Result<Component, Invalid> {
    let options = component.options.into_iter().map(option_from_v2);
    Ok(Component {
        key: component.key.to_owned(),
        name: component.name.to_owned(),
        options_min: component.options_min,
        options_max: component.options_max,
        sort_order: component.sort_order,
        options: options.collect::<Result<Vec<ComponentOption>, Invalid>>()?,
    })
}

fn option_from_v2(option: v2::ComponentOption<'_>) -> Result<ComponentOption, Invalid> {
    rule(0 < option.quantity, "an option of a bundle has no units")?;
    Ok(ComponentOption {
        product: ProductId::new(option.product)?,
        quantity: option.quantity,
        quantity_min: option.quantity_min,
        quantity_max: option.quantity_max,
        is_default: option.is_default,
        sort_order: option.sort_order,
    })
}
