//! The components of bundles in an export, and what is selected of them.

use serde::{Deserialize, Serialize};
use trolley_engine::domain::bundle::{Component, ComponentOption, SelectedComponent};
use trolley_engine::domain::id::ProductId;

use super::spelling::Spelling;

/// A part of a bundle.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComponentWire {
    key: String,
    name: String,
    options_min: Option<u32>,
    options_max: Option<u32>,
    sort_order: Option<i64>,
    options: Vec<OptionWire>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionWire {
    product: Spelling<ProductId>,
    quantity: u32,
    quantity_min: Option<u32>,
    quantity_max: Option<u32>,
    is_default: bool,
    sort_order: Option<i64>,
}

impl From<Component> for ComponentWire {
    fn from(component: Component) -> Self {
        Self {
            key: component.key,
            name: component.name,
            options_min: component.options_min,
            options_max: component.options_max,
            sort_order: component.sort_order,
            options: component.options.into_iter().map(OptionWire::from).collect(),
        }
    }
}

pub(super) fn component_from_wire(wire: ComponentWire) -> Component {
    Component {
        key: wire.key,
        name: wire.name,
        options_min: wire.options_min,
        options_max: wire.options_max,
        sort_order: wire.sort_order,
        options: wire.options.into_iter().map(ComponentOption::from).collect(),
    }
}

impl From<ComponentOption> for OptionWire {
    fn from(option: ComponentOption) -> Self {
        let ComponentOption { product, quantity, quantity_min, quantity_max, is_default, sort_order } =
            option;
        Self { product: Spelling(product), quantity, quantity_min, quantity_max, is_default, sort_order }
    }
}

impl From<OptionWire> for ComponentOption {
    fn from(wire: OptionWire) -> Self {
        let OptionWire { product, quantity, quantity_min, quantity_max, is_default, sort_order } = wire;
        Self { product: product.0, quantity, quantity_min, quantity_max, is_default, sort_order }
    }
}

/// What is selected of one component.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelectedWire {
    key: String,
    options: Vec<SelectedOptionWire>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SelectedOptionWire {
    product: Spelling<ProductId>,
    units: u32,
}

impl From<SelectedComponent> for SelectedWire {
    fn from(component: SelectedComponent) -> Self {
        let options = component.options.into_iter();
        let option = |(product, units)| SelectedOptionWire { product: Spelling(product), units };
        Self { key: component.key, options: options.map(option).collect() }
    }
}

impl From<SelectedWire> for SelectedComponent {
    fn from(wire: SelectedWire) -> Self {
        let options = wire.options.into_iter().map(|option| (option.product.0, option.units));
        Self { key: wire.key, options: options.collect() }
    }
}
