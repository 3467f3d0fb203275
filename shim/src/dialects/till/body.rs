//! The members of a body.

use serde_json::{Map, Value as Json};

use super::problem::Refusal;
use crate::exchange::{Request, RequestBody};
use crate::json::{self, InvalidJson};

/// The members of a body that are not looked at yet.
pub(crate) struct Members(Map<String, Json>);

impl Members {
    /// Those of the request's body; no body is the same as one without members.
    ///
    /// # Errors
    ///
    /// 415 where it is of another type, 400 where it is not an object.
    pub(crate) fn of(request: &Request) -> Result<Self, Refusal> {
        match &request.body {
            RequestBody::Absent => Ok(Self(Map::new())),
            RequestBody::OtherType => Err(Refusal::other_type("application/json")),
            RequestBody::Present(bytes) => match json::parse(bytes) {
                Ok(Json::Object(members)) => Ok(Self(members)),
                Ok(_) => Err(Refusal::invalid("The body must be an object")),
                Err(
                    error @ (InvalidJson::Malformed(_) | InvalidJson::TooDeep | InvalidJson::TooManyMembers),
                ) => Err(Refusal::invalid(format!("The body is not valid: {error}"))),
            },
        }
    }

    /// The text of this name; none where it is absent or null.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.0.remove(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::invalid(format!("`{name}` must be a string"))),
        }
    }

    /// The texts of this name; none where it is absent or null.
    ///
    /// # Errors
    ///
    /// 400 where it is not a list of texts.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, Refusal> {
        let other = || Refusal::invalid(format!("`{name}` must be a list of strings"));
        match self.0.remove(name) {
            None | Some(Json::Null) => Ok(Vec::new()),
            Some(Json::Array(texts)) => {
                let texts = texts.into_iter().map(|text| match text {
                    Json::String(text) => Ok(text),
                    _ => Err(other()),
                });
                texts.collect()
            }
            Some(_) => Err(other()),
        }
    }

    /// Makes sure that all has been looked at, so that nothing is misspelt without anybody noticing.
    ///
    /// # Errors
    ///
    /// 400 where something was not.
    pub(crate) fn end(self) -> Result<(), Refusal> {
        match self.0.keys().next() {
            Some(name) => Err(Refusal::invalid(format!("`{name}` is not known here"))),
            None => Ok(()),
        }
    }
}
