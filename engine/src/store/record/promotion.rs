//! A promotion as a record.

use std::collections::BTreeMap;

use super::v2::promotion as record;
use super::{Invalid, currency, is_amount, open_v2, own_id, rate, rate_v2, rule, v2};
use crate::domain::id::PromotionId;
use crate::domain::money::Currency;
use crate::domain::promotion::{
    AmountsByCurrency, CODES_PER_PROMOTION_MAX, Code, Offer, Promotion, Requirement, Reward, Target, Targets,
};
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "promotions";

/// The record of a promotion, which stands under its identifier.
///
/// # Errors
///
/// [`StoreError::Record`] where it could not be read again: one that is not valid.
pub(crate) fn seal(promotion: &Promotion) -> Result<Vec<u8>, StoreError> {
    check(promotion).map_err(|invalid| invalid.in_table(TABLE))?;
    codec::seal(TABLE, promotion.id.as_str().as_bytes(), v2::VERSION, &to_v2(promotion))
}

/// The promotion in a record.
pub(crate) fn open(id: &str, bytes: &[u8]) -> Result<Promotion, StoreError> {
    let promotion = from_v2(open_v2(TABLE, id.as_bytes(), bytes)?);
    let promotion = promotion.map_err(|invalid| invalid.in_table(TABLE))?;
    let checked = own_id(promotion.id.as_str(), id).and_then(|()| check(&promotion));
    checked.map_err(|invalid| invalid.in_table(TABLE))?;
    Ok(promotion)
}

/// What holds for every promotion and no type says.
fn check(promotion: &Promotion) -> Result<(), Invalid> {
    if let Offer::ByCode(codes) = &promotion.offer {
        rule(codes.len() <= CODES_PER_PROMOTION_MAX, "a promotion has too many codes")?;
    }
    check_amounts(&promotion.subtotal_min)?;
    check_amounts(&promotion.discount_max)?;
    let check_take = |take: u32| rule(0 < take, "a set of a promotion has no units");
    match &promotion.reward {
        Reward::CartAmount { amounts, .. } | Reward::UnitAmount { amounts, .. } => check_amounts(amounts),
        Reward::CartPercent { rates, .. } => rates.values().try_for_each(|rate| check_share(*rate)),
        Reward::UnitPercent { rate, .. } => check_share(*rate),
        Reward::PayFewer { take, pay, .. } => rule(pay < take, "of a set no fewer units are paid"),
        Reward::PriceOfSeveral { take, amounts, .. } => {
            check_take(*take)?;
            check_amounts(amounts)
        }
        Reward::PriceOfSet { requirements, amounts } => {
            check_requirements(requirements)?;
            check_amounts(amounts)
        }
        Reward::Gift { requirements, gifts, is_added } => {
            check_requirements(requirements)?;
            rule(!gifts.is_empty(), "a promotion has no gifts")?;
            let can_add = !is_added || promotion.offer == Offer::Automatic;
            rule(can_add, "a promotion by code adds gifts")
        }
    }
}

fn check_amounts(amounts: &AmountsByCurrency) -> Result<(), Invalid> {
    let holds = amounts.values().all(|minor_units| 0 < *minor_units && is_amount(*minor_units));
    rule(holds, "an amount of a promotion is out of range")
}

fn check_share(share: Rate) -> Result<(), Invalid> {
    rule(share.parts() <= Rate::PARTS, "a promotion takes off more than all")
}

fn check_requirements(requirements: &[Requirement]) -> Result<(), Invalid> {
    let holds = requirements.iter().all(|one| !one.targets.is_empty() && 0 < one.quantity);
    rule(!requirements.is_empty() && holds, "a promotion requires nothing")
}

pub(super) fn to_v2(promotion: &Promotion) -> record::Promotion<'_> {
    record::Promotion {
        id: promotion.id.as_str(),
        name: &promotion.name,
        description: &promotion.description,
        is_enabled: promotion.is_enabled,
        offer: match &promotion.offer {
            Offer::Automatic => record::Offer::Automatic,
            Offer::ByCode(codes) => record::Offer::ByCode(codes.iter().map(code_to_v2).collect()),
        },
        starts_at_ms: promotion.starts_at.map(Timestamp::as_millis),
        ends_at_ms: promotion.ends_at.map(Timestamp::as_millis),
        subtotal_min: amounts_to_v2(&promotion.subtotal_min),
        applications_max: promotion.applications_max,
        discount_max: amounts_to_v2(&promotion.discount_max),
        created_at_ms: promotion.created_at.as_millis(),
        reward: reward_to_v2(&promotion.reward),
    }
}

fn code_to_v2(code: &Code) -> record::Code<'_> {
    record::Code { code: &code.code, uses_max: code.uses_max }
}

fn amounts_to_v2(amounts: &AmountsByCurrency) -> record::Amounts<'_> {
    amounts.iter().map(|(currency, minor_units)| (currency.as_str(), *minor_units)).collect()
}

fn reward_to_v2(reward: &Reward) -> record::Reward<'_> {
    match reward {
        Reward::CartAmount { amounts, excluded } => {
            record::Reward::CartAmount { amounts: amounts_to_v2(amounts), excluded: list_to_v2(excluded) }
        }
        Reward::CartPercent { rates, excluded } => record::Reward::CartPercent {
            rates: rates.iter().map(|(currency, rate)| (currency.as_str(), rate_v2(*rate))).collect(),
            excluded: list_to_v2(excluded),
        },
        Reward::UnitAmount { targets, amounts } => {
            record::Reward::UnitAmount { targets: targets_to_v2(targets), amounts: amounts_to_v2(amounts) }
        }
        Reward::UnitPercent { targets, rate } => {
            record::Reward::UnitPercent { targets: targets_to_v2(targets), rate: rate_v2(*rate) }
        }
        Reward::PayFewer { targets, take, pay } => {
            record::Reward::PayFewer { targets: targets_to_v2(targets), take: *take, pay: *pay }
        }
        Reward::PriceOfSeveral { targets, take, amounts } => record::Reward::PriceOfSeveral {
            targets: targets_to_v2(targets),
            take: *take,
            amounts: amounts_to_v2(amounts),
        },
        Reward::PriceOfSet { requirements, amounts } => record::Reward::PriceOfSet {
            requirements: requirements.iter().map(requirement_to_v2).collect(),
            amounts: amounts_to_v2(amounts),
        },
        Reward::Gift { requirements, gifts, is_added } => record::Reward::Gift {
            requirements: requirements.iter().map(requirement_to_v2).collect(),
            gifts: list_to_v2(gifts),
            is_added: *is_added,
        },
    }
}

fn list_to_v2(targets: &[Target]) -> Vec<&str> {
    targets.iter().map(|target| target.0.as_str()).collect()
}

fn targets_to_v2(targets: &Targets) -> record::Targets<'_> {
    match targets {
        Targets::All => record::Targets::All,
        Targets::Only(targets) => record::Targets::Only(list_to_v2(targets)),
    }
}

fn requirement_to_v2(requirement: &Requirement) -> record::Requirement<'_> {
    record::Requirement { targets: list_to_v2(&requirement.targets), quantity: requirement.quantity }
}

fn from_v2(promotion: record::Promotion<'_>) -> Result<Promotion, Invalid> {
    Ok(Promotion {
        id: PromotionId::new(promotion.id)?,
        name: promotion.name.to_owned(),
        description: promotion.description.to_owned(),
        is_enabled: promotion.is_enabled,
        offer: match promotion.offer {
            record::Offer::Automatic => Offer::Automatic,
            record::Offer::ByCode(codes) => Offer::ByCode(codes.into_iter().map(code_from_v2).collect()),
        },
        starts_at: promotion.starts_at_ms.map(Timestamp::from_millis),
        ends_at: promotion.ends_at_ms.map(Timestamp::from_millis),
        subtotal_min: amounts_from_v2(&promotion.subtotal_min)?,
        applications_max: promotion.applications_max,
        discount_max: amounts_from_v2(&promotion.discount_max)?,
        created_at: Timestamp::from_millis(promotion.created_at_ms),
        reward: reward_from_v2(promotion.reward)?,
    })
}

fn code_from_v2(code: record::Code<'_>) -> Code {
    Code { code: code.code.to_owned(), uses_max: code.uses_max }
}

fn amounts_from_v2(amounts: &[(&str, i64)]) -> Result<AmountsByCurrency, Invalid> {
    amounts.iter().map(|(code, minor_units)| Ok((currency(code)?, *minor_units))).collect()
}

fn rates_from_v2(rates: &[(&str, v2::Rate)]) -> Result<BTreeMap<Currency, Rate>, Invalid> {
    rates.iter().map(|(code, share)| Ok((currency(code)?, rate(*share)?))).collect()
}

fn reward_from_v2(reward: record::Reward<'_>) -> Result<Reward, Invalid> {
    Ok(match reward {
        record::Reward::CartAmount { amounts, excluded } => {
            Reward::CartAmount { amounts: amounts_from_v2(&amounts)?, excluded: list_from_v2(&excluded) }
        }
        record::Reward::CartPercent { rates, excluded } => {
            Reward::CartPercent { rates: rates_from_v2(&rates)?, excluded: list_from_v2(&excluded) }
        }
        record::Reward::UnitAmount { targets, amounts } => {
            Reward::UnitAmount { targets: targets_from_v2(&targets), amounts: amounts_from_v2(&amounts)? }
        }
        record::Reward::UnitPercent { targets, rate: share } => {
            Reward::UnitPercent { targets: targets_from_v2(&targets), rate: rate(share)? }
        }
        record::Reward::PayFewer { targets, take, pay } => {
            Reward::PayFewer { targets: targets_from_v2(&targets), take, pay }
        }
        record::Reward::PriceOfSeveral { targets, take, amounts } => Reward::PriceOfSeveral {
            targets: targets_from_v2(&targets),
            take,
            amounts: amounts_from_v2(&amounts)?,
        },
        record::Reward::PriceOfSet { requirements, amounts } => Reward::PriceOfSet {
            requirements: requirements.iter().map(requirement_from_v2).collect(),
            amounts: amounts_from_v2(&amounts)?,
        },
        record::Reward::Gift { requirements, gifts, is_added } => Reward::Gift {
            requirements: requirements.iter().map(requirement_from_v2).collect(),
            gifts: list_from_v2(&gifts),
            is_added,
        },
    })
}

fn list_from_v2(targets: &[&str]) -> Vec<Target> {
    targets.iter().map(|target| Target((*target).to_owned())).collect()
}

fn targets_from_v2(targets: &record::Targets<'_>) -> Targets {
    match targets {
        record::Targets::All => Targets::All,
        record::Targets::Only(targets) => Targets::Only(list_from_v2(targets)),
    }
}

fn requirement_from_v2(requirement: &record::Requirement<'_>) -> Requirement {
    Requirement { targets: list_from_v2(&requirement.targets), quantity: requirement.quantity }
}
