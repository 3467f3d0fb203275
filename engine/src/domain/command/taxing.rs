//! Putting taxes on lines.

use crate::domain::command::{LineRef, OnRefusal};
use crate::domain::id::{CartId, TaxId};
use crate::domain::tax::{Tax, TaxAmount};

/// Puts taxes on lines, in order, beside those that they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddTaxes {
    /// The cart.
    pub cart: CartId,
    /// What to add; at least one.
    pub taxes: Vec<AddTax>,
    /// What to do where some of it is refused.
    pub on_refusal: OnRefusal,
}

/// A tax to put on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddTax {
    /// The line.
    pub line: LineRef,
    /// What the caller takes the line for; one that is something else is refused.
    pub expected: Option<LineKind>,
    /// The tax.
    pub tax: Tax,
}

/// What a line can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A product of the catalog.
    Product,
    /// A custom item.
    Custom,
}

/// Changes a tax of a line; what is not named stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateTax {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineRef,
    /// The tax.
    pub tax: TaxId,
    /// The name it is to have.
    pub name: Option<String>,
    /// Who is to levy it.
    pub jurisdiction: Option<Option<String>>,
    /// The code it is to have.
    pub code: Option<Option<String>>,
    /// How much it is to be.
    pub amount: Option<TaxAmount>,
}

/// Takes a tax off a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveTax {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineRef,
    /// The tax.
    pub tax: TaxId,
}

/// Takes all taxes that callers have put there off all lines of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearTaxes {
    /// The cart.
    pub cart: CartId,
}
