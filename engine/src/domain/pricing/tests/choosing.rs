//! Which promotions are looked at, and what is said of those that are not applied.

use super::{
    NOW, Reward, by_code, cart, cart_amount, cart_percent, gift, line, only, price, promotion, promotions,
    requirement, usd, with_codes,
};
use crate::domain::money::Currency;
use crate::domain::pricing::DeclineReason::{CurrencyMissing, NotActive, NotQualified};
use crate::domain::pricing::{DeclineReason, PricedCart};
use crate::domain::promotion::{AmountsByCurrency, Promotion};
use crate::domain::time::Timestamp;

fn with(codes: &[&str], promotion: Promotion) -> PricedCart {
    price(&with_codes(codes, cart(vec![line("a", 1_000, 1)])), &promotions(vec![promotion]), NOW).unwrap()
}

/// What is taken off with these codes, under which code, and which codes are declined and why.
#[track_caller]
fn check(
    codes: &[&str],
    promotion: Promotion,
    applied: Option<&str>,
    declined: &[(Option<&str>, DeclineReason)],
) {
    let priced = with(codes, promotion);
    let is: Vec<(Option<&str>, DeclineReason)> =
        priced.declined.iter().map(|declined| (declined.code.as_deref(), declined.reason)).collect();
    assert_eq!(
        (priced.applied.first().map(|applied| applied.code.as_str()), is.as_slice()),
        (applied, declined)
    );
}

fn ten() -> Promotion {
    promotion("p", cart_amount(10, ""))
}

fn in_euros() -> AmountsByCurrency {
    [(Currency::new("EUR").unwrap(), 10)].into()
}

#[test]
fn promotions_by_code_apply_where_the_code_was_entered() {
    let coded = || by_code(&["TEN", "ZEHN"], ten());
    check(&[], coded(), None, &[]);
    check(&["TEN"], coded(), Some("TEN"), &[]);
    check(&["ZEHN", "TEN"], coded(), Some("ZEHN"), &[]);
    check(&["ten"], coded(), None, &[(Some("ten"), NotActive)]);
    assert_eq!(with(&["ZEHN", "TEN"], coded()).discount_total, 10);
}

#[test]
fn an_automatic_promotion_is_known_by_its_identifier() {
    check(&[], ten(), Some("auto_p"), &[]);
}

#[test]
fn a_promotion_is_in_force_from_its_start_until_before_its_end() {
    let at = |millis| Some(Timestamp::from_millis(millis));
    check(&[], Promotion { starts_at: at(1_000), ends_at: at(1_001), ..ten() }, Some("auto_p"), &[]);
    check(&[], Promotion { starts_at: at(1_001), ..ten() }, None, &[]);
    check(&[], Promotion { ends_at: at(1_000), ..ten() }, None, &[]);
    check(&[], Promotion { is_enabled: false, ..ten() }, None, &[]);
    let ended = by_code(&["TEN"], Promotion { ends_at: at(1_000), ..ten() });
    check(&["TEN"], ended, None, &[(Some("TEN"), NotActive)]);
}

#[test]
fn a_currency_without_an_amount_is_told_of_automatic_promotions_too() {
    let amount = |reward| promotion("p", reward);
    let cart = Reward::CartAmount { amounts: in_euros(), excluded: vec![] };
    check(&[], amount(cart.clone()), None, &[(None, CurrencyMissing)]);
    check(&["TEN"], by_code(&["TEN"], amount(cart)), None, &[(Some("TEN"), CurrencyMissing)]);
    let units = |targets| Reward::UnitAmount { targets: only(targets), amounts: in_euros() };
    check(&[], amount(units("a")), None, &[(None, CurrencyMissing)]);
    check(&[], amount(units("b")), None, &[]);
    let percent = Reward::CartPercent { rates: std::collections::BTreeMap::new(), excluded: vec![] };
    check(&[], amount(percent), None, &[(None, CurrencyMissing)]);
    check(&[], Promotion { subtotal_min: in_euros(), ..ten() }, None, &[(None, CurrencyMissing)]);
}

#[test]
fn a_code_that_takes_nothing_off_is_told_and_an_automatic_promotion_is_not() {
    let dear = Promotion { subtotal_min: usd(1_001), ..ten() };
    check(&[], dear.clone(), None, &[]);
    check(&["TEN"], by_code(&["TEN"], dear), None, &[(Some("TEN"), NotQualified)]);
    let other = promotion("p", Reward::UnitAmount { targets: only("b"), amounts: usd(10) });
    check(&["TEN"], by_code(&["TEN"], other), None, &[(Some("TEN"), NotQualified)]);
    let excluded = promotion("p", cart_percent("0.1", "a"));
    check(&["TEN"], by_code(&["TEN"], excluded), None, &[(Some("TEN"), NotQualified)]);
}

#[test]
fn a_code_whose_gift_is_lacking_suggests_it() {
    let gift = by_code(&["GIFT"], promotion("p", gift(vec![requirement(1, "a")], "g")));
    check(&["GIFT"], gift.clone(), None, &[]);
    assert_eq!(with(&["GIFT"], gift).suggestions[0].code, "GIFT");
}

#[test]
fn codes_stay_good_in_an_empty_cart() {
    let all = promotions(vec![by_code(&["TEN"], ten())]);
    let empty = with_codes(&["TEN"], cart(vec![]));
    let priced = price(&empty, &all, NOW).unwrap();
    assert_eq!((priced.total, priced.declined[0].reason), (0, NotQualified));
    let never_priced = crate::domain::cart::Cart { priced_currency: None, ..empty };
    assert_eq!(price(&never_priced, &all, NOW).unwrap().declined[0].reason, NotQualified);
}

#[test]
fn a_code_whose_promotion_is_gone_is_told_under_the_promotion_it_had() {
    let priced = with(&["OLD"], ten());
    assert_eq!(priced.declined[0].promotion.as_str(), "entered");
}
