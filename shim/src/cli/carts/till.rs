//! What can be asked of a till, whoever answers: a server, or a file.

use serde_json::Value as Json;
use trolley_engine::Engine;

use super::question::question;
use super::{CartsError, file};
use crate::cli::Failure;
use crate::cli::client::Client;
use crate::dialects::till::paging::LIMIT_MAX;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// Carts.
    ListCarts { customer: Option<String>, limit: usize, offset: usize },
    /// What is parked.
    ListParked { limit: usize, offset: usize },
    /// A cart.
    ShowCart { cart: String },
    /// One that is parked.
    ShowParked { parked: String },
    /// To park what is in a cart.
    Park { cart: String, note: String },
    /// To take up again what is parked.
    Resume { parked: String, into: Option<String> },
    /// To delete a cart.
    DeleteCart { cart: String },
    /// To delete what is parked.
    DeleteParked { parked: String },
}

/// What is answered; none where there is nothing more to say than that it is done.
pub(super) type Answer = Option<Json>;

/// Who answers.
#[derive(Debug)]
pub(super) enum Till {
    /// A running server.
    Server(Client),
    /// A file that nobody serves.
    File(Box<Engine>),
}

impl Till {
    /// The answer.
    pub(super) fn ask(&self, ask: &Ask) -> Result<Answer, Failure> {
        match self {
            Self::Server(client) => Ok(client.ask(&question(ask)).map_err(CartsError::from)?),
            Self::File(engine) => file::ask(engine, ask),
        }
    }

    /// The identifiers of all that is parked.
    pub(super) fn parked_ids(&self) -> Result<Vec<String>, Failure> {
        let mut ids = Vec::new();
        loop {
            let ask = Ask::ListParked { limit: LIMIT_MAX, offset: ids.len() };
            let answer = self.ask(&ask)?.unwrap_or_default();
            let parked = answer["parked"].as_array().map(Vec::as_slice).unwrap_or_default();
            ids.extend(parked.iter().filter_map(|one| one["id"].as_str()).map(str::to_owned));
            if parked.len() < LIMIT_MAX {
                return Ok(ids);
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
