//! Taking a code away.

use super::settle::finish;
use super::{Change, Outcome, draft};
use crate::domain::command::OnAbsent;
use crate::domain::command::changing::RemoveCode;
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &RemoveCode) -> Result<Change, Error> {
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    let Some(place) = draft.cart.codes.iter().position(|entered| entered.code == command.code) else {
        return Err(Error::CodeNotFound { code: command.code.clone() });
    };
    draft.cart.codes.remove(place);
    finish(facts, draft, Outcome::CodeRemoved)
}
