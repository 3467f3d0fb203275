use rust_decimal::Decimal;

use super::{
    COUNTRIES_MAX, Delivery, DeliveryProblem, SHIPPING_METHODS_MAX, ShippingMethod, TaxZone, ZoneRate,
};
use crate::domain::id::{ShippingMethodId, TaxZoneId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::order::Address;
use crate::domain::tax::Rate;

fn method(id: &str, minor_units: i64, countries: &[&str]) -> ShippingMethod {
    ShippingMethod {
        id: ShippingMethodId::new(id).unwrap(),
        name: id.to_owned(),
        amounts: [(Currency::USD, minor_units)].into(),
        free_subtotal_min: [].into(),
        estimated_days: Some(5),
        countries: countries.iter().map(|country| (*country).to_owned()).collect(),
    }
}

fn zone(id: &str, country: &str, region: Option<&str>) -> TaxZone {
    let rate = |name: &str, ten_thousandths| ZoneRate {
        name: name.to_owned(),
        rate: Rate::new(Decimal::new(ten_thousandths, 4)).unwrap(),
    };
    TaxZone {
        id: TaxZoneId::new(id).unwrap(),
        country: country.to_owned(),
        region: region.map(str::to_owned),
        rates: vec![rate("State", 725), rate("County", 175)],
    }
}

fn address(country: &str, region: &str) -> Address {
    Address { country: country.to_owned(), region: region.to_owned(), ..Address::default() }
}

/// The ways of shipping to the address for a cart of 10.00 dollars, with what they cost.
#[track_caller]
fn offers(delivery: &Delivery, to: &Address, expected: &[(&str, i64)]) {
    let offers = delivery.offers(to, Currency::USD, 1_000);
    let offers: Vec<(&str, i64)> =
        offers.iter().map(|offer| (offer.method.id.as_str(), offer.minor_units)).collect();
    assert_eq!(offers, expected);
}

#[test]
fn the_cheapest_way_that_goes_there_comes_first() {
    let methods =
        vec![method("fast", 900, &["US"]), method("post", 500, &["US", "CA"]), method("later", 500, &[])];
    let delivery = Delivery { methods, zones: vec![] };
    offers(&delivery, &address("us", ""), &[("post", 500), ("later", 500), ("fast", 900)]);
    offers(&delivery, &address("CA", "BC"), &[("post", 500), ("later", 500)]);
    offers(&delivery, &Address::default(), &[("later", 500)]);
    assert!(delivery.offers(&address("US", ""), Currency::new("EUR").unwrap(), 1_000).is_empty());
}

#[test]
fn enough_goods_are_sent_for_nothing() {
    let free_from = |least: i64| ShippingMethod {
        free_subtotal_min: [(Currency::USD, least)].into(),
        ..method("post", 500, &[])
    };
    offers(&Delivery { methods: vec![free_from(1_000)], zones: vec![] }, &address("US", ""), &[("post", 0)]);
    offers(
        &Delivery { methods: vec![free_from(1_001)], zones: vec![] },
        &address("US", ""),
        &[("post", 500)],
    );
}

#[test]
fn the_zone_of_the_region_comes_before_that_of_the_country() {
    let zones = vec![zone("us", "US", None), zone("il", "US", Some("IL")), zone("il2", "US", Some("IL"))];
    let delivery = Delivery { methods: vec![], zones };
    let check = |address: &Address, expected: Option<&str>| {
        assert_eq!(delivery.zone(address).map(|zone| zone.id.as_str()), expected);
    };
    check(&address("US", "il"), Some("il"));
    check(&address("us", "NY"), Some("us"));
    check(&address("US", ""), Some("us"));
    check(&address("CA", "IL"), None);
    check(&Address::default(), None);
}

#[track_caller]
fn wrong(delivery: &Delivery, expected: &str) {
    let (DeliveryProblem::Method(_, reason) | DeliveryProblem::Zone(_, reason)) =
        delivery.check().unwrap_err();
    assert_eq!(reason, expected);
}

#[test]
fn tables_that_make_no_sense_are_refused() {
    let methods = |methods| Delivery { methods, zones: vec![] };
    let zones = |zones| Delivery { methods: vec![], zones };
    assert!(methods(vec![method("a", 0, &["US"])]).check().is_ok());
    wrong(&methods(vec![method("a", 0, &[]), method("a", 1, &[])]), "it stands there twice");
    wrong(&methods(vec![method("a", -1, &[])]), "an amount is out of range");
    wrong(&methods(vec![method("a", AMOUNT_MINOR_UNITS_MAX + 1, &[])]), "an amount is out of range");
    wrong(&methods(vec![method("a", 0, &["us"])]), "a country is not two capital letters");
    wrong(&methods(vec![method("a", 0, &["US"; COUNTRIES_MAX + 1])]), "it has too many countries");
    assert!(methods(vec![method("a", 0, &["US"; COUNTRIES_MAX])]).check().is_ok());
    let slow = |days| ShippingMethod { estimated_days: Some(days), ..method("a", 0, &[]) };
    assert!(methods(vec![slow(3_650)]).check().is_ok());
    wrong(&methods(vec![slow(3_651)]), "it takes too long");
    let nameless = ShippingMethod { name: String::new(), ..method("a", 0, &[]) };
    wrong(&methods(vec![nameless]), "it has no name");
    let priceless = ShippingMethod { amounts: [].into(), ..method("a", 0, &[]) };
    wrong(&methods(vec![priceless]), "it says in no currency what it costs");
    let many = |count: usize| (0..count).map(|place| method(&place.to_string(), 0, &[])).collect();
    assert!(methods(many(SHIPPING_METHODS_MAX)).check().is_ok());
    wrong(&methods(many(SHIPPING_METHODS_MAX + 1)), "there are too many of them");

    assert!(zones(vec![zone(&"z".repeat(64), "US", None)]).check().is_ok());
    wrong(&zones(vec![zone(&"z".repeat(65), "US", None)]), "its identifier is too long");
    wrong(&zones(vec![zone("z", "USA", None)]), "a country is not two capital letters");
    wrong(&zones(vec![zone("z", "US", Some(""))]), "its region is empty");
    wrong(&zones(vec![zone("z", "US", None), zone("z", "CA", None)]), "it stands there twice");
    let mut six = zone("z", "US", None);
    six.rates = vec![six.rates[0].clone(); 6];
    wrong(&zones(vec![six]), "it has too many taxes");
    let mut nameless = zone("z", "US", None);
    nameless.rates[0].name.clear();
    wrong(&zones(vec![nameless]), "a tax has no name");
}
