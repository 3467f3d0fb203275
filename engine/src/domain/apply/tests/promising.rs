use rust_decimal::Decimal;

use super::entering::dollar_off;
use super::{eur, facts, refused};
use crate::domain::apply::apply;
use crate::domain::command::Command;
use crate::domain::command::import::Import;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::promotion::{
    AmountsByCurrency, Code, Offer, Promotion, Requirement, Reward, Target, Targets,
};
use crate::domain::tax::Rate;

fn import(promotions: Vec<Promotion>) -> Command {
    Command::Import(Box::new(Import { promotions, ..Import::default() }))
}

#[track_caller]
fn taken(promotion: Promotion) {
    assert!(apply(&facts(None), &import(vec![promotion])).is_ok());
}

#[track_caller]
fn not_taken(promotion: Promotion, reason: &str) {
    refused(&facts(None), &import(vec![promotion]), &format!("the promotion p is not valid: {reason}"));
}

/// The automatic promotion `p` with this reward.
fn promotion(reward: Reward) -> Promotion {
    Promotion { offer: Offer::Automatic, reward, ..dollar_off("p", &[]) }
}

fn rate(hundredths: i64) -> Rate {
    Rate::new(Decimal::new(hundredths, 2)).unwrap()
}

fn amounts(minor_units: i64) -> AmountsByCurrency {
    [(Currency::USD, 1), (eur(), minor_units)].into()
}

fn targets() -> Vec<Target> {
    vec![Target("mug".into())]
}

fn needs(quantity: u32) -> Vec<Requirement> {
    vec![Requirement { targets: targets(), quantity }]
}

fn gift() -> Reward {
    Reward::Gift { requirements: needs(1), gifts: targets(), is_added: true }
}

#[test]
fn amounts_are_more_than_nothing_and_in_range() {
    let of = |amounts: AmountsByCurrency| {
        [
            promotion(Reward::CartAmount { amounts: amounts.clone(), excluded: vec![] }),
            promotion(Reward::UnitAmount { targets: Targets::All, amounts: amounts.clone() }),
            promotion(Reward::PriceOfSeveral { targets: Targets::All, take: 1, amounts: amounts.clone() }),
            promotion(Reward::PriceOfSet { requirements: needs(1), amounts }),
        ]
    };
    let limits = |amounts: AmountsByCurrency| {
        [
            Promotion { subtotal_min: amounts.clone(), ..promotion(gift()) },
            Promotion { discount_max: amounts, ..promotion(gift()) },
        ]
    };
    for minor_units in [1, AMOUNT_MINOR_UNITS_MAX] {
        of(amounts(minor_units)).into_iter().for_each(taken);
        limits(amounts(minor_units)).into_iter().for_each(taken);
    }
    for minor_units in [-1, 0, AMOUNT_MINOR_UNITS_MAX + 1] {
        let out_of_range = |promotion| not_taken(promotion, "an amount is out of range");
        of(amounts(minor_units)).into_iter().for_each(out_of_range);
        limits(amounts(minor_units)).into_iter().for_each(out_of_range);
    }
    of([].into()).into_iter().for_each(|promotion| not_taken(promotion, "it names no amount"));
    limits([].into()).into_iter().for_each(taken);
}

#[test]
fn shares_are_at_most_the_whole() {
    let of = |rate: Rate| {
        [
            promotion(Reward::CartPercent { rates: [(eur(), rate)].into(), excluded: vec![] }),
            promotion(Reward::UnitPercent { targets: Targets::All, rate }),
        ]
    };
    of(rate(100)).into_iter().for_each(taken);
    of(rate(101)).into_iter().for_each(|promotion| not_taken(promotion, "a share is more than the whole"));
    let nowhere = Reward::CartPercent { rates: [].into(), excluded: vec![] };
    not_taken(promotion(nowhere), "it names no share");
}

#[test]
fn sets_are_of_something_and_less_is_paid_than_taken() {
    let fewer = |take, pay| promotion(Reward::PayFewer { targets: Targets::All, take, pay });
    taken(fewer(3, 2));
    taken(fewer(1, 0));
    not_taken(fewer(2, 2), "as many units are paid as are taken");
    not_taken(fewer(0, 0), "as many units are paid as are taken");
    let several =
        |take| promotion(Reward::PriceOfSeveral { targets: Targets::All, take, amounts: amounts(5) });
    taken(several(1));
    not_taken(several(0), "it is on sets of no units");
    let nothing = || Targets::Only(vec![]);
    for reward in [
        Reward::UnitAmount { targets: nothing(), amounts: amounts(5) },
        Reward::UnitPercent { targets: nothing(), rate: rate(5) },
        Reward::PayFewer { targets: nothing(), take: 2, pay: 1 },
        Reward::PriceOfSeveral { targets: nothing(), take: 2, amounts: amounts(5) },
    ] {
        not_taken(promotion(reward), "it is on no product");
    }
}

#[test]
fn requirements_and_gifts_name_something() {
    let sets = |requirements: Vec<Requirement>| {
        [
            promotion(Reward::PriceOfSet { requirements: requirements.clone(), amounts: amounts(5) }),
            promotion(Reward::Gift { requirements, gifts: targets(), is_added: false }),
        ]
    };
    sets(needs(1)).into_iter().for_each(taken);
    sets(vec![]).into_iter().for_each(|promotion| not_taken(promotion, "it requires nothing"));
    let of_no_units = |promotion| not_taken(promotion, "one of its requirements is on no units");
    sets(needs(0)).into_iter().for_each(of_no_units);
    let of_nothing = |promotion| not_taken(promotion, "one of its requirements is on no product");
    let empty = Requirement { targets: vec![], quantity: 1 };
    sets([needs(1), vec![empty]].concat()).into_iter().for_each(of_nothing);
    let no_gifts = Reward::Gift { requirements: needs(1), gifts: vec![], is_added: true };
    not_taken(promotion(no_gifts), "it gives nothing");
}

#[test]
fn only_automatic_promotions_put_gifts_into_carts() {
    taken(promotion(gift()));
    let by_code = |reward| Promotion { reward, ..dollar_off("p", &[("GIFT", None)]) };
    not_taken(by_code(gift()), "gifts of a promotion by code are not put into carts");
    taken(by_code(Reward::Gift { requirements: needs(1), gifts: targets(), is_added: false }));
}

#[test]
fn a_promotion_applies_sometimes_or_is_not_limited() {
    let often = |applications_max| Promotion { applications_max, ..promotion(gift()) };
    taken(often(None));
    taken(often(Some(1)));
    not_taken(often(Some(0)), "it never applies");
}

#[test]
fn codes_have_a_limit_and_stand_there_once() {
    let with = |count: usize| {
        let codes = (0..count).map(|number| Code { code: format!("C{number}"), uses_max: None }).collect();
        Promotion { offer: Offer::ByCode(codes), ..dollar_off("p", &[]) }
    };
    taken(with(0));
    taken(with(1_000));
    not_taken(with(1_001), "it has too many codes");
    not_taken(dollar_off("p", &[("", None)]), "one of its codes is empty");
    let twice = "two promotions would have the code A";
    refused(&facts(None), &import(vec![dollar_off("p", &[("A", None), ("A", None)])]), twice);
    let two = vec![dollar_off("p", &[("A", None)]), dollar_off("q", &[("B", None), ("A", None)])];
    refused(&facts(None), &import(two), twice);
    let same = vec![dollar_off("p", &[("A", None)]), dollar_off("p", &[("B", None)])];
    refused(&facts(None), &import(same), "the promotion p is not valid: it stands there twice");
    let other_case = vec![dollar_off("p", &[("A", None)]), dollar_off("q", &[("a", None)])];
    assert!(apply(&facts(None), &import(other_case)).is_ok());
}
