use super::Change;
use crate::domain::command::MergeCarts;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(_facts: &Facts, _command: &MergeCarts) -> Result<Change, Error> {
    Err(Error::Stopped)
}
