//! Domain values as stored records and back, by hand. What is read back is checked as if a stranger had written it.

pub(crate) mod answer;
pub(crate) mod cart;
pub(crate) mod clock;
pub(crate) mod catalog;
pub(crate) mod delivery;
pub(crate) mod key;
pub(crate) mod line;
pub(crate) mod order;
pub(crate) mod parked;
pub(crate) mod promotion;
pub(crate) mod settings;
pub(crate) mod v1;
pub(crate) mod v2;
pub(crate) mod v3;
pub(crate) mod v4;
pub(crate) mod value;
pub(crate) mod written;
mod component;
mod plain;
mod priced;
mod upgrade;

use bincode::BorrowDecode;

use crate::domain::id::InvalidId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::tax::Rate;
use crate::error::StoreError;
use crate::store::codec;

/// Why a record that could be decoded is not one of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Invalid {
    /// An identifier is not one.
    #[error(transparent)]
    Id(#[from] InvalidId),
    /// Something is not what it must be.
    #[error("{0}")]
    Rule(&'static str),
}

impl Invalid {
    /// The error of a record in this table.
    pub(crate) fn in_table(&self, table: &'static str) -> StoreError {
        StoreError::Record { table, reason: self.to_string() }
    }
}

/// The record of version 1 that is sealed in `bytes`.
fn open_v1<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<R, StoreError> {
    codec::decode(table, body(v1::VERSION, table, key, bytes)?)
}

/// The record of version 2 that is sealed in `bytes`, of a kind that there was not before.
fn open_v2<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<R, StoreError> {
    codec::decode(table, body(v2::VERSION, table, key, bytes)?)
}

/// The record of version 3 that is sealed in `bytes`, of a kind that there was not before.
fn open_v3<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<R, StoreError> {
    codec::decode(table, body(v3::VERSION, table, key, bytes)?)
}

/// The record of version 4 that is sealed in `bytes`, of a kind that there was not before.
fn open_v4<'a, R: BorrowDecode<'a, ()>>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
) -> Result<R, StoreError> {
    codec::decode(table, body(v4::VERSION, table, key, bytes)?)
}

/// The body of the record of this version that is sealed in `bytes`.
fn body<'a>(version: u8, table: &'static str, key: &[u8], bytes: &'a [u8]) -> Result<&'a [u8], StoreError> {
    match codec::unseal(table, key, bytes)? {
        (found, body) if found == version => Ok(body),
        (found, _) => Err(unknown_version(table, found)),
    }
}

/// The record that is sealed in `bytes`, one of version 1 as it would be in version 2.
fn open_upgraded<'a, Old: BorrowDecode<'a, ()>, New: BorrowDecode<'a, ()>>(
    table: &'static str,
    key: &[u8],
    bytes: &'a [u8],
    upgrade: impl FnOnce(Old) -> New,
) -> Result<New, StoreError> {
    match codec::unseal(table, key, bytes)? {
        (v1::VERSION, body) => codec::decode(table, body).map(upgrade),
        (v2::VERSION, body) => codec::decode(table, body),
        (version, _) => Err(unknown_version(table, version)),
    }
}

fn unknown_version(table: &'static str, version: u8) -> StoreError {
    StoreError::Record { table, reason: format!("its version {version} is unknown") }
}

/// What stands under an identifier has that and no other.
fn own_id(own: &str, key: &str) -> Result<(), Invalid> {
    rule(own == key, "a record has another identifier than the one under which it stands")
}

fn rule(holds: bool, broken: &'static str) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(Invalid::Rule(broken)) }
}

fn currency(code: &str) -> Result<Currency, Invalid> {
    Currency::new(code).ok_or(Invalid::Rule("a currency is not three capital letters"))
}

fn unit_price(price: v1::UnitPrice) -> Result<UnitPrice, Invalid> {
    let v1::UnitPrice { minor_units, includes_tax } = price;
    rule(is_amount(minor_units), "a price is out of range")?;
    Ok(UnitPrice { minor_units, includes_tax })
}

fn unit_price_v1(price: UnitPrice) -> v1::UnitPrice {
    v1::UnitPrice { minor_units: price.minor_units, includes_tax: price.includes_tax }
}

/// Whether so many minor units can be what something costs, or what is taken off it.
fn is_amount(minor_units: i64) -> bool {
    (0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units)
}

fn rate(rate: v2::Rate) -> Result<Rate, Invalid> {
    Rate::from_parts(rate).ok_or(Invalid::Rule("a rate is out of range"))
}

/// The parts of a rate, which are at most a hundred times the whole.
fn rate_v2(rate: Rate) -> v2::Rate {
    v2::Rate::try_from(rate.parts()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
