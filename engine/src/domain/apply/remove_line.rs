use super::Change;
use crate::domain::command::RemoveLine;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(_facts: &Facts, _command: &RemoveLine) -> Result<Change, Error> {
    Err(Error::Stopped)
}
