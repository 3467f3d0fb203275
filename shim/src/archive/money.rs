//! Prices and amounts in an export: integers of minor units, by currency.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trolley_engine::domain::money::{Currency, Prices, UnitPrice};
use trolley_engine::domain::promotion::AmountsByCurrency;

use super::spelling::Spelling;

/// What one unit costs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitPriceWire {
    minor_units: i64,
    includes_tax: bool,
}

impl From<UnitPrice> for UnitPriceWire {
    fn from(price: UnitPrice) -> Self {
        let UnitPrice { minor_units, includes_tax } = price;
        Self { minor_units, includes_tax }
    }
}

impl From<UnitPriceWire> for UnitPrice {
    fn from(wire: UnitPriceWire) -> Self {
        let UnitPriceWire { minor_units, includes_tax } = wire;
        Self { minor_units, includes_tax }
    }
}

/// Prices by currency.
pub(super) type PricesWire = BTreeMap<Spelling<Currency>, UnitPriceWire>;

pub(super) fn prices_to_wire(prices: Prices) -> PricesWire {
    prices.into_iter().map(|(currency, price)| (Spelling(currency), price.into())).collect()
}

pub(super) fn prices_from_wire(wire: PricesWire) -> Prices {
    wire.into_iter().map(|(currency, price)| (currency.0, price.into())).collect()
}

/// Minor units by currency.
pub(super) type AmountsWire = BTreeMap<Spelling<Currency>, i64>;

pub(super) fn amounts_to_wire(amounts: AmountsByCurrency) -> AmountsWire {
    amounts.into_iter().map(|(currency, minor_units)| (Spelling(currency), minor_units)).collect()
}

pub(super) fn amounts_from_wire(wire: AmountsWire) -> AmountsByCurrency {
    wire.into_iter().map(|(currency, minor_units)| (currency.0, minor_units)).collect()
}
