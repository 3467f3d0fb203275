//! Domain values as stored records and back, by hand. What is read back is checked as if a stranger had written it.

pub(crate) mod cart;
pub(crate) mod catalog;
pub(crate) mod line;
pub(crate) mod settings;
pub(crate) mod v1;
pub(crate) mod value;

use bincode::BorrowDecode;

use crate::domain::id::InvalidId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
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
    let (version, body) = codec::unseal(table, key, bytes)?;
    if version != v1::VERSION {
        return Err(StoreError::Record { table, reason: format!("its version {version} is unknown") });
    }
    codec::decode(table, body)
}

fn currency(code: &str) -> Result<Currency, Invalid> {
    Currency::new(code).ok_or(Invalid::Rule("a currency is not three capital letters"))
}

fn unit_price(price: v1::UnitPrice) -> Result<UnitPrice, Invalid> {
    let v1::UnitPrice { minor_units, includes_tax } = price;
    if (0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units) {
        Ok(UnitPrice { minor_units, includes_tax })
    } else {
        Err(Invalid::Rule("a price is out of range"))
    }
}

fn unit_price_v1(price: UnitPrice) -> v1::UnitPrice {
    v1::UnitPrice { minor_units: price.minor_units, includes_tax: price.includes_tax }
}

#[cfg(test)]
mod tests;
