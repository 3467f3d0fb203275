//! Ways of shipping and taxes by where goods go: tables that an import brings.
//!
//! They make no difference to what a cart costs until somebody asks for it with them, or checks it out with them.

use std::collections::HashSet;

use crate::domain::cart::{Cart, Line};
use crate::domain::id::{ShippingMethodId, TaxId, TaxZoneId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::order::Address;
use crate::domain::promotion::AmountsByCurrency;
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, TAXES_PER_LINE_MAX, Tax, TaxAmount};

/// Most ways of shipping of a store.
pub const SHIPPING_METHODS_MAX: usize = 1_000;
/// Most tax zones of a store.
pub const TAX_ZONES_MAX: usize = 10_000;
/// Most countries of a way of shipping.
pub const COUNTRIES_MAX: usize = 300;
/// Most days that a way of shipping may take: ten years.
pub const ESTIMATED_DAYS_MAX: u32 = 3_650;
/// Most bytes of a tax zone's identifier: those of the taxes that it puts on lines are made of it.
pub const ZONE_ID_BYTES_MAX: usize = 64;

/// How goods are sent, and what tax is on them where they go. Empty unless an import has brought something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Ways of shipping, each identifier once; at most [`SHIPPING_METHODS_MAX`].
    pub methods: Vec<ShippingMethod>,
    /// Tax zones, each identifier once; at most [`TAX_ZONES_MAX`].
    pub zones: Vec<TaxZone>,
}

/// A way of shipping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingMethod {
    /// Its identifier.
    pub id: ShippingMethodId,
    /// Its name for shoppers.
    pub name: String,
    /// Minor units that it costs, 0 or more; carts in other currencies cannot have it.
    pub amounts: AmountsByCurrency,
    /// Minor units of a cart's subtotal from which it costs nothing; in currencies that are not here it always costs.
    pub free_subtotal_min: AmountsByCurrency,
    /// About how many days it takes; at most [`ESTIMATED_DAYS_MAX`].
    pub estimated_days: Option<u32>,
    /// The countries into which it goes, two capital letters each; none for all, and for carts of which nobody knows where
    /// they go. At most [`COUNTRIES_MAX`].
    pub countries: Vec<String>,
}

/// The taxes of a country or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxZone {
    /// Its identifier; at most [`ZONE_ID_BYTES_MAX`] bytes.
    pub id: TaxZoneId,
    /// The country, two capital letters.
    pub country: String,
    /// The region, state or province; none for the whole country but for regions that are zones of their own.
    pub region: Option<String>,
    /// Its taxes; at most [`TAXES_PER_LINE_MAX`].
    pub rates: Vec<ZoneRate>,
}

/// A tax of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneRate {
    /// Its name for shoppers.
    pub name: String,
    /// Its share of what a line costs after discounts.
    pub rate: Rate,
}

/// A way of shipping that a cart can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippingOffer<'a> {
    /// The way.
    pub method: &'a ShippingMethod,
    /// What it costs the cart, in minor units.
    pub minor_units: i64,
}

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryProblem {
    /// With this way of shipping.
    Method(ShippingMethodId, &'static str),
    /// With this tax zone.
    Zone(TaxZoneId, &'static str),
}

impl Delivery {
    /// The ways of shipping that go to the address in the currency, for a cart of this subtotal in minor units: the cheapest
    /// first, and of those that cost the same the first of the table.
    #[must_use]
    pub fn offers(&self, to: &Address, currency: Currency, subtotal: i64) -> Vec<ShippingOffer<'_>> {
        let reaching = self.methods.iter().filter(|method| method.goes_to(to));
        let offer = |method| Some(ShippingOffer { method, minor_units: method.amount(currency, subtotal)? });
        let mut offers: Vec<ShippingOffer<'_>> = reaching.filter_map(offer).collect();
        offers.sort_by_key(|offer| offer.minor_units);
        offers
    }

    /// The zone in which the address is: its region's, else its country's; of equals the first.
    #[must_use]
    pub fn zone(&self, of: &Address) -> Option<&TaxZone> {
        let around = self.zones.iter().filter(|zone| zone.is_around(of));
        around.min_by_key(|zone| zone.region.is_none())
    }

    /// Makes sure that all of it makes sense.
    ///
    /// # Errors
    ///
    /// The first [`DeliveryProblem`].
    pub fn check(&self) -> Result<(), DeliveryProblem> {
        let mut ids = HashSet::new();
        for (place, method) in self.methods.iter().enumerate() {
            let problem = |reason| DeliveryProblem::Method(method.id.clone(), reason);
            method.check().map_err(problem)?;
            refuse(SHIPPING_METHODS_MAX <= place, "there are too many of them").map_err(problem)?;
            refuse(!ids.insert(method.id.as_str()), "it stands there twice").map_err(problem)?;
        }
        ids.clear();
        for (place, zone) in self.zones.iter().enumerate() {
            let problem = |reason| DeliveryProblem::Zone(zone.id.clone(), reason);
            zone.check().map_err(problem)?;
            refuse(TAX_ZONES_MAX <= place, "there are too many of them").map_err(problem)?;
            refuse(!ids.insert(zone.id.as_str()), "it stands there twice").map_err(problem)?;
        }
        Ok(())
    }
}

impl ShippingMethod {
    fn goes_to(&self, address: &Address) -> bool {
        self.countries.is_empty() || self.countries.iter().any(|country| is_same(country, &address.country))
    }

    fn amount(&self, currency: Currency, subtotal: i64) -> Option<i64> {
        let minor_units = self.amounts.get(&currency).copied()?;
        let is_free = self.free_subtotal_min.get(&currency).is_some_and(|least| *least <= subtotal);
        Some(if is_free { 0 } else { minor_units })
    }

    fn check(&self) -> Result<(), &'static str> {
        refuse(self.name.is_empty(), "it has no name")?;
        refuse(self.amounts.is_empty(), "it says in no currency what it costs")?;
        let amounts = self.amounts.values().chain(self.free_subtotal_min.values());
        let is_out = |minor_units: &i64| !(0..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units);
        refuse(amounts.copied().any(|amount| is_out(&amount)), "an amount is out of range")?;
        refuse(self.estimated_days.is_some_and(|days| ESTIMATED_DAYS_MAX < days), "it takes too long")?;
        refuse(COUNTRIES_MAX < self.countries.len(), "it has too many countries")?;
        refuse(!self.countries.iter().all(|country| is_country(country)), NO_COUNTRY)
    }
}

impl TaxZone {
    /// The cart as it is where it goes into this zone: the zone's taxes are on the lines that have no tax of their own, neither
    /// the product's nor one that a caller has put there, and whose price has none in it.
    #[must_use]
    pub fn tax(&self, cart: &Cart) -> Cart {
        let mut taxed = cart.clone();
        let is_untaxed = |line: &&mut Shared<Line>| {
            line.taxes.is_empty() && line.tax_rate == Rate::ZERO && !line.unit_price.includes_tax
        };
        for line in taxed.lines.iter_mut().filter(is_untaxed) {
            let sequence = line.sequence;
            let rates = self.rates.iter().enumerate();
            line.taxes = rates.filter_map(|(place, rate)| self.tax_of(sequence, place, rate)).collect();
        }
        taxed
    }

    /// The zone's tax in this place on the line of this sequence.
    fn tax_of(&self, sequence: u64, place: usize, rate: &ZoneRate) -> Option<Tax> {
        // An identifier within its bounds, because the zone's is.
        let id = TaxId::new(format!("{}-{sequence}-{place}", self.id)).ok()?;
        Some(Tax {
            id,
            name: rate.name.clone(),
            jurisdiction: Some(self.region.as_ref().unwrap_or(&self.country).clone()),
            code: None,
            amount: TaxAmount::Rate(rate.rate),
        })
    }

    fn is_around(&self, address: &Address) -> bool {
        let is_region = |region: &String| is_same(region, &address.region);
        is_same(&self.country, &address.country) && self.region.as_ref().is_none_or(is_region)
    }

    fn check(&self) -> Result<(), &'static str> {
        refuse(ZONE_ID_BYTES_MAX < self.id.as_str().len(), "its identifier is too long")?;
        refuse(!is_country(&self.country), NO_COUNTRY)?;
        refuse(self.region.as_ref().is_some_and(String::is_empty), "its region is empty")?;
        refuse(TAXES_PER_LINE_MAX < self.rates.len(), "it has too many taxes")?;
        refuse(self.rates.iter().any(|rate| rate.name.is_empty()), "a tax has no name")
    }
}

const NO_COUNTRY: &str = "a country is not two capital letters";

fn refuse(is_wrong: bool, reason: &'static str) -> Result<(), &'static str> {
    if is_wrong { Err(reason) } else { Ok(()) }
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// Whether an address means this country or region: people write them in any case.
fn is_same(known: &str, written: &str) -> bool {
    known.eq_ignore_ascii_case(written.trim())
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
