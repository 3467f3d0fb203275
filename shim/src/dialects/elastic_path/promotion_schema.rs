//! What a promotion takes off, as answers show it.
//!
//! Source: elasticpath.md, 13.1.

use serde::Serialize;
use serde_json::Number;
use trolley_engine::domain::promotion::{AmountsByCurrency, Requirement, Reward, Target, Targets};
use trolley_engine::domain::tax::Rate;

use crate::json::major_units;

/// What a promotion takes off; of each kind its own members.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Schema<'a> {
    /// Of amounts off the whole cart.
    CartAmount { currencies: Vec<Amount<'a>>, exclude: Exclude<'a> },
    /// Of shares off the whole cart.
    CartPercent { currencies: Vec<Percentage<'a>>, exclude: Exclude<'a> },
    /// Of amounts off units.
    UnitAmount { targets: TargetNames<'a>, currencies: Vec<Amount<'a>> },
    /// Of shares off units.
    UnitPercent { targets: TargetNames<'a>, percent: Number },
    /// Of units that are not paid.
    PayFewer { targets: TargetNames<'a>, x: u32, y: u32 },
    /// Of units at an amount together.
    PriceOfSeveral { targets: TargetNames<'a>, x: u32, currencies: Vec<Amount<'a>> },
    /// Of sets at an amount.
    PriceOfSet { requirements: Vec<RequirementObject<'a>>, currencies: Vec<Amount<'a>> },
    /// Of gifts.
    Gift { requirements: Vec<RequirementObject<'a>>, gifts: Vec<&'a str>, auto_add_free_gift: bool },
}

/// An amount in a currency, in minor units.
#[derive(Debug, Serialize)]
pub(super) struct Amount<'a> {
    currency: &'a str,
    amount: i64,
}

/// A share in a currency, in percent.
#[derive(Debug, Serialize)]
pub(super) struct Percentage<'a> {
    currency: &'a str,
    percentage: Number,
}

/// What takes no part.
#[derive(Debug, Serialize)]
pub(super) struct Exclude<'a> {
    targets: Vec<&'a str>,
}

/// What a promotion is on: `all`, or a list.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum TargetNames<'a> {
    /// All products.
    All(&'static str),
    /// These.
    Only(Vec<&'a str>),
}

/// So many units of any of several products.
#[derive(Debug, Serialize)]
pub(super) struct RequirementObject<'a> {
    targets: Vec<&'a str>,
    quantity: u32,
}

/// The schema of what is taken off.
pub(super) fn schema(reward: &Reward) -> Schema<'_> {
    match reward {
        Reward::CartAmount { amounts: off, excluded } => {
            Schema::CartAmount { currencies: amounts(off), exclude: Exclude { targets: names(excluded) } }
        }
        Reward::CartPercent { rates, excluded } => {
            let rates = rates.iter();
            let currencies = rates.map(|(currency, rate)| Percentage {
                currency: currency.as_str(),
                percentage: percent(*rate),
            });
            Schema::CartPercent {
                currencies: currencies.collect(),
                exclude: Exclude { targets: names(excluded) },
            }
        }
        Reward::UnitAmount { targets, amounts: off } => {
            Schema::UnitAmount { targets: target_names(targets), currencies: amounts(off) }
        }
        Reward::UnitPercent { targets, rate } => {
            Schema::UnitPercent { targets: target_names(targets), percent: percent(*rate) }
        }
        Reward::PayFewer { targets, take, pay } => {
            Schema::PayFewer { targets: target_names(targets), x: *take, y: *pay }
        }
        Reward::PriceOfSeveral { targets, take, amounts: price } => {
            Schema::PriceOfSeveral { targets: target_names(targets), x: *take, currencies: amounts(price) }
        }
        Reward::PriceOfSet { requirements: required, amounts: price } => {
            Schema::PriceOfSet { requirements: requirements(required), currencies: amounts(price) }
        }
        Reward::Gift { requirements: required, gifts, is_added } => Schema::Gift {
            requirements: requirements(required),
            gifts: names(gifts),
            auto_add_free_gift: *is_added,
        },
    }
}

/// Amounts by currency.
pub(super) fn amounts(amounts: &AmountsByCurrency) -> Vec<Amount<'_>> {
    amounts.iter().map(|(currency, amount)| Amount { currency: currency.as_str(), amount: *amount }).collect()
}

/// A share in percent: 0.125 is 12.5.
fn percent(rate: Rate) -> Number {
    /// Decimals of the parts of a rate, seen as percent.
    const DECIMALS: u8 = 8;
    // At most a hundred times the whole, which is far below.
    major_units(i64::try_from(rate.parts()).unwrap_or(i64::MAX), DECIMALS)
}

fn names(targets: &[Target]) -> Vec<&str> {
    targets.iter().map(|target| target.0.as_str()).collect()
}

fn target_names(targets: &Targets) -> TargetNames<'_> {
    match targets {
        Targets::All => TargetNames::All("all"),
        Targets::Only(targets) => TargetNames::Only(names(targets)),
    }
}

fn requirements(requirements: &[Requirement]) -> Vec<RequirementObject<'_>> {
    requirements
        .iter()
        .map(|one| RequirementObject { targets: names(&one.targets), quantity: one.quantity })
        .collect()
}
