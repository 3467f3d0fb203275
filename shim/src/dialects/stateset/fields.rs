//! The members of a body, each read once and by its type.

use std::ops::RangeInclusive;

use serde_json::{Map, Value as Json};
use trolley_engine::Timestamp;
use trolley_engine::domain::id::{ID_BYTES_MAX, InvalidId};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::value::Value;

use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::RequestBody;
use crate::json::{self, InvalidJson};

/// Most bytes that a member of any shape may have, as compact JSON: 16 KiB.
pub(super) const FREE_FORM_BYTES_MAX: usize = 16 * 1024;

/// The members of an object that have not been read yet. Those that nobody reads are ignored.
///
/// Source: stateset.md, 1.9 and 5, 2, 9 to 11. Reading: `null` counts as absent; a member of another JSON type is
/// `VALIDATION_ERROR`; numbers, dates, currencies, identifiers and texts that are not as they should be are
/// `INVALID_FIELD_FORMAT`, the first three whatever their JSON type.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Json>);

impl Fields {
    /// The members of a body.
    ///
    /// # Errors
    ///
    /// 415 where it is of another media type; 400 where it is not an object of JSON.
    pub(super) fn of_body(body: &RequestBody) -> Result<Self, Refusal> {
        let bytes = match body {
            RequestBody::Absent => return Err(Refusal::validation("The body is not valid JSON")),
            RequestBody::OtherType => {
                return Err(Refusal::of_problem(&Problem::UnsupportedMediaType {
                    expected: "application/json",
                }));
            }
            RequestBody::Present(bytes) => bytes,
        };
        let json = json::parse(bytes).map_err(|error| match error {
            InvalidJson::Malformed(_) => Refusal::validation("The body is not valid JSON"),
            InvalidJson::TooDeep => {
                Refusal::validation(format!("The body is nested more than {} levels deep", json::DEPTH_MAX))
            }
            InvalidJson::TooManyMembers => {
                Refusal::validation(format!("The body has more than {} members", json::MEMBERS_MAX))
            }
        })?;
        match json {
            Json::Object(object) => Ok(Self(object)),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => {
                Err(Refusal::validation("The body must be a JSON object"))
            }
        }
    }

    /// The same; none where there is no body.
    ///
    /// # Errors
    ///
    /// 415 where it is of another media type; 400 where it is something else than an object of JSON.
    pub(super) fn of_optional_body(body: &RequestBody) -> Result<Self, Refusal> {
        match body {
            RequestBody::Absent => Ok(Self::new(Map::new())),
            RequestBody::Present(bytes) if bytes.is_empty() => Ok(Self::new(Map::new())),
            RequestBody::Present(_) | RequestBody::OtherType => Self::of_body(body),
        }
    }

    /// The members of this object.
    pub(super) const fn new(object: Map<String, Json>) -> Self {
        Self(object)
    }

    /// Whether there is a member of this name that is not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// The member of this name, whatever it is; none where it is absent or null.
    fn take(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// A text.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::wrong_type(name, "a string")),
        }
    }

    /// A text that satisfies the test; `expected` says what that is, such as "be one of a, b".
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn text_that(
        &mut self,
        name: &'static str,
        expected: impl Into<String>,
        test: impl FnOnce(&str) -> bool,
    ) -> Result<Option<String>, Refusal> {
        match self.text(name)? {
            Some(text) if !test(&text) => Err(Refusal::wrong_form(name, expected)),
            text => Ok(text),
        }
    }

    /// An identifier.
    ///
    /// # Errors
    ///
    /// 400 where it is not one.
    pub(super) fn id<T>(&mut self, name: &'static str) -> Result<Option<T>, Refusal>
    where
        T: for<'t> TryFrom<&'t str, Error = InvalidId>,
    {
        let Some(text) = self.text(name)? else { return Ok(None) };
        T::try_from(&text).map(Some).map_err(|_| {
            Refusal::wrong_form(name, format!("be 1 to {ID_BYTES_MAX} bytes without control characters"))
        })
    }

    /// A whole number without a fraction or an exponent.
    ///
    /// # Errors
    ///
    /// 400 where it is something else or out of range.
    pub(super) fn integer(
        &mut self,
        name: &'static str,
        range: RangeInclusive<i64>,
    ) -> Result<Option<i64>, Refusal> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match value.as_i64().filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Refusal::wrong_form(
                name,
                format!("be an integer from {} to {}", range.start(), range.end()),
            )),
        }
    }

    /// True or false.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn boolean(&mut self, name: &'static str, default: bool) -> Result<bool, Refusal> {
        match self.take(name) {
            None => Ok(default),
            Some(Json::Bool(value)) => Ok(value),
            Some(_) => Err(Refusal::wrong_type(name, "a boolean")),
        }
    }

    /// An object of any shape.
    ///
    /// # Errors
    ///
    /// 400 where it is something else or takes more than [`FREE_FORM_BYTES_MAX`].
    pub(super) fn object(&mut self, name: &'static str) -> Result<Option<Value>, Refusal> {
        let Some(value) = self.take(name) else { return Ok(None) };
        if !value.is_object() {
            return Err(Refusal::wrong_type(name, "an object"));
        }
        if FREE_FORM_BYTES_MAX < value.to_string().len() {
            return Err(Refusal::wrong_form(name, format!("have at most {FREE_FORM_BYTES_MAX} bytes")));
        }
        Ok(Some(json::into_value(value)))
    }

    /// The members of an object.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn members(&mut self, name: &'static str) -> Result<Option<Self>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(Self(object))),
            Some(_) => Err(Refusal::wrong_type(name, "an object")),
        }
    }

    /// A list.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn list(&mut self, name: &'static str) -> Result<Option<Vec<Json>>, Refusal> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Array(values)) => Ok(Some(values)),
            Some(_) => Err(Refusal::wrong_type(name, "an array")),
        }
    }

    /// A moment after this one.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn future_time(
        &mut self,
        name: &'static str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Refusal> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match value.as_str().and_then(json::parse_rfc_3339).filter(|moment| now < *moment) {
            Some(moment) => Ok(Some(moment)),
            None => Err(Refusal::wrong_form(name, "be a time of ISO 8601 in the future")),
        }
    }

    /// A currency's code.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn currency(&mut self, name: &'static str) -> Result<Option<Currency>, Refusal> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match value.as_str().and_then(Currency::new) {
            Some(currency) => Ok(Some(currency)),
            None => Err(Refusal::currency_not_sold_in(name)),
        }
    }
}

/// The value of a member that must be there.
///
/// # Errors
///
/// 400 where it is not.
pub(super) fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::missing_field(name))
}

#[cfg(test)]
mod tests;
