//! `trolley keys`: who may ask a running server, or whoever will serve a file.

mod keeper;
mod expiry;
mod text;
pub(super) mod starting;

use std::io::{self, Write as _};

use serde_json::{Value as Json, json};
use trolley_engine::env::{Clock as _, SystemClock};

use self::keeper::Keeper;
use super::Failure;
use super::args::keys::{CreateArgs, KeysArgs, KeysCommand};
use super::client::{ClientError, decapitalized};
use crate::keyring::making::Wanted;

/// Fewest characters of an identifier that name a key, behind what all begin with.
const SHORT_LEN_MIN: usize = 4;
/// What the identifiers of keys begin with.
const ID_PREFIX: &str = "key_";

/// Why something is not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeysError {
    /// The server gives no answer to use.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It was refused.
    #[error("{}", decapitalized(message))]
    Refused {
        /// Why, for people.
        message: String,
    },
    /// That is no time to end at.
    #[error("`{text}` is none of 90d, 12h, 2027-01-31 and 2027-01-31T12:00:00Z: --expires takes such")]
    ExpiryInvalid {
        /// What was given.
        text: String,
    },
    /// No key is named so.
    #[error("there is no key {id}: trolley keys list shows those that there are")]
    NothingFound {
        /// What was looked for.
        id: String,
    },
    /// A short name fits several.
    #[error("{count} keys begin with {short}: write more of the one that is meant")]
    Ambiguous {
        /// The short name.
        short: String,
        /// How many there are.
        count: usize,
    },
}

/// Does what the arguments say.
pub(super) fn run(args: &KeysArgs) -> Result<(), Failure> {
    let makes = matches!(args.command, KeysCommand::Create(_));
    // Before a file is made for nothing.
    let wanted = match &args.command {
        KeysCommand::Create(create) => Some(wanted(create)?),
        KeysCommand::List | KeysCommand::Revoke { .. } => None,
    };
    if let (Some(_), Some(wanted)) = (&args.place.data, &wanted) {
        keeper::check(wanted)?;
    }
    let keeper = Keeper::open(&args.place, makes)?;
    let done = act(&keeper, &args.command, wanted);
    // The file is closed well whatever came of it.
    keeper.close()?;
    let (answer, text) = done?;
    let output = if args.place.json {
        let mut json = serde_json::to_string_pretty(&answer).map_err(io::Error::from)?;
        json.push('\n');
        json
    } else {
        text
    };
    Ok(io::stdout().lock().write_all(output.as_bytes())?)
}

fn wanted(args: &CreateArgs) -> Result<Wanted, KeysError> {
    let expires_at = match &args.expires {
        None => None,
        Some(text) => {
            let at = expiry::parse(text, SystemClock.now());
            Some(at.ok_or_else(|| KeysError::ExpiryInvalid { text: text.clone() })?)
        }
    };
    Ok(Wanted {
        dialect: args.dialect.clone(),
        kind: args.kind.clone(),
        scopes: args.scopes.clone(),
        customer: args.customer.clone(),
        name: args.name.clone(),
        expires_at,
    })
}

/// What was answered, and the same for people.
fn act(keeper: &Keeper, command: &KeysCommand, wanted: Option<Wanted>) -> Result<(Json, String), Failure> {
    match (command, wanted) {
        (KeysCommand::Create(_), Some(wanted)) => {
            let made = keeper.create(&wanted)?;
            let text = text::made(&made);
            Ok((made, text))
        }
        (KeysCommand::List | KeysCommand::Create(_), _) => {
            let keys = keeper.list()?;
            let text = text::keys(&keys);
            Ok((json!({ "keys": keys }), text))
        }
        (KeysCommand::Revoke { ids, demo }, _) => {
            let keys = keeper.list()?;
            let named = if *demo { demo_ids(&keys) } else { whole_ids(&keys, ids)? };
            for id in &named {
                keeper.revoke(id)?;
            }
            let text = text::revoked(&named);
            Ok((json!({ "revoked": named }), text))
        }
    }
}

/// The demo's keys among these that are not revoked yet.
fn demo_ids(keys: &[Json]) -> Vec<String> {
    let demo = keys.iter().filter(|key| key["is_demo"] == true && key["revoked_at"].is_null());
    demo.filter_map(|key| key["id"].as_str()).map(str::to_owned).collect()
}

/// The identifiers of the keys that are named by their beginnings: all of them, or nothing is revoked.
fn whole_ids(keys: &[Json], texts: &[String]) -> Result<Vec<String>, KeysError> {
    let ids: Vec<&str> = keys.iter().filter_map(|key| key["id"].as_str()).collect();
    texts.iter().map(|text| the_one(&ids, text)).collect()
}

fn the_one(ids: &[&str], text: &str) -> Result<String, KeysError> {
    let behind = |id: &'_ str| id.strip_prefix(ID_PREFIX).map_or_else(|| id.to_owned(), str::to_owned);
    let short = behind(text);
    let fitting: Vec<&&str> = ids.iter().filter(|id| behind(id).starts_with(&short)).collect();
    match fitting.as_slice() {
        [id] if SHORT_LEN_MIN <= short.len() => Ok((**id).to_owned()),
        [] | [_] => Err(KeysError::NothingFound { id: text.to_owned() }),
        several => Err(KeysError::Ambiguous { short: text.to_owned(), count: several.len() }),
    }
}

#[cfg(test)]
mod tests;
