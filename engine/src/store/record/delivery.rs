//! Ways of shipping and tax zones as a record.

use super::v3::delivery as record;
use super::{Invalid, currency, open_v3, rate, rate_v2, v3};
use crate::domain::delivery::{Delivery, DeliveryProblem, ShippingMethod, TaxZone, ZoneRate};
use crate::domain::id::{ShippingMethodId, TaxZoneId};
use crate::domain::promotion::AmountsByCurrency;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "meta";

/// The record of the tables.
pub(crate) fn seal(key: &str, delivery: &Delivery) -> Result<Vec<u8>, StoreError> {
    debug_assert!(delivery.check().is_ok(), "{:?}", delivery.check());
    codec::seal(TABLE, key.as_bytes(), v3::VERSION, &to_v3(delivery))
}

/// The tables in a record.
pub(crate) fn open(key: &str, bytes: &[u8]) -> Result<Delivery, StoreError> {
    let read = from_v3(open_v3(TABLE, key.as_bytes(), bytes)?);
    let delivery = read.map_err(|invalid| invalid.in_table(TABLE))?;
    delivery.check().map_err(|problem| {
        let (DeliveryProblem::Method(_, reason) | DeliveryProblem::Zone(_, reason)) = problem;
        Invalid::Rule(reason).in_table(TABLE)
    })?;
    Ok(delivery)
}

pub(super) fn to_v3(delivery: &Delivery) -> record::Delivery<'_> {
    record::Delivery {
        methods: delivery.methods.iter().map(method_to_v3).collect(),
        zones: delivery.zones.iter().map(zone_to_v3).collect(),
    }
}

fn method_to_v3(method: &ShippingMethod) -> record::ShippingMethod<'_> {
    record::ShippingMethod {
        id: method.id.as_str(),
        name: &method.name,
        amounts: amounts_to_v3(&method.amounts),
        free_subtotal_min: amounts_to_v3(&method.free_subtotal_min),
        estimated_days: method.estimated_days,
        countries: method.countries.iter().map(String::as_str).collect(),
    }
}

fn zone_to_v3(zone: &TaxZone) -> record::TaxZone<'_> {
    record::TaxZone {
        id: zone.id.as_str(),
        country: &zone.country,
        region: zone.region.as_deref(),
        rates: zone.rates.iter().map(|tax| (tax.name.as_str(), rate_v2(tax.rate))).collect(),
    }
}

fn amounts_to_v3(amounts: &AmountsByCurrency) -> Vec<(&str, i64)> {
    amounts.iter().map(|(currency, minor_units)| (currency.as_str(), *minor_units)).collect()
}

fn from_v3(delivery: record::Delivery<'_>) -> Result<Delivery, Invalid> {
    let methods = delivery.methods.into_iter().map(method_from_v3);
    let zones = delivery.zones.into_iter().map(zone_from_v3);
    Ok(Delivery {
        methods: methods.collect::<Result<Vec<ShippingMethod>, Invalid>>()?,
        zones: zones.collect::<Result<Vec<TaxZone>, Invalid>>()?,
    })
}

fn method_from_v3(method: record::ShippingMethod<'_>) -> Result<ShippingMethod, Invalid> {
    Ok(ShippingMethod {
        id: ShippingMethodId::new(method.id)?,
        name: method.name.to_owned(),
        amounts: amounts_from_v3(method.amounts)?,
        free_subtotal_min: amounts_from_v3(method.free_subtotal_min)?,
        estimated_days: method.estimated_days,
        countries: method.countries.into_iter().map(str::to_owned).collect(),
    })
}

fn zone_from_v3(zone: record::TaxZone<'_>) -> Result<TaxZone, Invalid> {
    let rates = zone.rates.into_iter().map(|(name, parts)| {
        let name = name.to_owned();
        Ok(ZoneRate { name, rate: rate(parts)? })
    });
    Ok(TaxZone {
        id: TaxZoneId::new(zone.id)?,
        country: zone.country.to_owned(),
        region: zone.region.map(str::to_owned),
        rates: rates.collect::<Result<Vec<ZoneRate>, Invalid>>()?,
    })
}

fn amounts_from_v3(amounts: Vec<(&str, i64)>) -> Result<AmountsByCurrency, Invalid> {
    amounts.into_iter().map(|(code, minor_units)| Ok((currency(code)?, minor_units))).collect()
}
