use super::Change;
use crate::domain::command::UpdateLine;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(_facts: &Facts, _command: &UpdateLine) -> Result<Change, Error> {
    Err(Error::Stopped)
}
