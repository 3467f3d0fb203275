use super::Change;
use crate::domain::command::CreateCart;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(_facts: &Facts, _command: &CreateCart) -> Result<Change, Error> {
    Err(Error::Stopped)
}
