//! `trolley carts`: what is in carts and what is parked of them, on a running server or in a file that nobody serves.

mod till;
mod question;
mod file;
pub(super) mod text;

use std::io::{self, Write as _};

use serde_json::Value as Json;

use self::till::{Answer, Ask, Till};
use super::Failure;
use super::args::carts::{CartsArgs, CartsCommand};
use super::args::place::Where;
use super::client::{Client, ClientError, decapitalized};
use crate::dialects::till::{DEMO_KEY, PARKED_PREFIX};

/// Fewest characters behind their common beginning by which something parked may be named for short.
const SHORT_LEN_MIN: usize = 4;
/// Why something is not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum CartsError {
    /// The server gives no answer to use.
    #[error(transparent)]
    Client(ClientError),
    /// It was refused.
    #[error("{}{}", decapitalized(message), advice(code))]
    Refused {
        /// The refusal's name.
        code: String,
        /// Why, for people.
        message: String,
    },
    /// Neither a cart nor anything that is parked has this identifier.
    #[error(
        "there is no cart {id}, and nothing is parked as {id}: see trolley carts list, and list --parked"
    )]
    NothingFound {
        /// What was looked for.
        id: String,
    },
    /// The same, where no beginning is enough.
    #[error(
        "there is no cart {id}, and nothing is parked as {id}: to delete it write the whole of its identifier"
    )]
    NothingToDelete {
        /// What was to be deleted.
        id: String,
    },
    /// A short name fits several.
    #[error("{count} parked carts begin with {short}: write more of the one that is meant")]
    Ambiguous {
        /// The short name.
        short: String,
        /// How many there are.
        count: usize,
    },
}

impl From<ClientError> for CartsError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Refused { code, message } => Self::Refused { code, message },
            error => Self::Client(error),
        }
    }
}

impl CartsError {
    /// Whether nothing was found under the identifier.
    fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "cart_not_found" || code == "parked_not_found")
    }
}

/// Does what the arguments say.
pub(super) fn run(args: &CartsArgs) -> Result<(), Failure> {
    let till = open(&args.place)?;
    let done = act(&till, &args.command);
    // The file is closed well whatever came of it.
    till.close()?;
    let Done { answer, text } = done?;
    let output = match answer {
        Some(answer) if args.place.json => {
            let mut json = serde_json::to_string_pretty(&answer).map_err(io::Error::from)?;
            json.push('\n');
            json
        }
        _ if args.place.json => String::new(),
        _ => text,
    };
    Ok(io::stdout().lock().write_all(output.as_bytes())?)
}

fn open(place: &Where) -> Result<Till, Failure> {
    if let Some(path) = &place.data {
        return file::open(path).map(Till::File);
    }
    let client = Client::named(place, DEMO_KEY, "an operator's key").map_err(CartsError::from)?;
    Ok(Till::Server(client))
}

/// What was answered, and the same for people.
struct Done {
    answer: Answer,
    text: String,
}

fn act(till: &Till, command: &CartsCommand) -> Result<Done, Failure> {
    match command {
        CartsCommand::List { parked: true, customer: _, limit, offset } => {
            let answer = till.ask(&Ask::ListParked { limit: *limit, offset: *offset })?;
            done(answer, text::all_parked)
        }
        CartsCommand::List { parked: false, customer, limit, offset } => {
            let ask = Ask::ListCarts { customer: customer.clone(), limit: *limit, offset: *offset };
            done(till.ask(&ask)?, text::carts)
        }
        CartsCommand::Show { id } => show(till, id),
        CartsCommand::Park { id, note } => {
            let answer = till.ask(&Ask::Park { cart: id.clone(), note: note.clone() })?;
            done(answer, text::parked_now)
        }
        CartsCommand::Resume { parked, into } => {
            let id = whole_id(till, parked)?;
            let answer = till.ask(&Ask::Resume { parked: id.clone(), into: into.clone() })?;
            done(answer, |cart| text::resumed(&id, cart))
        }
        CartsCommand::Delete { id } => delete(till, id),
    }
}

fn done(answer: Answer, text: impl FnOnce(&Json) -> String) -> Result<Done, Failure> {
    let text = answer.as_ref().map(text).unwrap_or_default();
    Ok(Done { answer, text })
}

/// Shows the cart, or what is parked, under this identifier.
fn show(till: &Till, id: &str) -> Result<Done, Failure> {
    match till.ask(&Ask::ShowCart { cart: id.to_owned() }) {
        Err(Failure::Carts(error)) if error.is_not_found() => {}
        answer => return done(answer?, text::cart),
    }
    let parked = whole_id(till, id)?;
    match till.ask(&Ask::ShowParked { parked }) {
        Err(Failure::Carts(error)) if error.is_not_found() => {
            Err(CartsError::NothingFound { id: id.to_owned() }.into())
        }
        answer => done(answer?, text::parked),
    }
}

/// Deletes the cart, or what is parked, under this identifier: the whole of it, so that nothing else goes.
fn delete(till: &Till, id: &str) -> Result<Done, Failure> {
    let asks = [
        (Ask::DeleteCart { cart: id.to_owned() }, "cart"),
        (Ask::DeleteParked { parked: id.to_owned() }, "parked cart"),
    ];
    for (ask, what) in asks {
        match till.ask(&ask) {
            Err(Failure::Carts(error)) if error.is_not_found() => {}
            answer => return answer.map(|answer| Done { answer, text: text::deleted(what, id) }),
        }
    }
    Err(CartsError::NothingToDelete { id: id.to_owned() }.into())
}

/// The whole identifier of what is parked and named by its beginning, with or without what all begin with. A text that
/// is the beginning of none is left as it is.
fn whole_id(till: &Till, text: &str) -> Result<String, Failure> {
    let short = text.strip_prefix(PARKED_PREFIX).unwrap_or(text);
    if short.chars().count() < SHORT_LEN_MIN {
        return Ok(text.to_owned());
    }
    Ok(the_one(&till.parked_ids()?, text)?)
}

/// The one of these that is named by its beginning; the text itself where it is one of them, or the beginning of none.
fn the_one(ids: &[String], text: &str) -> Result<String, CartsError> {
    if ids.iter().any(|id| id == text) {
        return Ok(text.to_owned());
    }
    let short = text.strip_prefix(PARKED_PREFIX).unwrap_or(text);
    let fits = |id: &&String| id.strip_prefix(PARKED_PREFIX).unwrap_or(id).starts_with(short);
    let mut fitting = ids.iter().filter(fits);
    match (fitting.next(), fitting.count()) {
        (None, _) => Ok(text.to_owned()),
        (Some(id), 0) => Ok(id.clone()),
        (Some(_), others) => Err(CartsError::Ambiguous { short: text.to_owned(), count: others + 1 }),
    }
}

/// What helps against a refusal, behind a colon.
fn advice(code: &str) -> String {
    match code {
        "cart_not_found" => ": trolley carts list shows those that there are".to_owned(),
        "parked_not_found" => {
            format!(
                ": trolley carts list --parked shows what is, and {SHORT_LEN_MIN} characters behind {PARKED_PREFIX} name it"
            )
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
