//! What a command names, so that it can be loaded.

use crate::domain::cart::CustomInputs;
use crate::domain::command::changing::LineChange;
use crate::domain::command::{AddLine, Command, LineRef, OnAbsent};
use crate::domain::id::CartId;

/// The cart that a command changes as far as it is loaded without its large custom inputs, and what to do where it is
/// not there.
pub(super) fn cart(command: &Command) -> Option<(&CartId, Option<&OnAbsent>)> {
    match command {
        Command::CreateCart(command) => Some((&command.cart, None)),
        Command::UpdateCart(command) => Some((&command.cart, Some(&command.on_absent))),
        Command::DeleteCart(command) => Some((&command.cart, None)),
        Command::AbandonCart(command) => Some((&command.cart, None)),
        Command::PurgeCart(command) => Some((&command.cart, None)),
        Command::AddLines(command) => Some((&command.cart, Some(&command.on_absent))),
        Command::UpdateLine(command) => Some((&command.cart, None)),
        Command::RemoveLine(command) => Some((&command.cart, None)),
        Command::ChangeLines(command) => Some((&command.cart, None)),
        Command::ClearCart(command) => Some((&command.cart, Some(&command.on_absent))),
        Command::MergeCarts(command) => Some((&command.target, Some(&command.on_absent))),
        Command::CopyLines(command) => Some((&command.cart, Some(&command.on_absent))),
        Command::EnterCode(command) => Some((&command.cart, None)),
        Command::RemoveCode(command) => Some((&command.cart, None)),
        Command::AddTaxes(command) => Some((&command.cart, None)),
        Command::UpdateTax(command) => Some((&command.cart, None)),
        Command::RemoveTax(command) => Some((&command.cart, None)),
        Command::ClearTaxes(command) => Some((&command.cart, None)),
        Command::Checkout(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::ResumeCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => None,
    }
}

/// The lines of its cart that a command names.
pub(super) fn lines(command: &Command) -> Vec<&LineRef> {
    match command {
        Command::UpdateLine(command) => vec![&command.line],
        Command::RemoveLine(command) => vec![&command.line],
        Command::ChangeLines(command) => {
            let lines = command.changes.iter().map(|change| match change {
                LineChange::Update { line, .. } | LineChange::Remove { line } => line,
            });
            lines.collect()
        }
        Command::AddTaxes(command) => command.taxes.iter().map(|tax| &tax.line).collect(),
        Command::UpdateTax(command) => vec![&command.line],
        Command::RemoveTax(command) => vec![&command.line],
        Command::CreateCart(_)
        | Command::UpdateCart(_)
        | Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::AddLines(_)
        | Command::ClearCart(_)
        | Command::MergeCarts(_)
        | Command::CopyLines(_)
        | Command::EnterCode(_)
        | Command::RemoveCode(_)
        | Command::ClearTaxes(_)
        | Command::Checkout(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::ResumeCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => Vec::new(),
    }
}

/// The custom inputs that a command gives.
pub(super) fn custom_inputs(command: &Command) -> Vec<&CustomInputs> {
    match command {
        Command::CreateCart(command) => of_added(&command.lines).collect(),
        Command::AddLines(command) => of_added(&command.lines).collect(),
        Command::UpdateLine(command) => command.custom_inputs.iter().flatten().collect(),
        Command::ChangeLines(command) => {
            let given = command.changes.iter().filter_map(|change| match change {
                LineChange::Update { custom_inputs, .. } => custom_inputs.as_ref()?.as_ref(),
                LineChange::Remove { .. } => None,
            });
            given.collect()
        }
        Command::UpdateCart(_)
        | Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::RemoveLine(_)
        | Command::ClearCart(_)
        | Command::MergeCarts(_)
        | Command::CopyLines(_)
        | Command::EnterCode(_)
        | Command::RemoveCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::Checkout(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::ResumeCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => Vec::new(),
    }
}

fn of_added(lines: &[AddLine]) -> impl Iterator<Item = &CustomInputs> {
    lines.iter().filter_map(|line| line.custom_inputs.as_ref())
}

/// Whether a command may leave a cart in which a gift is due.
pub(super) const fn may_bring_gifts(command: &Command) -> bool {
    match command {
        Command::CreateCart(_)
        | Command::UpdateCart(_)
        | Command::AddLines(_)
        | Command::UpdateLine(_)
        | Command::RemoveLine(_)
        | Command::ChangeLines(_)
        | Command::MergeCarts(_)
        | Command::CopyLines(_)
        | Command::EnterCode(_)
        | Command::RemoveCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::Checkout(_)
        | Command::ResumeCart(_) => true,
        Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::ClearCart(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => false,
    }
}
