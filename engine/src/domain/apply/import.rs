use super::Change;
use crate::domain::command::Import;
use crate::error::Error;

pub(super) fn apply(_command: &Import) -> Result<Change, Error> {
    Err(Error::Stopped)
}
