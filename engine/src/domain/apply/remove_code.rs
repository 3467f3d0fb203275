//! To be written.

use super::Change;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(
    _facts: &Facts,
    _command: &crate::domain::command::changing::RemoveCode,
) -> Result<Change, Error> {
    unimplemented!()
}
