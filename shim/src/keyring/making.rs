//! Making keys: the secret is made here and given away once; what is kept is its digest.

use trolley_engine::Timestamp;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keys::CreateKey;
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::key::Key;
use trolley_engine::env::{IdForm, Ids};

use super::digest;
use super::meaning::{self, Nonsense};
use crate::dialects::{Dialect, Secret, SecretForm};

/// Most characters of what a key is called.
const NAME_CHARACTERS_MAX: usize = 100;
/// Characters of a new secret behind its prefix that are kept to tell it from others: 24 of its 256 bits.
const HINT_CHARACTERS: usize = 6;

/// What is wanted of a new key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The dialect's name.
    pub(crate) dialect: String,
    /// The kind of secret; the dialect's first where none is named.
    pub(crate) kind: Option<String>,
    /// What it allows; the kind's usual where nothing is named.
    pub(crate) scopes: Vec<String>,
    /// The customer whom it proves.
    pub(crate) customer: Option<String>,
    /// What people call it; may be empty.
    pub(crate) name: String,
    /// When it ends; none for never.
    pub(crate) expires_at: Option<Timestamp>,
}

/// A key that is to be made, and its secret, which nobody keeps.
pub(crate) struct New {
    /// The keys, of which the last is the one that was wanted.
    pub(crate) keys: Vec<Key>,
    /// What callers have to show, by name.
    pub(crate) secrets: Vec<(&'static str, String)>,
}

impl New {
    /// A new key as it is wanted, at this moment.
    ///
    /// # Errors
    ///
    /// Where what is wanted makes no sense.
    pub(crate) fn make(wanted: &Wanted, ids: &dyn Ids, now: Timestamp) -> Result<Self, Nonsense> {
        let (dialect, secret) = check(wanted, now)?;
        let customer = wanted.customer.as_deref().map(CustomerId::new).transpose();
        let customer = customer.map_err(|invalid| Nonsense::new("customer", invalid.to_string()))?;
        let usual = || secret.scopes_default.iter().copied().map(str::to_owned).collect();
        let scopes = if wanted.scopes.is_empty() { usual() } else { wanted.scopes.clone() };
        let key = |kind: &str, text: &str, hint: String| Key {
            digest: digest(text),
            dialect: dialect.name.to_owned(),
            kind: kind.to_owned(),
            scopes: scopes.clone(),
            customer: customer.clone(),
            hint,
            name: wanted.name.clone(),
            created_at: Some(now),
            expires_at: wanted.expires_at,
            revoked_at: None,
        };
        Ok(match secret.form {
            SecretForm::Text(prefix) => {
                let text = ids.next(IdForm::Secret(prefix));
                let keys = vec![key(secret.kind, &text, hint(&text, prefix))];
                Self { keys, secrets: vec![(secret.kind, text)] }
            }
            SecretForm::Second { of } => {
                let first = ids.next(IdForm::Secret(""));
                let second = ids.next(IdForm::Secret(""));
                let hints = format!("{}:{}", hint(&first, ""), hint(&second, ""));
                let keys = vec![
                    key(of, &first, hint(&first, "")),
                    key(secret.kind, &format!("{first}:{second}"), hints),
                ];
                Self { keys, secrets: vec![(of, first), (secret.kind, second)] }
            }
        })
    }

    /// What makes them: all or none.
    pub(crate) fn commands(&self) -> Vec<Command> {
        let commands =
            self.keys.iter().map(|key| Command::CreateKey(Box::new(CreateKey { key: key.clone() })));
        commands.collect()
    }
}

fn check(wanted: &Wanted, now: Timestamp) -> Result<(&'static Dialect, &'static Secret), Nonsense> {
    let dialect = meaning::dialect(&wanted.dialect)?;
    let secret = meaning::kind(dialect, wanted.kind.as_deref())?;
    meaning::check_scopes(secret, &wanted.scopes)?;
    meaning::check_named(secret, wanted.customer.is_some())?;
    if wanted.customer.is_some() && !secret.names_customer {
        return Err(Nonsense::new("customer", format!("a `{}` is no customer's", secret.kind)));
    }
    if NAME_CHARACTERS_MAX < wanted.name.chars().count() || wanted.name.chars().any(char::is_control) {
        let reason = format!("it must have at most {NAME_CHARACTERS_MAX} characters, none of control");
        return Err(Nonsense::new("name", reason));
    }
    if wanted.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(Nonsense::new("expires_at", "it is over already"));
    }
    Ok((dialect, secret))
}

/// The prefix of a secret, and a little of what is behind it.
fn hint(text: &str, prefix: &str) -> String {
    text.chars().take(prefix.chars().count() + HINT_CHARACTERS).collect()
}

#[cfg(test)]
mod tests;
