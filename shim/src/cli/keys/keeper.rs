//! Whoever keeps keys: a running server, or a file that nobody serves.

use hyper::Method;
use serde::Serialize;
use serde_json::{Value as Json, json};
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keys::RevokeKey;
use trolley_engine::env::{Clock as _, SystemClock, SystemIds};
use trolley_engine::{Engine, Error, Options, Page, Principal, Profile, StoreError, Submission, Timestamp};

use super::KeysError;
use crate::cli::args::place::Where;
use crate::cli::client::{Client, ClientError, Question, segment};
use crate::cli::{Failure, must_be_there, serve};
use crate::dialects::admin;
use crate::dialects::admin::keys::wire::{CreatedBody, KeysBody};
use crate::dialects::till::paging::LIMIT_MAX;
use crate::json::{Precision, rfc_3339};
use crate::keyring::making::{New, Wanted};
use crate::keyring::meaning::Nonsense;

/// Whoever keeps keys.
pub(super) enum Keeper {
    /// A running server.
    Server(Client),
    /// A file that nobody serves.
    File(Box<Engine>),
}

impl Keeper {
    /// The one that the arguments name. A file that is not there is made where that is wanted.
    pub(super) fn open(place: &Where, makes: bool) -> Result<Self, Failure> {
        let Some(path) = &place.data else {
            let client = Client::named(place, admin::DEMO_KEY, "an administrator's key");
            return Ok(Self::Server(client.map_err(KeysError::from)?));
        };
        if !makes {
            must_be_there(path)?;
        }
        match serve::open_file(path, None, &[], Options::new(Profile::Durable)) {
            Ok(engine) => Ok(Self::File(Box::new(engine))),
            Err(Failure::Store(StoreError::InUse { path })) => Err(Failure::FileServed(path)),
            Err(failure) => Err(failure),
        }
    }

    /// Makes a key: what is shown of it, its secret included.
    pub(super) fn create(&self, wanted: &Wanted) -> Result<Json, Failure> {
        match self {
            Self::Server(client) => {
                let body = json!({
                    "dialect": wanted.dialect,
                    "kind": wanted.kind,
                    "scopes": wanted.scopes,
                    "customer": wanted.customer,
                    "name": wanted.name,
                    "expires_at": wanted.expires_at.map(|at| rfc_3339(at, Precision::Seconds)),
                });
                ask(client, Method::POST, "/keys".to_owned(), Some(body))
            }
            Self::File(engine) => {
                let now = engine.clock().now();
                let new = make(wanted, now)?;
                submit(engine, new.commands())?;
                json(&CreatedBody::of(&new, now))
            }
        }
    }

    /// All keys.
    pub(super) fn list(&self) -> Result<Vec<Json>, Failure> {
        let mut keys = Vec::new();
        loop {
            let page = Page { limit: LIMIT_MAX, offset: keys.len() };
            let answer = match self {
                Self::Server(client) => {
                    let path = format!("/keys?limit={}&offset={}", page.limit, page.offset);
                    ask(client, Method::GET, path, None)?
                }
                Self::File(engine) => json(&KeysBody::of(&engine.keys(), engine.clock().now(), page))?,
            };
            let part = answer["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
            keys.extend_from_slice(part);
            if part.len() < LIMIT_MAX {
                return Ok(keys);
            }
        }
    }

    /// Revokes the key of this identifier.
    pub(super) fn revoke(&self, id: &str) -> Result<(), Failure> {
        match self {
            Self::Server(client) => {
                ask(client, Method::DELETE, format!("/keys/{}", segment(id)), None).map(|_| ())
            }
            Self::File(engine) => {
                let keys = engine.keys();
                let key = keys.iter().find(|key| key.digest.id() == id).map(|key| key.digest);
                let key = key.ok_or_else(|| KeysError::NothingFound { id: id.to_owned() })?;
                submit(engine, vec![Command::RevokeKey(RevokeKey { key })])
            }
        }
    }

    /// Lets go of it.
    pub(super) fn close(self) -> Result<(), Failure> {
        match self {
            Self::Server(_) => Ok(()),
            Self::File(engine) => Ok(engine.close()?),
        }
    }
}

/// Makes sure that a key can be made so, before a file is made for it.
pub(super) fn check(wanted: &Wanted) -> Result<(), Failure> {
    make(wanted, SystemClock.now()).map(|_| ())
}

fn make(wanted: &Wanted, now: Timestamp) -> Result<New, Failure> {
    New::make(wanted, &SystemIds::new(), now).map_err(|Nonsense { field, reason }| {
        let argument = match field {
            "scopes" => "scope",
            "expires_at" => "expires",
            field => field,
        };
        refused(format!("--{argument}: {reason}"))
    })
}

fn ask(client: &Client, method: Method, path: String, body: Option<Json>) -> Result<Json, Failure> {
    let answer = client.ask(&Question { method, path, body });
    let answer = answer.map_err(|error| match error {
        ClientError::Refused { code: _, message } => KeysError::Refused { message },
        error => KeysError::Client(error),
    });
    Ok(answer?.unwrap_or_default())
}

fn submit(engine: &Engine, commands: Vec<Command>) -> Result<(), Failure> {
    let submission = Submission::new(engine.clock().now(), Principal::Server, commands);
    match engine.submit(submission) {
        Ok(_) => Ok(()),
        Err(error @ Error::Store(_)) => Err(Failure::Engine(error)),
        Err(error) => Err(refused(error.to_string())),
    }
}

fn json(body: &impl Serialize) -> Result<Json, Failure> {
    Ok(serde_json::to_value(body).map_err(std::io::Error::from)?)
}

fn refused(message: String) -> Failure {
    KeysError::Refused { message }.into()
}
