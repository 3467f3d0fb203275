//! Which commands may make the store larger: those that are refused while the disk is full.

use crate::domain::command::Command;
use crate::domain::command::changing::LineChange;
use crate::engine::Submission;

/// Whether any of its commands may leave more than there was.
pub(super) fn may_grow(submission: &Submission) -> bool {
    submission.commands.iter().any(leaves_more)
}

/// Whether it may leave more than there was. What takes away may leave a little more for a moment, as a note of why.
fn leaves_more(command: &Command) -> bool {
    match command {
        Command::ChangeLines(command) => {
            command.changes.iter().any(|change| matches!(change, LineChange::Update { .. }))
        }
        Command::CreateCart(_)
        | Command::UpdateCart(_)
        | Command::AddLines(_)
        | Command::UpdateLine(_)
        | Command::Checkout(_)
        | Command::MergeCarts(_)
        | Command::CopyLines(_)
        | Command::EnterCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::ResumeCart(_)
        | Command::CreateKey(_)
        | Command::Import(_) => true,
        Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::ClearCart(_)
        | Command::RemoveLine(_)
        | Command::RemoveCode(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::DeleteParked(_)
        | Command::RevokeKey(_) => false,
    }
}
