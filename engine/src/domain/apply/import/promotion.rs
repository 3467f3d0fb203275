//! Whether a promotion can be as it is brought.

use crate::domain::money::AMOUNT_MINOR_UNITS_MAX;
use crate::domain::promotion::{
    AmountsByCurrency, CODES_PER_PROMOTION_MAX, Offer, Promotion, Requirement, Reward, Target, Targets,
};
use crate::domain::tax::Rate;

/// Says what is wrong with the promotion, where something is.
pub(super) fn check_promotion(promotion: &Promotion) -> Result<(), &'static str> {
    if let Offer::ByCode(codes) = &promotion.offer {
        if CODES_PER_PROMOTION_MAX < codes.len() {
            return Err("it has too many codes");
        }
        if codes.iter().any(|code| code.code.is_empty()) {
            return Err("one of its codes is empty");
        }
    }
    if promotion.applications_max == Some(0) {
        return Err("it never applies");
    }
    if !are_in_range(&promotion.subtotal_min) || !are_in_range(&promotion.discount_max) {
        return Err(AMOUNT_OUT_OF_RANGE);
    }
    check_reward(promotion)
}

const AMOUNT_OUT_OF_RANGE: &str = "an amount is out of range";

fn check_reward(promotion: &Promotion) -> Result<(), &'static str> {
    match &promotion.reward {
        Reward::CartAmount { amounts, excluded: _ } => check_amounts(amounts),
        Reward::CartPercent { rates, excluded: _ } if rates.is_empty() => Err("it names no share"),
        Reward::CartPercent { rates, excluded: _ } => rates.values().copied().try_for_each(check_rate),
        Reward::UnitAmount { targets, amounts } => {
            check_targets(targets)?;
            check_amounts(amounts)
        }
        Reward::UnitPercent { targets, rate } => {
            check_targets(targets)?;
            check_rate(*rate)
        }
        Reward::PayFewer { targets: _, take, pay } if take <= pay => {
            Err("as many units are paid as are taken")
        }
        Reward::PayFewer { targets, take: _, pay: _ } => check_targets(targets),
        Reward::PriceOfSeveral { targets: _, take: 0, amounts: _ } => Err("it is on sets of no units"),
        Reward::PriceOfSeveral { targets, take: _, amounts } => {
            check_targets(targets)?;
            check_amounts(amounts)
        }
        Reward::PriceOfSet { requirements, amounts } => {
            check_requirements(requirements)?;
            check_amounts(amounts)
        }
        Reward::Gift { requirements, gifts, is_added } => {
            check_requirements(requirements)?;
            check_gifts(gifts, *is_added && promotion.offer != Offer::Automatic)
        }
    }
}

fn are_in_range(amounts: &AmountsByCurrency) -> bool {
    amounts.values().all(|minor_units| (1..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units))
}

fn check_amounts(amounts: &AmountsByCurrency) -> Result<(), &'static str> {
    if amounts.is_empty() {
        return Err("it names no amount");
    }
    if are_in_range(amounts) { Ok(()) } else { Err(AMOUNT_OUT_OF_RANGE) }
}

fn check_rate(rate: Rate) -> Result<(), &'static str> {
    if rate.parts() <= Rate::PARTS { Ok(()) } else { Err("a share is more than the whole") }
}

fn check_targets(targets: &Targets) -> Result<(), &'static str> {
    match targets {
        Targets::Only(targets) if targets.is_empty() => Err("it is on no product"),
        Targets::Only(_) | Targets::All => Ok(()),
    }
}

fn check_requirements(requirements: &[Requirement]) -> Result<(), &'static str> {
    if requirements.is_empty() {
        return Err("it requires nothing");
    }
    if requirements.iter().any(|requirement| requirement.targets.is_empty()) {
        return Err("one of its requirements is on no product");
    }
    if requirements.iter().any(|requirement| requirement.quantity == 0) {
        return Err("one of its requirements is on no units");
    }
    Ok(())
}

fn check_gifts(gifts: &[Target], is_added_by_code: bool) -> Result<(), &'static str> {
    if gifts.is_empty() {
        return Err("it gives nothing");
    }
    if is_added_by_code {
        return Err("gifts of a promotion by code are not put into carts");
    }
    Ok(())
}
