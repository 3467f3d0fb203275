//! Making and revoking keys.

use super::{Change, Outcome};
use crate::domain::command::keys::{CreateKey, RevokeKey};
use crate::domain::facts::Facts;
use crate::domain::key::Key;
use crate::error::Error;

pub(super) fn create(facts: &Facts, command: &CreateKey) -> Result<Change, Error> {
    let CreateKey { key } = command;
    if let Some(customer) = key.customer.as_ref().filter(|_| !facts.customer_known) {
        return Err(Error::CustomerNotFound { customer: customer.clone() });
    }
    if facts.key.is_some() {
        return Err(Error::KeyExists);
    }
    let key = Key { created_at: Some(facts.now), revoked_at: None, ..key.clone() };
    Ok(Change { key: Some(key.clone()), ..Change::nothing(Outcome::KeyCreated { key: Box::new(key) }) })
}

pub(super) fn revoke(facts: &Facts, command: RevokeKey) -> Result<Change, Error> {
    let Some(key) = &facts.key else { return Err(Error::KeyNotFound { key: command.key }) };
    if key.revoked_at.is_some() {
        return Ok(Change::nothing(Outcome::KeyRevoked { was_in_force: false }));
    }
    let key = Key { revoked_at: Some(facts.now), ..key.clone() };
    Ok(Change { key: Some(key), ..Change::nothing(Outcome::KeyRevoked { was_in_force: true }) })
}
