//! To be written.

use super::Change;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn pay(
    _facts: &Facts,
    _command: &crate::domain::command::ordering::PayOrder,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn capture(
    _facts: &Facts,
    _command: &crate::domain::command::ordering::CaptureTransaction,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn refund(
    _facts: &Facts,
    _command: &crate::domain::command::ordering::RefundTransaction,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn update(
    _facts: &Facts,
    _command: &crate::domain::command::ordering::UpdateOrder,
) -> Result<Change, Error> {
    unimplemented!()
}
