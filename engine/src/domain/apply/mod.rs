//! The rules: what each command makes of the facts, or why it is refused. One file for each command.

mod add_lines;
mod clear_cart;
mod create_cart;
mod import;
mod merge_carts;
mod remove_line;
mod update_line;

use crate::domain::access::may_reach;
use crate::domain::cart::{Cart, CartStatus};
use crate::domain::command::{Command, NewCart, OnAbsent};
use crate::domain::facts::Facts;
use crate::domain::id::{CartId, LineId};
use crate::error::{Error, LineRefusal};

/// What a command changes. Nothing else is written.
#[derive(Debug, Clone)]
pub struct Change {
    /// The command's cart as it is afterwards; none for an import.
    pub cart: Option<Cart>,
    /// What is to be done with it.
    pub write: Write,
    /// What becomes of the source of a merge.
    pub source: SourceChange,
    /// What came of the command.
    pub outcome: Outcome,
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
}

/// What becomes of the source of a merge.
#[derive(Debug, Clone)]
pub enum SourceChange {
    /// Nothing.
    Nothing,
    /// It is put in place of the one stored under its identifier.
    Update(Box<Cart>),
    /// It is deleted.
    Delete(CartId),
}

/// What came of a command.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The cart was made.
    Created,
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
        /// Lines of the source that were taken as new lines.
        moved: usize,
        /// Lines of the source that met a line of the target.
        combined: usize,
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

/// Applies a command to the facts.
///
/// # Errors
///
/// The first [`Error`] in the order of precedence that applies; the refused command has changed nothing.
pub fn apply(facts: &Facts, command: &Command) -> Result<Change, Error> {
    match command {
        Command::CreateCart(command) => create_cart::apply(facts, command),
        Command::AddLines(command) => add_lines::apply(facts, command),
        Command::UpdateLine(command) => update_line::apply(facts, command),
        Command::RemoveLine(command) => remove_line::apply(facts, command),
        Command::ClearCart(command) => clear_cart::apply(facts, command),
        Command::MergeCarts(command) => merge_carts::apply(facts, command),
        Command::Import(command) => import::apply(command),
    }
}
