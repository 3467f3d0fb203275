use super::Change;
use crate::domain::command::ClearCart;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(_facts: &Facts, _command: &ClearCart) -> Result<Change, Error> {
    Err(Error::Stopped)
}
