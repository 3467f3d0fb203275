//! To be written.

use super::Change;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn add(
    _facts: &Facts,
    _command: &crate::domain::command::taxing::AddTaxes,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn update(
    _facts: &Facts,
    _command: &crate::domain::command::taxing::UpdateTax,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn remove(
    _facts: &Facts,
    _command: &crate::domain::command::taxing::RemoveTax,
) -> Result<Change, Error> {
    unimplemented!()
}

pub(super) fn clear(
    _facts: &Facts,
    _command: &crate::domain::command::taxing::ClearTaxes,
) -> Result<Change, Error> {
    unimplemented!()
}
