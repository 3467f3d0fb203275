//! Changing several lines of a cart at once, giving a cart up, and what can stand against a change.

use crate::domain::cart::CustomInputs;
use crate::domain::command::{Checks, LineRef, OnAbsent, OnRefusal};
use crate::domain::id::{CartId, CustomerId};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;

/// Changes what a cart has besides its lines; what is not named stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateCart {
    /// The cart.
    pub cart: CartId,
    /// What to do where it is not there.
    pub on_absent: OnAbsent,
    /// The name it is to have.
    pub name: Option<String>,
    /// The description it is to have.
    pub description: Option<String>,
    /// The customer it is to belong to; `Some(None)` makes it a guest's. A customer's own cart stays that customer's.
    pub customer: Option<Option<CustomerId>>,
    /// Whether stock is to be looked at only when it is checked out.
    pub is_stock_deferred: Option<bool>,
    /// Whether its location is to make a line one of its own. Lines that are there stay apart.
    pub separates_locations: Option<bool>,
    /// The moment as of which it is to be priced, as a preview. What is one stays one.
    pub preview_at: Option<Timestamp>,
    /// Attributes to put in place of those of the same name; those without a value are taken away.
    pub attributes: Vec<(String, Option<Value>)>,
    /// What refuses the change where the cart has it before.
    pub barred_by: Vec<Bar>,
    /// What to do where the cart is there and all of it is so already.
    pub on_same: OnSame,
}

/// What to do where a change would leave a cart as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnSame {
    /// Count it as changed: it lives on from then.
    Touch,
    /// Leave it as it is.
    Keep,
}

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

/// Takes away a cart that ceased to exist long ago, with all that belongs to it: one that did not is left as it is. What
/// was ordered or parked of it stays, and has all that it needs of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeCart {
    /// The cart.
    pub cart: CartId,
    /// How long ago it must have ended at least, in milliseconds, 0 or more.
    pub expired_for_ms: i64,
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
