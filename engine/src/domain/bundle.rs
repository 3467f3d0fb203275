//! Bundles: products made of components, of each of which a shopper selects options.

use crate::domain::id::ProductId;
use crate::domain::value::{Fingerprint, Value};

/// Most options that all components of a bundle may have together.
pub const OPTIONS_MAX: usize = 1_500;

/// A part of a bundle, with the options to select from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its key, unique in the bundle.
    pub key: String,
    /// Its name for shoppers.
    pub name: String,
    /// Fewest options to select; none and 0 alike make it optional.
    pub options_min: Option<u32>,
    /// Most options to select; none for as many as there are.
    pub options_max: Option<u32>,
    /// Its place among the components where they are shown; without one behind those that have one.
    pub sort_order: Option<i64>,
    /// The options, in order.
    pub options: Vec<ComponentOption>,
}

/// A product that can be selected for a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentOption {
    /// The product; unique in the component. Of a bundle nothing is selected: it is bought as it is.
    pub product: ProductId,
    /// Units of it in one bundle; at least 1.
    pub quantity: u32,
    /// Fewest units, where the shopper chooses how many; where only the most are said, 1.
    pub quantity_min: Option<u32>,
    /// Most units, where the shopper chooses how many; where only the fewest are said,
    /// [`Quantity::MAX`](crate::domain::quantity::Quantity::MAX).
    pub quantity_max: Option<u32>,
    /// Whether it is selected where the shopper selects nothing at all.
    pub is_default: bool,
    /// Its place among the options where they are shown; without one behind those that have one.
    pub sort_order: Option<i64>,
}

/// What a bundle costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundlePrice {
    /// Its own price, whatever is selected.
    Fixed,
    /// The sum of what is selected: each option's own price of one unit times its units. A bundle of which one option has
    /// no price in a currency is not sold in it. Where the price of one of the options has its tax in it, so has the sum.
    Cumulative,
}

/// What a shopper has selected of a bundle: valid for the product as it was then. Part of the line key, whatever the
/// order of components and options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    fingerprint: Fingerprint,
    components: Vec<SelectedComponent>,
}

/// What is selected of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedComponent {
    /// The component's key.
    pub key: String,
    /// The products and the units of each in one bundle, in the order in which they were selected.
    pub options: Vec<(ProductId, u32)>,
}

impl Selection {
    /// Takes what is selected, in its order. Nothing is checked against a product here.
    #[must_use]
    pub fn new(components: Vec<SelectedComponent>) -> Self {
        let selected = |component: &SelectedComponent| {
            let options = component.options.iter();
            let units = |(product, units): &(ProductId, u32)| {
                (product.as_str().to_owned(), Value::Number(units.to_string()))
            };
            (component.key.clone(), Value::Map(options.map(units).collect()))
        };
        // A component of which nothing is selected is as if it were not named.
        let named = components.iter().filter(|component| !component.options.is_empty());
        let fingerprint = Value::Map(named.map(selected).collect()).fingerprint();
        Self { fingerprint, components }
    }

    /// The components, in the order in which they were sent.
    #[must_use]
    pub fn components(&self) -> &[SelectedComponent] {
        &self.components
    }

    /// The digest that selections of the same share.
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}
