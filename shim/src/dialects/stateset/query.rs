//! The parameters of a query, each read by its type.

use trolley_engine::Timestamp;
use trolley_engine::domain::id::{ID_BYTES_MAX, InvalidId};

use super::problem::Refusal;
use crate::exchange::Request;
use crate::json;

/// The parameters of a query. Those that nobody reads are ignored; of repeated ones the last counts; a blank one counts as
/// absent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Query<'a>(&'a Request);

impl<'a> Query<'a> {
    /// Those of this request.
    pub(super) const fn of(request: &'a Request) -> Self {
        Self(request)
    }

    /// A text.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        let named = self.0.query.iter().rev().find(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// True or false.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn boolean(self, name: &'static str) -> Result<Option<bool>, Refusal> {
        match self.text(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Refusal::wrong_form(name, "be true or false")),
        }
    }

    /// One of these words, as what it stands for.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn one_of<T: Copy>(
        self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                Err(Refusal::wrong_form(name, format!("be one of {}", words.join(", "))))
            }
        }
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// 400 where it is something else or out of range.
    pub(super) fn integer(self, name: &'static str, least: i64, most: i64) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<i64>().ok().filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Refusal::wrong_form(name, format!("be an integer from {least} to {most}"))),
        }
    }

    /// An identifier.
    ///
    /// # Errors
    ///
    /// 400 where it is not one.
    pub(super) fn id<T>(self, name: &'static str) -> Result<Option<T>, Refusal>
    where
        T: for<'t> TryFrom<&'t str, Error = InvalidId>,
    {
        let Some(text) = self.text(name) else { return Ok(None) };
        T::try_from(text).map(Some).map_err(|_| {
            Refusal::wrong_form(name, format!("be 1 to {ID_BYTES_MAX} bytes without control characters"))
        })
    }

    /// A moment, or a day, which means its first moment in UTC.
    ///
    /// Reading: a blank before the offset is the plus sign that somebody did not encode.
    ///
    /// # Errors
    ///
    /// 400 where it is something else.
    pub(super) fn time(self, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let readings = [text.to_owned(), text.replace(' ', "+"), format!("{text}T00:00:00Z")];
        match readings.iter().find_map(|text| json::parse_rfc_3339(text)) {
            Some(moment) => Ok(Some(moment)),
            None => Err(Refusal::wrong_form(name, "be a time of ISO 8601")),
        }
    }
}
