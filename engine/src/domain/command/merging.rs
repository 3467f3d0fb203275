//! Bringing the lines of one cart, or of an order, into another cart.

use crate::domain::cart::{Cart, CartStatus};
use crate::domain::command::{Checks, OnAbsent, OnRefusal};
use crate::domain::id::{CartId, OrderId};
use crate::domain::money::Currency;
use crate::domain::value::Members;

/// Moves the lines of one cart to another, which is in the same currency or in none yet. Prices stay as they are, and the
/// stock is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeCarts {
    /// The cart that receives.
    pub target: CartId,
    /// What to do where it is not there.
    pub on_absent: OnAbsent,
    /// The cart that gives.
    pub source: CartId,
    /// What to do where that is not there, or has expired.
    pub on_no_source: OnNoSource,
    /// What becomes of a line that both have.
    pub on_both: OnBoth,
    /// What becomes of the source.
    pub source_after: SourceAfter,
    /// What metadata the lines have that the source's become or go into.
    pub metadata: MergedMetadata,
}

/// What to do where the source of a merge is not there. One that may not be reached is answered like one that does not
/// exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnNoSource {
    /// It is as if it had no lines.
    HasNoLines,
    /// So it is, and so is one that cannot be changed any more.
    OrClosedHasNoLines,
    /// Refuse the command, and say so of one that has expired.
    Refuse,
}

impl OnNoSource {
    /// Whether this source cannot be changed any more, and is as if it were not there.
    pub(crate) fn passes_over(self, source: &Cart) -> bool {
        self == Self::OrClosedHasNoLines && source.status != CartStatus::Active
    }
}

/// What becomes of a line that both carts of a merge have. Its identifier and its place stay the target's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnBoth {
    /// The quantities are added up; options, notes, metadata and location are the source's where it has any.
    Combine,
    /// Quantity, options, notes and metadata are the source's.
    KeepSource,
    /// The target's line stays as it is.
    KeepTarget,
}

/// What becomes of the source of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceAfter {
    /// Nothing: it has its lines still. Those that the target has of them get new identifiers.
    Keep,
    /// Its lines are taken out.
    Clear,
    /// It is deleted.
    Delete,
    /// Its lines are taken out, and it is given up: it cannot be changed any more, and merging it again is refused. One
    /// without lines and codes stays as it is.
    Close,
}

/// What metadata the lines of a merge have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedMetadata {
    /// Whether the source's lines bring theirs. Where not, a line of the target keeps its own.
    pub is_taken: bool,
    /// What is written on each line that the merge makes or changes.
    pub mark: Option<Mark>,
}

impl MergedMetadata {
    /// The source's lines bring theirs, and nothing is written.
    pub const TAKEN: Self = Self { is_taken: true, mark: None };
}

/// What a merge writes into the metadata of a line. Metadata that is no map stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Members, in place of those of the same name.
    pub members: Members,
    /// The name of a member that has, on a line of the target that took units, how many units came.
    pub units_name: String,
}

/// Adds to a cart what another cart or an order has of products, at today's prices and with the normal rules; what it is
/// taken from stays as it is. Of another cart its custom items and codes come too. Notes, metadata and options come with
/// the lines; taxes, prices that callers have set, and units that promotions have added do not. The new lines have
/// identifiers of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyLines {
    /// The cart that receives.
    pub cart: CartId,
    /// What to do where it is not there.
    pub on_absent: OnAbsent,
    /// Where the lines are.
    pub from: CopyFrom,
    /// The currency to fix where the cart has no line yet and did not ask for one itself; none for that of the source.
    pub currency: Option<Currency>,
    /// What to check of the products.
    pub checks: Checks,
    /// What to do where some of it is refused.
    pub on_refusal: OnRefusal,
}

/// Where lines are copied from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyFrom {
    /// Another cart; one that is not there has no lines.
    Cart(CartId),
    /// An order, in whatever state.
    Order(OrderId),
}
