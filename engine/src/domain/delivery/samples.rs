//! How goods are sent, for tests.

use super::{Delivery, ShippingMethod, TaxZone, ZoneRate};
use crate::domain::id::{ShippingMethodId, TaxZoneId};
use crate::domain::money::Currency;
use crate::domain::tax::Rate;

/// Two ways of shipping and two tax zones, with everything.
pub(crate) fn delivery() -> Delivery {
    let euros = Currency::new("EUR").unwrap();
    let post = ShippingMethod {
        id: ShippingMethodId::new("post").unwrap(),
        name: "By post".to_owned(),
        amounts: [(Currency::USD, 599), (euros, 549)].into(),
        free_subtotal_min: [(Currency::USD, 5_000)].into(),
        estimated_days: Some(5),
        countries: vec!["US".to_owned(), "CA".to_owned()],
    };
    let later = ShippingMethod {
        id: ShippingMethodId::new("later").unwrap(),
        name: "Sometime".to_owned(),
        amounts: [(Currency::USD, 0)].into(),
        free_subtotal_min: [].into(),
        estimated_days: None,
        countries: vec![],
    };
    let tax = |name: &str, parts: &str| ZoneRate { name: name.to_owned(), rate: Rate::parse(parts).unwrap() };
    let zone = |id: &str, region: Option<&str>, rates: Vec<ZoneRate>| TaxZone {
        id: TaxZoneId::new(id).unwrap(),
        country: "US".to_owned(),
        region: region.map(str::to_owned),
        rates,
    };
    let state = zone("il", Some("IL"), vec![tax("State", "0.0725"), tax("County", "0.0175")]);
    Delivery { methods: vec![post, later], zones: vec![state, zone("us", None, vec![])] }
}
