//! What is selected of a bundle, as answers show it.
//!
//! Source: elasticpath.md, 10: a line has the options that are selected, and what was asked for. Reading: where nothing was
//! asked for, both are what is selected by default.

use serde::Serialize;
use trolley_engine::domain::bundle::{SelectedComponent, Selection};

use super::component_product::ComponentProduct;
use super::named::Named;

/// Components by their keys.
pub(super) type Components<'a> = Named<'a, ComponentObject<'a>>;

/// A component with what is selected of it.
#[derive(Debug, Serialize)]
pub(super) struct ComponentObject<'a> {
    name: &'a str,
    options: Vec<OptionObject<'a>>,
}

#[derive(Debug, Serialize)]
struct OptionObject<'a> {
    id: &'a str,
    r#type: &'static str,
    quantity: u32,
}

/// What was asked for.
#[derive(Debug, Serialize)]
pub(super) struct BundleConfiguration<'a> {
    selected_options: Named<'a, Named<'a, u32>>,
    /// What is selected, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    component_products: Option<Vec<ComponentProduct<'a>>>,
}

/// The components of which something is selected, called by what `name` makes of their keys; by their keys where that
/// is nothing.
pub(super) fn components<'a>(
    selection: &'a Selection,
    name: impl Fn(&str) -> Option<&'a str>,
) -> Components<'a> {
    let object = |component: &'a SelectedComponent| {
        let options = component.options.iter();
        let options = options.map(|(id, quantity)| OptionObject {
            id: id.as_str(),
            r#type: "product",
            quantity: *quantity,
        });
        (
            component.key.as_str(),
            ComponentObject {
                name: name(&component.key).unwrap_or(&component.key),
                options: options.collect(),
            },
        )
    };
    let selected = selection.components().iter().filter(|component| !component.options.is_empty());
    Named(selected.map(object).collect())
}

/// What was asked for, with these products of it.
pub(super) fn bundle_configuration<'a>(
    selection: &'a Selection,
    component_products: Option<Vec<ComponentProduct<'a>>>,
) -> BundleConfiguration<'a> {
    let selected = selection.components().iter().map(|component| {
        let options = component.options.iter().map(|(id, units)| (id.as_str(), *units));
        (component.key.as_str(), Named(options.collect()))
    });
    BundleConfiguration { selected_options: Named(selected.collect()), component_products }
}
