//! What is wrong with what a shopper said or chose.

use crate::domain::id::{ProductId, Sku, VariantId};
use crate::domain::time::Timestamp;

/// What there is too little of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there are {available} of {sku} in stock, {requested} were asked for")]
pub struct Shortage {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub variant: Option<VariantId>,
    /// The stock keeping unit.
    pub sku: Sku,
    /// The product's name.
    pub name: String,
    /// The units that were held against the stock.
    pub requested: i64,
    /// The units that there are.
    pub available: i64,
}

/// What is wrong with a custom input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustomInputProblem {
    /// The custom inputs as a whole are not a map.
    #[error("custom inputs are a map")]
    NotAMap,
    /// It must be given.
    #[error("it is required")]
    Required,
    /// It is defined, and must be a text.
    #[error("it is not a text")]
    NotAText,
    /// It is too long.
    #[error("it has {characters} characters, at most {characters_max} are allowed")]
    TooLong {
        /// Unicode scalar values it has.
        characters: usize,
        /// Unicode scalar values it may have.
        characters_max: u32,
    },
}

/// What is wrong with a selection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionProblem {
    /// The product is no bundle.
    #[error("it has no components")]
    NoBundle,
    /// The bundle has no such component.
    #[error("it has no component {component}")]
    UnknownComponent {
        /// The component's key.
        component: String,
    },
    /// The component has no such option.
    #[error("the component {component} has no option {option}")]
    UnknownOption {
        /// The component's key.
        component: String,
        /// The option.
        option: ProductId,
    },
    /// The product of an option is no longer there, or not on sale.
    #[error("the option {option} of the component {component} is not there any more")]
    OptionGone {
        /// The component's key.
        component: String,
        /// The option.
        option: ProductId,
    },
    /// Too few or too many options of a component are selected.
    #[error("{selected} options of the component {component} are selected")]
    OptionCount {
        /// The component's key.
        component: String,
        /// Fewest.
        options_min: u32,
        /// Most; none for as many as there are.
        options_max: Option<u32>,
        /// How many are selected.
        selected: usize,
    },
    /// An option cannot be had in this number of units.
    #[error("{units} units of the option {option} of the component {component} are selected")]
    OptionQuantity {
        /// The component's key.
        component: String,
        /// The option.
        option: ProductId,
        /// Fewest.
        quantity_min: u32,
        /// Most.
        quantity_max: u32,
        /// How many are selected.
        units: u32,
    },
}

/// Why a code takes nothing off a cart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// The cart has it already, or another code of the same promotion.
    #[error("the cart has it already")]
    EnteredAlready,
    /// Its promotion is over.
    #[error("it was in force until {} ms", at.as_millis())]
    Ended {
        /// Since when.
        at: Timestamp,
    },
    /// Its promotion has not begun.
    #[error("it is in force from {} ms on", at.as_millis())]
    NotBegun {
        /// From when on it will be in force.
        at: Timestamp,
    },
    /// As many orders have used it as may.
    #[error("it is used up")]
    UsedUp,
    /// The cart costs too little.
    #[error("the lines cost {subtotal} and must cost {least}")]
    BelowMinimum {
        /// What the lines must cost together, in minor units of the cart's currency.
        least: i64,
        /// What they cost.
        subtotal: i64,
    },
    /// The cart has nothing that it is for, or it is for no cart in this currency.
    #[error("it is for nothing in the cart")]
    NotQualified,
}
