//! The rules: what each command makes of the facts, or why it is refused. One file for each command.

mod draft;
mod begin;
mod create_cart;
mod update_cart;
mod delete_cart;
mod abandon_cart;
mod purge_cart;
mod add_lines;
mod update_line;
mod remove_line;
mod change_lines;
mod clear_cart;
mod merge_carts;
mod copy_lines;
mod enter_code;
mod remove_code;
mod taxes;
mod checkout;
mod orders;
pub mod parking;
mod keys;
mod import;
mod attributes;
mod line;
mod settle;
mod notices;
mod allocation;
mod add_line;
mod bundle;
mod codes;
mod stock;

use self::parking::ParkedChange;
use crate::domain::cart::Cart;
use crate::domain::catalog::Product;
use crate::domain::command::Command;
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, PromotionId, TaxId, TransactionId};
use crate::domain::key::Key;
use crate::domain::order::Order;
use crate::domain::parked::Parked;
use crate::domain::pricing::Declined;
use crate::error::Error;
use crate::error::reason::LineRefusal;

/// What a command changes. Nothing else is written.
#[derive(Debug, Clone)]
pub struct Change {
    /// The command's cart as it is afterwards; none where it is deleted or not there, and for an import.
    pub cart: Option<Cart>,
    /// What is to be done with it.
    pub write: Write,
    /// What becomes of the source of a merge.
    pub source: SourceChange,
    /// The order that was made or changed, or that a checkout found to be the cart's already.
    pub order: Option<Order>,
    /// What is to be done with it.
    pub order_write: OrderWrite,
    /// What becomes of what is set aside.
    pub parked: ParkedChange,
    /// The key that is new, or that takes the place of the one of its digest.
    pub key: Option<Key>,
    /// Products that take the place of those stored: their stock has changed.
    pub products: Vec<Product>,
    /// Codes of which an order has now made use.
    pub used_codes: Vec<String>,
    /// What came of the command.
    pub outcome: Outcome,
    /// What came of it besides.
    pub notices: Notices,
}

impl Change {
    /// Nothing to write.
    fn nothing(outcome: Outcome) -> Self {
        Self {
            cart: None,
            write: Write::Nothing,
            source: SourceChange::Nothing,
            order: None,
            order_write: OrderWrite::Nothing,
            parked: ParkedChange::Nothing,
            key: None,
            products: Vec::new(),
            used_codes: Vec::new(),
            outcome,
            notices: Notices::default(),
        }
    }
}

/// What is to be done with the order of a [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderWrite {
    /// Nothing: it is as it was.
    Nothing,
    /// It is new.
    Create,
    /// It takes the place of the one stored under its identifier.
    Update,
}

/// What came of a change of a cart besides what was asked for, because of promotions.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    /// What is discounted otherwise than before.
    pub messages: Vec<Message>,
    /// Why gifts that are due could not be put into the cart.
    pub gift_refusals: Vec<Error>,
}

/// What is discounted otherwise than before a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Units of the line are discounted that were not.
    DiscountAdded {
        /// The line.
        line: LineId,
    },
    /// The discount on units of the line has changed.
    DiscountChanged {
        /// The line.
        line: LineId,
    },
    /// Units of the line are no longer discounted.
    DiscountRemoved {
        /// The line.
        line: LineId,
    },
    /// A promotion is taken off the whole cart that was not.
    PromotionAdded {
        /// The promotion.
        promotion: PromotionId,
    },
    /// A promotion is no longer taken off the whole cart.
    PromotionRemoved {
        /// The promotion.
        promotion: PromotionId,
    },
    /// A promotion could not be applied.
    Declined(Declined),
}

/// What is to be done with the cart of a [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Nothing: it is as it was.
    Nothing,
    /// It is new. Whatever is stored under its identifier goes.
    Create,
    /// It takes the place of the one stored under its identifier. What its custom inputs left in the store stays.
    Update,
    /// The one stored under its identifier is deleted, with all that belongs to it.
    Delete,
}

/// What becomes of the source of a merge.
#[derive(Debug, Clone)]
pub enum SourceChange {
    /// Nothing.
    Nothing,
    /// It is put in place of the one stored under its identifier.
    Update(Box<Cart>),
    /// It is deleted.
    Delete,
}

/// What came of a command.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The cart was made.
    Created,
    /// The cart was there already, and is as it was.
    Kept,
    /// What the cart has besides its lines was changed.
    CartUpdated,
    /// The cart is not there.
    Deleted {
        /// Whether it was there before.
        was_there: bool,
    },
    /// Units were added.
    Added {
        /// The lines that took them, in the order of the command, without what was refused.
        lines: Vec<AddedLine>,
        /// What was refused; not empty only with [`OnRefusal::KeepGood`](crate::domain::command::OnRefusal::KeepGood).
        refusals: Vec<LineRefusal>,
    },
    /// This line was changed.
    Updated {
        /// The line.
        line: LineId,
    },
    /// These lines were taken out.
    Removed {
        /// The lines; at least one.
        lines: Vec<LineId>,
    },
    /// All lines were taken out.
    Cleared {
        /// How many there were.
        lines: usize,
    },
    /// The source's lines were merged.
    Merged {
        /// The target's lines that the source's have become or gone into, in the order of the source's.
        lines: Vec<MergedLine>,
        /// Lines of the source that met a line of the target which stays as it was.
        left: usize,
    },
    /// Lines were changed.
    LinesChanged {
        /// What was refused; not empty only with [`OnRefusal::KeepGood`](crate::domain::command::OnRefusal::KeepGood).
        refusals: Vec<LineRefusal>,
    },
    /// Lines were copied.
    Copied {
        /// The lines that took units, by the places of the source's lines.
        lines: Vec<AddedLine>,
        /// What was refused, by the places of the source's lines; not empty only with
        /// [`OnRefusal::KeepGood`](crate::domain::command::OnRefusal::KeepGood).
        refusals: Vec<LineRefusal>,
    },
    /// The code was entered.
    CodeEntered {
        /// The code as it is written.
        code: String,
    },
    /// The code was taken away.
    CodeRemoved,
    /// Taxes were put on lines.
    TaxesAdded {
        /// The lines that have them, in the order of the command, without what was refused.
        taxes: Vec<AddedTax>,
        /// What was refused; not empty only with [`OnRefusal::KeepGood`](crate::domain::command::OnRefusal::KeepGood).
        refusals: Vec<LineRefusal>,
    },
    /// The tax of the line was changed.
    TaxUpdated {
        /// The line.
        line: LineId,
    },
    /// The tax was taken off.
    TaxRemoved,
    /// All taxes were taken off.
    TaxesCleared {
        /// How many there were.
        taxes: usize,
    },
    /// The cart has an order.
    CheckedOut {
        /// Whether it is a new one.
        is_new: bool,
    },
    /// The order has this transaction, as new or as changed.
    Transacted {
        /// The transaction.
        transaction: TransactionId,
    },
    /// The order was changed.
    OrderUpdated,
    /// What was in the cart is set aside.
    Parked {
        /// As this.
        parked: Box<Parked>,
    },
    /// What was set aside is in the cart.
    Resumed,
    /// What was set aside is not there any more.
    ParkedDeleted,
    /// The key was made.
    KeyCreated {
        /// As this.
        key: Box<Key>,
    },
    /// The key is revoked.
    KeyRevoked {
        /// Whether it was not before.
        was_in_force: bool,
    },
    /// What was brought is in.
    Imported,
}

/// A line that took units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedLine {
    /// The place in the command, from 0.
    pub index: usize,
    /// The line.
    pub line: LineId,
    /// Whether it is new.
    pub is_new: bool,
}

/// A line that a line of a merge's source has become or gone into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedLine {
    /// The line.
    pub line: LineId,
    /// Whether it is new in the target.
    pub is_new: bool,
}

/// A tax that was put on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedTax {
    /// The place in the command, from 0.
    pub index: usize,
    /// The line.
    pub line: LineId,
    /// The tax.
    pub tax: TaxId,
}

/// Applies a command to the facts.
///
/// # Errors
///
/// The first [`Error`] in the order of precedence that applies; the refused command has changed nothing.
pub fn apply(facts: &Facts, command: &Command) -> Result<Change, Error> {
    match command {
        Command::CreateCart(command) => create_cart::apply(facts, command),
        Command::UpdateCart(command) => update_cart::apply(facts, command),
        Command::DeleteCart(command) => delete_cart::apply(facts, command),
        Command::AbandonCart(command) => abandon_cart::apply(facts, command),
        Command::PurgeCart(command) => Ok(purge_cart::apply(facts, command)),
        Command::AddLines(command) => add_lines::apply(facts, command),
        Command::UpdateLine(command) => update_line::apply(facts, command),
        Command::RemoveLine(command) => remove_line::apply(facts, command),
        Command::ChangeLines(command) => change_lines::apply(facts, command),
        Command::ClearCart(command) => clear_cart::apply(facts, command),
        Command::MergeCarts(command) => merge_carts::apply(facts, command),
        Command::CopyLines(command) => copy_lines::apply(facts, command),
        Command::EnterCode(command) => enter_code::apply(facts, command),
        Command::RemoveCode(command) => remove_code::apply(facts, command),
        Command::AddTaxes(command) => taxes::add(facts, command),
        Command::UpdateTax(command) => taxes::update(facts, command),
        Command::RemoveTax(command) => taxes::remove(facts, command),
        Command::ClearTaxes(command) => taxes::clear(facts, command),
        Command::Checkout(command) => checkout::apply(facts, command),
        Command::PayOrder(command) => orders::pay(facts, command),
        Command::CaptureTransaction(command) => orders::capture(facts, command),
        Command::RefundTransaction(command) => orders::refund(facts, command),
        Command::UpdateOrder(command) => orders::update(facts, command),
        Command::ParkCart(command) => parking::park(facts, command),
        Command::ResumeCart(command) => parking::resume(facts, command),
        Command::DeleteParked(command) => parking::delete(facts, command),
        Command::CreateKey(command) => keys::create(facts, command),
        Command::RevokeKey(command) => keys::revoke(facts, *command),
        Command::Import(command) => import::apply(command),
    }
}

#[cfg(test)]
mod tests;
