//! Ways of shipping of a seed, and tax zones.

use std::collections::HashSet;

use trolley_engine::domain::delivery::{Delivery, ShippingMethod, TaxZone, ZoneRate};
use trolley_engine::domain::id::{ShippingMethodId, TaxZoneId};
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::domain::promotion::AmountsByCurrency;

use super::fault::{Fault, each, text};
use super::products::rate;
use super::rows::SeedRow;
use super::rows::delivery::{ShippingMethodRow, TaxZoneRow, ZoneRateRow};
use super::rows::promotion::AmountsRow;
use super::settings::currency;

/// Puts a seed's tables over the present ones: a row takes the place of the one of the same identifier.
pub(super) fn merge(delivery: &mut Delivery, row: &SeedRow) -> Result<(), Fault> {
    let methods = each("shipping_methods", &row.shipping_methods, method)?;
    check_unique("shipping_methods", methods.iter().map(|method| method.id.as_str()))?;
    let zones = each("tax_zones", &row.tax_zones, zone)?;
    check_unique("tax_zones", zones.iter().map(|zone| zone.id.as_str()))?;
    put(&mut delivery.methods, methods, |one, other| one.id == other.id);
    put(&mut delivery.zones, zones, |one, other| one.id == other.id);
    Ok(())
}

fn put<T>(present: &mut Vec<T>, new: Vec<T>, is_same: impl Fn(&T, &T) -> bool) {
    for one in new {
        match present.iter_mut().find(|other| is_same(&one, other)) {
            Some(other) => *other = one,
            None => present.push(one),
        }
    }
}

fn method(row: &ShippingMethodRow) -> Result<ShippingMethod, Fault> {
    Ok(ShippingMethod {
        id: text("id", &row.id, ShippingMethodId::new)?,
        name: row.name.clone(),
        amounts: amounts("amounts", &row.amounts)?,
        free_subtotal_min: amounts("free_subtotal_min", &row.free_subtotal_min)?,
        estimated_days: row.estimated_days,
        countries: each("countries", &row.countries, |code| country("", code))?,
    })
}

fn zone(row: &TaxZoneRow) -> Result<TaxZone, Fault> {
    Ok(TaxZone {
        id: text("id", &row.id, TaxZoneId::new)?,
        country: country("country", &row.country)?,
        region: row.region.clone(),
        rates: each("rates", &row.rates, |row: &ZoneRateRow| {
            Ok(ZoneRate { name: row.name.clone(), rate: rate("rate", &row.rate)? })
        })?,
    })
}

fn country(place: &str, code: &str) -> Result<String, Fault> {
    match code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        true => Ok(code.to_owned()),
        false => Err(Fault::new(place, format!("`{code}` is not two capital letters"))),
    }
}

/// What is sent for nothing costs 0.
fn amounts(place: &str, rows: &AmountsRow) -> Result<AmountsByCurrency, Fault> {
    let amount = |(code, minor_units): (&String, &i64)| {
        let place = format!("{place}.{code}");
        let currency = currency(&place, code)?;
        match (0..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units) {
            true => Ok((currency, *minor_units)),
            false => {
                let problem = format!("{minor_units} is not between 0 and {AMOUNT_MINOR_UNITS_MAX}");
                Err(Fault::new(place, problem))
            }
        }
    };
    rows.iter().map(amount).collect()
}

/// That no identifier stands twice, in which case the later row would take the place of the first.
fn check_unique<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut known = HashSet::new();
    for (index, id) in ids.enumerate() {
        if !known.insert(id) {
            let place = format!("{name}[{index}].id");
            return Err(Fault::new(place, format!("{id} stands there twice")));
        }
    }
    Ok(())
}
