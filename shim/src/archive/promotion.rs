//! Promotions in an export.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trolley_engine::domain::id::PromotionId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::promotion::{Code, Offer, Promotion, Requirement, Reward, Target, Targets};
use trolley_engine::domain::tax::Rate;

use super::money::{AmountsWire, amounts_from_wire, amounts_to_wire};
use super::spelling::{Moment, Spelling};

/// A promotion.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PromotionWire {
    id: Spelling<PromotionId>,
    name: String,
    description: String,
    is_enabled: bool,
    /// None of one that is for all carts.
    codes: Option<Vec<CodeWire>>,
    starts_at: Option<Moment>,
    ends_at: Option<Moment>,
    subtotal_min: AmountsWire,
    applications_max: Option<u32>,
    discount_max: AmountsWire,
    created_at: Moment,
    reward: RewardWire,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeWire {
    code: String,
    uses_max: Option<u64>,
}

/// What a promotion takes off. `targets` is none for all products.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RewardWire {
    CartAmount { amounts: AmountsWire, excluded: Vec<String> },
    CartPercent { rates: BTreeMap<Spelling<Currency>, Spelling<Rate>>, excluded: Vec<String> },
    UnitAmount { targets: Option<Vec<String>>, amounts: AmountsWire },
    UnitPercent { targets: Option<Vec<String>>, rate: Spelling<Rate> },
    PayFewer { targets: Option<Vec<String>>, take: u32, pay: u32 },
    PriceOfSeveral { targets: Option<Vec<String>>, take: u32, amounts: AmountsWire },
    PriceOfSet { requirements: Vec<RequirementWire>, amounts: AmountsWire },
    Gift { requirements: Vec<RequirementWire>, gifts: Vec<String>, is_added: bool },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementWire {
    targets: Vec<String>,
    quantity: u32,
}

impl From<Promotion> for PromotionWire {
    fn from(promotion: Promotion) -> Self {
        let code = |Code { code, uses_max }| CodeWire { code, uses_max };
        Self {
            id: Spelling(promotion.id),
            name: promotion.name,
            description: promotion.description,
            is_enabled: promotion.is_enabled,
            codes: match promotion.offer {
                Offer::Automatic => None,
                Offer::ByCode(codes) => Some(codes.into_iter().map(code).collect()),
            },
            starts_at: promotion.starts_at.map(Moment),
            ends_at: promotion.ends_at.map(Moment),
            subtotal_min: amounts_to_wire(promotion.subtotal_min),
            applications_max: promotion.applications_max,
            discount_max: amounts_to_wire(promotion.discount_max),
            created_at: Moment(promotion.created_at),
            reward: promotion.reward.into(),
        }
    }
}

impl From<PromotionWire> for Promotion {
    fn from(wire: PromotionWire) -> Self {
        let code = |CodeWire { code, uses_max }| Code { code, uses_max };
        Self {
            id: wire.id.0,
            name: wire.name,
            description: wire.description,
            is_enabled: wire.is_enabled,
            offer: match wire.codes {
                None => Offer::Automatic,
                Some(codes) => Offer::ByCode(codes.into_iter().map(code).collect()),
            },
            starts_at: wire.starts_at.map(|at| at.0),
            ends_at: wire.ends_at.map(|at| at.0),
            subtotal_min: amounts_from_wire(wire.subtotal_min),
            applications_max: wire.applications_max,
            discount_max: amounts_from_wire(wire.discount_max),
            created_at: wire.created_at.0,
            reward: wire.reward.into(),
        }
    }
}

impl From<Reward> for RewardWire {
    fn from(reward: Reward) -> Self {
        let rates = |rates: BTreeMap<Currency, Rate>| {
            rates.into_iter().map(|(currency, rate)| (Spelling(currency), Spelling(rate))).collect()
        };
        match reward {
            Reward::CartAmount { amounts, excluded } => {
                Self::CartAmount { amounts: amounts_to_wire(amounts), excluded: names(excluded) }
            }
            Reward::CartPercent { rates: by_currency, excluded } => {
                Self::CartPercent { rates: rates(by_currency), excluded: names(excluded) }
            }
            Reward::UnitAmount { targets, amounts } => {
                Self::UnitAmount { targets: names_of(targets), amounts: amounts_to_wire(amounts) }
            }
            Reward::UnitPercent { targets, rate } => {
                Self::UnitPercent { targets: names_of(targets), rate: Spelling(rate) }
            }
            Reward::PayFewer { targets, take, pay } => {
                Self::PayFewer { targets: names_of(targets), take, pay }
            }
            Reward::PriceOfSeveral { targets, take, amounts } => {
                Self::PriceOfSeveral { targets: names_of(targets), take, amounts: amounts_to_wire(amounts) }
            }
            Reward::PriceOfSet { requirements, amounts } => Self::PriceOfSet {
                requirements: requirements.into_iter().map(RequirementWire::from).collect(),
                amounts: amounts_to_wire(amounts),
            },
            Reward::Gift { requirements, gifts, is_added } => Self::Gift {
                requirements: requirements.into_iter().map(RequirementWire::from).collect(),
                gifts: names(gifts),
                is_added,
            },
        }
    }
}

impl From<RewardWire> for Reward {
    fn from(wire: RewardWire) -> Self {
        match wire {
            RewardWire::CartAmount { amounts, excluded } => {
                Self::CartAmount { amounts: amounts_from_wire(amounts), excluded: targets(excluded) }
            }
            RewardWire::CartPercent { rates, excluded } => Self::CartPercent {
                rates: rates.into_iter().map(|(currency, rate)| (currency.0, rate.0)).collect(),
                excluded: targets(excluded),
            },
            RewardWire::UnitAmount { targets, amounts } => {
                Self::UnitAmount { targets: targets_of(targets), amounts: amounts_from_wire(amounts) }
            }
            RewardWire::UnitPercent { targets, rate } => {
                Self::UnitPercent { targets: targets_of(targets), rate: rate.0 }
            }
            RewardWire::PayFewer { targets, take, pay } => {
                Self::PayFewer { targets: targets_of(targets), take, pay }
            }
            RewardWire::PriceOfSeveral { targets, take, amounts } => Self::PriceOfSeveral {
                targets: targets_of(targets),
                take,
                amounts: amounts_from_wire(amounts),
            },
            RewardWire::PriceOfSet { requirements, amounts } => Self::PriceOfSet {
                requirements: requirements.into_iter().map(Requirement::from).collect(),
                amounts: amounts_from_wire(amounts),
            },
            RewardWire::Gift { requirements, gifts, is_added } => Self::Gift {
                requirements: requirements.into_iter().map(Requirement::from).collect(),
                gifts: targets(gifts),
                is_added,
            },
        }
    }
}

impl From<Requirement> for RequirementWire {
    fn from(requirement: Requirement) -> Self {
        Self { targets: names(requirement.targets), quantity: requirement.quantity }
    }
}

impl From<RequirementWire> for Requirement {
    fn from(wire: RequirementWire) -> Self {
        Self { targets: targets(wire.targets), quantity: wire.quantity }
    }
}

fn names(targets: Vec<Target>) -> Vec<String> {
    targets.into_iter().map(|target| target.0).collect()
}

fn names_of(targets: Targets) -> Option<Vec<String>> {
    match targets {
        Targets::All => None,
        Targets::Only(targets) => Some(names(targets)),
    }
}

fn targets(names: Vec<String>) -> Vec<Target> {
    names.into_iter().map(Target).collect()
}

fn targets_of(names: Option<Vec<String>>) -> Targets {
    names.map_or(Targets::All, |names| Targets::Only(targets(names)))
}
