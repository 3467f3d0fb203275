//! What is taken off the whole cart: promotions on it, and the cart's own discounts.

use super::offers::{Counted, Offers};
use super::reckoning::Reckoning;
use super::units::{amount, qualify};
use super::{Applied, DeclineReason, PricedCart};
use crate::domain::promotion::Reward;

/// Takes off what promotions take off the whole cart, the oldest first, each in proportion to what is left of the lines
/// that are not excluded.
pub(super) fn discount(reckoning: &mut Reckoning<'_>, offers: &Offers<'_>, priced: &mut PricedCart) {
    // What a percentage is of: earlier rewards on the whole cart do not lower it.
    let base = reckoning.left.clone();
    for counted in offers.counted.iter().filter(|counted| counted.promotion.reward.is_of_cart()) {
        match shares(reckoning, counted, &base) {
            Ok(shares) => {
                reckoning.take_off(&shares);
                let promotion = counted.promotion;
                let (id, name) = (&promotion.id, promotion.name.clone());
                let applied =
                    Applied::new(Some(id.clone()), id.as_str(), counted.code(), name, true, &shares);
                priced.applied.push(applied);
            }
            Err(reason) if reason == DeclineReason::CurrencyMissing || counted.entered.is_some() => {
                priced.declined.push(counted.declined(reason));
            }
            Err(_) => {}
        }
    }
}

/// What the promotion takes off each line, together more than 0.
fn shares(reckoning: &Reckoning<'_>, counted: &Counted<'_>, base: &[i64]) -> Result<Vec<i64>, DeclineReason> {
    let promotion = counted.promotion;
    let is_excluded = reckoning.are_meant((counted.place, 0));
    qualify(reckoning, promotion, is_excluded.contains(&false))?;
    let eligible = |minor_units: &[i64]| -> Vec<i64> {
        let lines = minor_units.iter().zip(&is_excluded);
        lines.map(|(minor_units, is_excluded)| if *is_excluded { 0 } else { *minor_units }).collect()
    };
    let left = eligible(&reckoning.left);
    let left_whole: i64 = left.iter().sum();
    let off = match &promotion.reward {
        Reward::CartPercent { rates, .. } => {
            let rate = reckoning.currency().and_then(|currency| rates.get(&currency));
            let off = rate.ok_or(DeclineReason::CurrencyMissing)?.of(eligible(base).iter().sum());
            i64::try_from(off).unwrap_or(left_whole)
        }
        Reward::CartAmount { amounts, .. } => amount(reckoning, amounts)?,
        Reward::UnitAmount { .. }
        | Reward::UnitPercent { .. }
        | Reward::PayFewer { .. }
        | Reward::PriceOfSeveral { .. }
        | Reward::PriceOfSet { .. }
        | Reward::Gift { .. } => return Err(DeclineReason::NotQualified),
    };
    let most = reckoning.discount_max(promotion).unwrap_or(i64::MAX);
    let off = off.min(most).clamp(0, left_whole);
    if off == 0 {
        return Err(DeclineReason::NotQualified);
    }
    Ok(reckoning.spread(off, &left))
}

/// Takes off the cart's own discounts, together at most what is left.
pub(super) fn discount_own(reckoning: &mut Reckoning<'_>, priced: &mut PricedCart) {
    for discount in &reckoning.cart.discounts {
        let off = discount.minor_units.clamp(0, reckoning.left.iter().sum());
        if off == 0 {
            continue;
        }
        let shares = reckoning.spread(off, &reckoning.left);
        reckoning.take_off(&shares);
        let (code, name) = (discount.code.clone(), discount.name.clone());
        priced.applied.push(Applied::new(None, &discount.id, code, name, true, &shares));
    }
}
