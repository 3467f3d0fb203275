//! Changing several lines of a cart at once, giving a cart up, and what can stand against a change.

use crate::domain::cart::CustomInputs;
use crate::domain::command::{Checks, LineRef, OnRefusal};
use crate::domain::id::CartId;
use crate::domain::quantity::Quantity;
use crate::domain::value::Value;

/// Changes lines in order, each with the normal rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLines {
    /// The cart.
    pub cart: CartId,
    /// What to change; at least one.
    pub changes: Vec<LineChange>,
    /// What to do where some of it is refused.
    pub on_refusal: OnRefusal,
}

/// A change of one of several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineChange {
    /// As [`UpdateLine`](crate::domain::command::UpdateLine): what is not named stays.
    Update {
        /// The line.
        line: LineRef,
        /// The quantity it is to have.
        quantity: Option<Quantity>,
        /// The custom inputs it is to have; `Some(None)` takes them away.
        custom_inputs: Option<Option<CustomInputs>>,
        /// The location it is to have.
        location: Option<String>,
        /// What to check of the product.
        checks: Checks,
    },
    /// Takes it out.
    Remove {
        /// The line.
        line: LineRef,
    },
}

/// Something that a cart may have and against which a change of it can be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bar {
    /// It belongs to a customer.
    Customer,
    /// It belongs to a customer other than the one to whom it is to belong.
    OtherCustomer,
    /// It has an attribute whose name begins so.
    Attribute {
        /// What the name begins with.
        prefix: String,
    },
    /// It is a preview.
    Preview,
}

/// Gives a cart up: it stays as it is, and cannot be changed any more. One that is given up already is left so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbandonCart {
    /// The cart.
    pub cart: CartId,
}

/// Members of an attribute that is a map, which tell of a clearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearingNote {
    /// The name of the attribute. One that is no map becomes one.
    pub attribute: String,
    /// Members to put in place of those of the same name; those without a value are taken away.
    pub members: Vec<(String, Option<Value>)>,
    /// The name of the member that says how many lines there were.
    pub count_as: String,
}
