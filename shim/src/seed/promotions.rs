//! Promotions of a seed.

use std::collections::{BTreeMap, HashSet};

use serde_json::Number;
use trolley_engine::Timestamp;
use trolley_engine::domain::id::PromotionId;
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use trolley_engine::domain::promotion::{
    AmountsByCurrency, Code, Offer, Promotion, Requirement, Reward, Target, Targets,
};
use trolley_engine::domain::tax::Rate;

use super::fault::{Fault, each, text};
use super::products::{moment, rate};
use super::rows::promotion::{AmountsRow, CodeRow, PromotionRow, RequirementRow, RewardRow};
use super::settings::currency;

/// The promotions; `at` is when those were made that do not say so.
pub(super) fn promotions(rows: &[PromotionRow], at: Timestamp) -> Result<Vec<Promotion>, Fault> {
    let promotions = each("promotions", rows, |row| promotion(row, at))?;
    check_unique(&promotions)?;
    Ok(promotions)
}

fn promotion(row: &PromotionRow, at: Timestamp) -> Result<Promotion, Fault> {
    Ok(Promotion {
        id: text("id", &row.id, PromotionId::new)?,
        name: row.name.clone(),
        description: row.description.clone(),
        is_enabled: row.enabled.unwrap_or(true),
        offer: row.codes.as_deref().map_or(Offer::Automatic, offer),
        starts_at: moment("starts_at", row.starts_at.as_deref())?,
        ends_at: moment("ends_at", row.ends_at.as_deref())?,
        subtotal_min: amounts("subtotal_min", &row.subtotal_min)?,
        applications_max: row.applications_max,
        discount_max: amounts("discount_max", &row.discount_max)?,
        created_at: moment("created_at", row.created_at.as_deref())?.unwrap_or(at),
        reward: reward(&row.reward)?,
    })
}

fn offer(rows: &[CodeRow]) -> Offer {
    Offer::ByCode(rows.iter().map(|row| Code { code: row.code.clone(), uses_max: row.uses_max }).collect())
}

fn reward(row: &RewardRow) -> Result<Reward, Fault> {
    let (kind, reward) = match row {
        RewardRow::CartAmount { amounts: rows, excluded } => (
            "cart_amount",
            amounts("amounts", rows).map(|amounts| Reward::CartAmount { amounts, excluded: named(excluded) }),
        ),
        RewardRow::CartPercent { rates: rows, excluded } => (
            "cart_percent",
            rates(rows).map(|rates| Reward::CartPercent { rates, excluded: named(excluded) }),
        ),
        RewardRow::UnitAmount { targets, amounts: rows } => (
            "unit_amount",
            amounts("amounts", rows)
                .map(|amounts| Reward::UnitAmount { targets: any_or(targets.as_deref()), amounts }),
        ),
        RewardRow::UnitPercent { targets, rate: row } => (
            "unit_percent",
            rate("rate", row).map(|rate| Reward::UnitPercent { targets: any_or(targets.as_deref()), rate }),
        ),
        RewardRow::PayFewer { targets, take, pay } => (
            "pay_fewer",
            Ok(Reward::PayFewer { targets: any_or(targets.as_deref()), take: *take, pay: *pay }),
        ),
        RewardRow::PriceOfSeveral { targets, take, amounts: rows } => (
            "price_of_several",
            amounts("amounts", rows).map(|amounts| Reward::PriceOfSeveral {
                targets: any_or(targets.as_deref()),
                take: *take,
                amounts,
            }),
        ),
        RewardRow::PriceOfSet { requirements: rows, amounts: amount_rows } => (
            "price_of_set",
            amounts("amounts", amount_rows)
                .map(|amounts| Reward::PriceOfSet { requirements: requirements(rows), amounts }),
        ),
        RewardRow::Gift { requirements: rows, gifts, added } => (
            "gift",
            Ok(Reward::Gift { requirements: requirements(rows), gifts: named(gifts), is_added: *added }),
        ),
    };
    reward.map_err(|fault| fault.within(&format!("reward.{kind}")))
}

fn requirements(rows: &[RequirementRow]) -> Vec<Requirement> {
    rows.iter().map(|row| Requirement { targets: named(&row.targets), quantity: row.quantity }).collect()
}

fn any_or(targets: Option<&[String]>) -> Targets {
    targets.map_or(Targets::All, |targets| Targets::Only(named(targets)))
}

fn named(targets: &[String]) -> Vec<Target> {
    targets.iter().cloned().map(Target).collect()
}

fn amounts(place: &str, rows: &AmountsRow) -> Result<AmountsByCurrency, Fault> {
    let amount = |(code, minor_units): (&String, &i64)| {
        let place = format!("{place}.{code}");
        let currency = currency(&place, code)?;
        match (1..=AMOUNT_MINOR_UNITS_MAX).contains(minor_units) {
            true => Ok((currency, *minor_units)),
            false => {
                let problem = format!("{minor_units} is not between 1 and {AMOUNT_MINOR_UNITS_MAX}");
                Err(Fault::new(place, problem))
            }
        }
    };
    rows.iter().map(amount).collect()
}

fn rates(rows: &BTreeMap<String, Number>) -> Result<BTreeMap<Currency, Rate>, Fault> {
    let convert = |(code, row): (&String, &Number)| {
        let place = format!("rates.{code}");
        Ok((currency(&place, code)?, rate(&place, row)?))
    };
    rows.iter().map(convert).collect()
}

/// That no identifier and no code stands twice. That a code is not one of the store's, the engine sees to.
fn check_unique(promotions: &[Promotion]) -> Result<(), Fault> {
    let (mut ids, mut codes) = (HashSet::new(), HashSet::new());
    for (index, promotion) in promotions.iter().enumerate() {
        if !ids.insert(&promotion.id) {
            let problem = format!("the promotion {} stands there twice", promotion.id);
            return Err(Fault::new(format!("promotions[{index}].id"), problem));
        }
        let Offer::ByCode(own) = &promotion.offer else { continue };
        for (code_index, code) in own.iter().enumerate() {
            if !codes.insert(code.code.as_str()) {
                let place = format!("promotions[{index}].codes[{code_index}]");
                return Err(Fault::new(place, format!("the code {} stands there twice", code.code)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
