//! Free-form values as records.

use super::{Invalid, open_v1, v1};
use crate::domain::value::{Members, Value};
use crate::error::StoreError;
use crate::store::codec;

/// The record of a value that stands on its own.
pub(crate) fn seal(table: &'static str, key: &[u8], value: &Value) -> Result<Vec<u8>, StoreError> {
    codec::seal(table, key, v1::VERSION, &to_v1(value))
}

/// The value in such a record.
pub(crate) fn open(table: &'static str, key: &[u8], bytes: &[u8]) -> Result<Value, StoreError> {
    from_v1(open_v1(table, key, bytes)?).map_err(|invalid| invalid.in_table(table))
}

pub(super) fn to_v1(value: &Value) -> v1::Value<'_> {
    match value {
        Value::Null => v1::Value::Null,
        Value::Bool(value) => v1::Value::Bool(*value),
        Value::Number(spelling) => v1::Value::Number(spelling),
        Value::Text(text) => v1::Value::Text(text),
        Value::List(values) => v1::Value::List(values.iter().map(to_v1).collect()),
        Value::Map(members) => v1::Value::Map(members_to_v1(members)),
    }
}

pub(super) fn from_v1(value: v1::Value<'_>) -> Result<Value, Invalid> {
    Ok(match value {
        v1::Value::Null => Value::Null,
        v1::Value::Bool(value) => Value::Bool(value),
        v1::Value::Number(spelling) => Value::Number(spelling.to_owned()),
        v1::Value::Text(text) => Value::Text(text.to_owned()),
        v1::Value::List(values) => {
            Value::List(values.into_iter().map(from_v1).collect::<Result<Vec<Value>, Invalid>>()?)
        }
        v1::Value::Map(members) => Value::Map(members_from_v1(members)?),
    })
}

pub(super) fn members_to_v1(members: &Members) -> v1::Members<'_> {
    members.iter().map(|(name, value)| (name.as_str(), to_v1(value))).collect()
}

pub(super) fn members_from_v1(members: v1::Members<'_>) -> Result<Members, Invalid> {
    members.into_iter().map(|(name, value)| Ok((name.to_owned(), from_v1(value)?))).collect()
}
