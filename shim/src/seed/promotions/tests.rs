use std::collections::BTreeMap;

use trolley_engine::Timestamp;
use trolley_engine::domain::id::PromotionId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::promotion::{Code, Offer, Promotion, Requirement, Reward, Target, Targets};
use trolley_engine::domain::tax::Rate;

use super::promotions;
use crate::seed::fault::Fault;
use crate::seed::rows;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn read(list: &str) -> Result<Vec<Promotion>, Fault> {
    rows::parse(&format!(r#"{{"promotions": [{list}]}}"#)).and_then(|row| promotions(&row.promotions, NOW))
}

fn target(text: &str) -> Target {
    Target(text.to_owned())
}

#[track_caller]
fn rewards(reward: &str, expected: &Reward) {
    let promotion = read(&format!(r#"{{"id": "p", "name": "", "reward": {reward}}}"#)).unwrap().remove(0);
    assert_eq!(promotion.reward, *expected);
}

#[track_caller]
fn wrong(list: &str, expected: &str) {
    let said = read(list).unwrap_err().to_string();
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn a_promotion_is_read() {
    let all = r#"{"id": "p", "name": "n", "description": "d", "enabled": false, "codes": [{"code": "A", "uses_max": 5}, {"code": "b"}],
        "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T00:00:00+01:00", "created_at": "2025-12-31T00:00:00Z",
        "subtotal_min": {"USD": 3}, "discount_max": {"EUR": 4}, "applications_max": 2,
        "reward": {"cart_amount": {"amounts": {"USD": 5}, "excluded": ["x"]}}}"#;
    let moment = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
    let eur = Currency::new("EUR").unwrap();
    let expected = Promotion {
        id: PromotionId::new("p").unwrap(),
        name: "n".to_owned(),
        description: "d".to_owned(),
        is_enabled: false,
        offer: Offer::ByCode(vec![
            Code { code: "A".to_owned(), uses_max: Some(5) },
            Code { code: "b".to_owned(), uses_max: None },
        ]),
        starts_at: Some(moment(1_767_225_600)),
        ends_at: Some(moment(1_767_308_400)),
        subtotal_min: [(Currency::USD, 3)].into(),
        applications_max: Some(2),
        discount_max: [(eur, 4)].into(),
        created_at: moment(1_767_139_200),
        reward: Reward::CartAmount { amounts: [(Currency::USD, 5)].into(), excluded: vec![target("x")] },
    };
    assert_eq!(read(all).unwrap(), [expected]);
}

#[test]
fn what_a_promotion_leaves_out_is_usual() {
    let promotion =
        read(r#"{"id": "p", "name": "n", "reward": {"unit_percent": {"rate": 1}}}"#).unwrap().remove(0);
    assert_eq!((promotion.is_enabled, &promotion.offer), (true, &Offer::Automatic));
    assert_eq!((promotion.starts_at, promotion.ends_at, promotion.created_at), (None, None, NOW));
    assert_eq!((promotion.subtotal_min.len(), promotion.discount_max.len()), (0, 0));
    assert_eq!(promotion.applications_max, None);
}

#[test]
fn each_kind_of_reward_is_read() {
    let rate = |text| Rate::parse(text).unwrap();
    let usd = |minor_units| BTreeMap::from([(Currency::USD, minor_units)]);
    let only = |text| Targets::Only(vec![target(text)]);
    let requirement = Requirement { targets: vec![target("a"), target("b")], quantity: 2 };
    rewards(
        r#"{"cart_percent": {"rates": {"USD": 0.1234567891}}}"#,
        &Reward::CartPercent { rates: [(Currency::USD, rate("0.1234567891"))].into(), excluded: Vec::new() },
    );
    rewards(
        r#"{"unit_amount": {"targets": ["a"], "amounts": {"USD": 1}}}"#,
        &Reward::UnitAmount { targets: only("a"), amounts: usd(1) },
    );
    rewards(
        r#"{"unit_percent": {"rate": 2.5e-1}}"#,
        &Reward::UnitPercent { targets: Targets::All, rate: rate("0.25") },
    );
    rewards(
        r#"{"pay_fewer": {"targets": ["a"], "take": 3, "pay": 2}}"#,
        &Reward::PayFewer { targets: only("a"), take: 3, pay: 2 },
    );
    rewards(
        r#"{"price_of_several": {"take": 3, "amounts": {"USD": 7}}}"#,
        &Reward::PriceOfSeveral { targets: Targets::All, take: 3, amounts: usd(7) },
    );
    rewards(
        r#"{"price_of_set": {"requirements": [{"targets": ["a", "b"], "quantity": 2}], "amounts": {"USD": 7}}}"#,
        &Reward::PriceOfSet { requirements: vec![requirement.clone()], amounts: usd(7) },
    );
    rewards(
        r#"{"gift": {"requirements": [{"targets": ["a", "b"], "quantity": 2}], "gifts": ["g"], "added": true}}"#,
        &Reward::Gift { requirements: vec![requirement], gifts: vec![target("g")], is_added: true },
    );
}

#[test]
fn what_makes_no_sense_is_named_by_its_place() {
    let with = |reward: &str| format!(r#"{{"id": "p", "name": "", "reward": {reward}}}"#);
    wrong(&with(r#"{"lottery": {}}"#), "promotions[0].reward: unknown variant `lottery`");
    wrong(
        &with(r#"{"cart_amount": {"amounts": {"USD": 0}}}"#),
        "promotions[0].reward.cart_amount.amounts.USD: 0 is not between 1 and",
    );
    wrong(
        &with(r#"{"cart_amount": {"amounts": {"XYZ": 1}}}"#),
        "promotions[0].reward.cart_amount.amounts.XYZ: `XYZ` is not a currency",
    );
    wrong(
        &with(r#"{"cart_percent": {"rates": {"USD": -0.1}}}"#),
        "promotions[0].reward.cart_percent.rates.USD: -0.1 is not between 0 and 100",
    );
    wrong(&with(r#"{"unit_percent": {"rate": 0.00000000001}}"#), "promotions[0].reward.unit_percent.rate: ");
    wrong(
        &with(r#"{"unit_percent": {"rate": "0.1"}}"#),
        "promotions[0].reward.unit_percent.rate: invalid type",
    );
    let dated = |more: &str| {
        format!(r#"{{"id": "p", "name": "", {more}, "reward": {{"unit_percent": {{"rate": 0.1}}}}}}"#)
    };
    wrong(&dated(r#""ends_at": "soon""#), "promotions[0].ends_at: `soon` is not a time");
    wrong(&dated(r#""subtotal_min": {"USD": -1}"#), "promotions[0].subtotal_min.USD: -1 is not between 1");
    let twice = with(r#"{"unit_percent": {"rate": 0.1}}"#);
    wrong(&format!("{twice}, {twice}"), "promotions[1].id: the promotion p stands there twice");
    let codes = dated(r#""codes": [{"code": "A"}, {"code": "B"}, {"code": "A"}]"#);
    wrong(&codes, "promotions[0].codes[2]: the code A stands there twice");
}
