//! What a store says of itself, in an export: who made it, its counters, its settings.

use serde::{Deserialize, Serialize};
use trolley_engine::archive::{ClockEntry, Counters, Origin};
use trolley_engine::domain::catalog::{CurrencyFormat, Settings};
use trolley_engine::domain::delivery::{Delivery, ShippingMethod, TaxZone, ZoneRate};
use trolley_engine::domain::id::{ShippingMethodId, TaxZoneId};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::tax::Rate;

use super::money::{AmountsWire, amounts_from_wire, amounts_to_wire};
use super::spelling::{Moment, Spelling};

/// Who made a store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginWire {
    created_by: String,
    created_at: Moment,
}

impl From<Origin> for OriginWire {
    fn from(origin: Origin) -> Self {
        Self { created_by: origin.created_by, created_at: Moment(origin.created_at) }
    }
}

impl From<OriginWire> for Origin {
    fn from(wire: OriginWire) -> Self {
        Self { created_by: wire.created_by, created_at: wire.created_at.0 }
    }
}

/// How engine time stood when it was last stored.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockWire {
    wall: Moment,
    offset_ms: i64,
}

impl From<ClockEntry> for ClockWire {
    fn from(entry: ClockEntry) -> Self {
        Self { wall: Moment(entry.wall), offset_ms: entry.offset_ms }
    }
}

impl From<ClockWire> for ClockEntry {
    fn from(wire: ClockWire) -> Self {
        Self { wall: wire.wall.0, offset_ms: wire.offset_ms }
    }
}

/// The last numbers that a store has given out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountersWire {
    cart_key: u64,
    order_key: u64,
    parked_sequence: u64,
    has_kept_answers: bool,
}

impl From<Counters> for CountersWire {
    fn from(counters: Counters) -> Self {
        let Counters { cart_key, order_key, parked_sequence, has_kept_answers } = counters;
        Self { cart_key, order_key, parked_sequence, has_kept_answers }
    }
}

impl From<CountersWire> for Counters {
    fn from(wire: CountersWire) -> Self {
        let CountersWire { cart_key, order_key, parked_sequence, has_kept_answers } = wire;
        Self { cart_key, order_key, parked_sequence, has_kept_answers }
    }
}

/// What holds for the whole store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsWire {
    store_id: String,
    catalog_id: String,
    default_currency: Spelling<Currency>,
    currencies: Vec<CurrencyWire>,
    shipping_methods: Vec<ShippingMethodWire>,
    tax_zones: Vec<TaxZoneWire>,
}

impl From<Settings> for SettingsWire {
    fn from(settings: Settings) -> Self {
        Self {
            store_id: settings.store_id,
            catalog_id: settings.catalog_id,
            default_currency: Spelling(settings.default_currency),
            currencies: settings.currencies.into_iter().map(CurrencyWire::from).collect(),
            shipping_methods: settings.delivery.methods.into_iter().map(ShippingMethodWire::from).collect(),
            tax_zones: settings.delivery.zones.into_iter().map(TaxZoneWire::from).collect(),
        }
    }
}

impl From<SettingsWire> for Settings {
    fn from(wire: SettingsWire) -> Self {
        Self {
            store_id: wire.store_id,
            catalog_id: wire.catalog_id,
            default_currency: wire.default_currency.0,
            currencies: wire.currencies.into_iter().map(CurrencyFormat::from).collect(),
            delivery: Delivery {
                methods: wire.shipping_methods.into_iter().map(ShippingMethod::from).collect(),
                zones: wire.tax_zones.into_iter().map(TaxZone::from).collect(),
            },
        }
    }
}

/// How amounts of a currency are written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyWire {
    code: Spelling<Currency>,
    format: String,
    decimal_point: String,
    thousand_separator: String,
    decimal_places: u8,
}

impl From<CurrencyFormat> for CurrencyWire {
    fn from(format: CurrencyFormat) -> Self {
        Self {
            code: Spelling(format.currency),
            format: format.format,
            decimal_point: format.decimal_point,
            thousand_separator: format.thousand_separator,
            decimal_places: format.decimal_places,
        }
    }
}

impl From<CurrencyWire> for CurrencyFormat {
    fn from(wire: CurrencyWire) -> Self {
        Self {
            currency: wire.code.0,
            format: wire.format,
            decimal_point: wire.decimal_point,
            thousand_separator: wire.thousand_separator,
            decimal_places: wire.decimal_places,
        }
    }
}

/// A way of shipping.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippingMethodWire {
    id: Spelling<ShippingMethodId>,
    name: String,
    amounts: AmountsWire,
    free_subtotal_min: AmountsWire,
    estimated_days: Option<u32>,
    countries: Vec<String>,
}

impl From<ShippingMethod> for ShippingMethodWire {
    fn from(method: ShippingMethod) -> Self {
        Self {
            id: Spelling(method.id),
            name: method.name,
            amounts: amounts_to_wire(method.amounts),
            free_subtotal_min: amounts_to_wire(method.free_subtotal_min),
            estimated_days: method.estimated_days,
            countries: method.countries,
        }
    }
}

impl From<ShippingMethodWire> for ShippingMethod {
    fn from(wire: ShippingMethodWire) -> Self {
        Self {
            id: wire.id.0,
            name: wire.name,
            amounts: amounts_from_wire(wire.amounts),
            free_subtotal_min: amounts_from_wire(wire.free_subtotal_min),
            estimated_days: wire.estimated_days,
            countries: wire.countries,
        }
    }
}

/// The taxes of a country or a part of one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TaxZoneWire {
    id: Spelling<TaxZoneId>,
    country: String,
    region: Option<String>,
    rates: Vec<ZoneRateWire>,
}

/// A tax of a zone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneRateWire {
    name: String,
    rate: Spelling<Rate>,
}

impl From<TaxZone> for TaxZoneWire {
    fn from(zone: TaxZone) -> Self {
        let rates = zone.rates.into_iter();
        let rate = |ZoneRate { name, rate }| ZoneRateWire { name, rate: Spelling(rate) };
        Self {
            id: Spelling(zone.id),
            country: zone.country,
            region: zone.region,
            rates: rates.map(rate).collect(),
        }
    }
}

impl From<TaxZoneWire> for TaxZone {
    fn from(wire: TaxZoneWire) -> Self {
        let rates = wire.rates.into_iter();
        let rate = |ZoneRateWire { name, rate }| ZoneRate { name, rate: rate.0 };
        Self { id: wire.id.0, country: wire.country, region: wire.region, rates: rates.map(rate).collect() }
    }
}
