//! Rewards on units: the oldest promotion's first, and each unit has at most one.

use std::collections::BTreeMap;

use super::gifts::{Given, give, needs};
use super::offers::{Counted, Offers};
use super::reckoning::Reckoning;
use super::sets::{Need, form};
use super::{Applied, DeclineReason, DueGift, PricedCart, Suggestion, reach};
use crate::domain::cart::Line;
use crate::domain::id::PromotionId;
use crate::domain::money::divide_rounding;
use crate::domain::promotion::{AmountsByCurrency, Promotion, Promotions, Reward, Target};
use crate::domain::shared::Shared;
use crate::domain::tax::Rate;

/// Takes off what is off units, and says which gifts are due. Units that promotions have added cost nothing whatever
/// became of their promotions, and take no part in anything else.
pub(super) fn discount(
    reckoning: &mut Reckoning<'_>,
    promotions: &Promotions,
    offers: &Offers<'_>,
    priced: &mut PricedCart,
) -> Vec<DueGift> {
    let mut added = added_shares(reckoning);
    for shares in added.values() {
        reckoning.take_off(shares);
    }
    let mut due_gifts = Vec::new();
    // With the place of the promotion, by which they are put in order.
    let mut applied: Vec<(usize, Applied)> = Vec::new();
    for counted in offers.counted.iter().filter(|counted| !counted.promotion.reward.is_of_cart()) {
        let promotion = counted.promotion;
        let already = added.remove(&promotion.id).unwrap_or_else(|| vec![0; reckoning.left.len()]);
        let given = match reward(reckoning, promotions, counted) {
            Ok(given) => given,
            Err(reason) => {
                if reason == DeclineReason::CurrencyMissing || counted.entered.is_some() {
                    priced.declined.push(counted.declined(reason));
                }
                Given { shares: vec![0; reckoning.left.len()], due: Vec::new() }
            }
        };
        let own_max = reckoning.discount_max(promotion);
        let own: i64 = given.shares.iter().sum();
        let minor_units_max = own_max.map(|most| most.saturating_sub(own).max(0));
        let mut shares = reckoning.cap(promotion, already.iter().sum(), given.shares);
        reckoning.take_off(&shares);
        for (share, already) in shares.iter_mut().zip(&already) {
            *share += already;
        }
        let off: i64 = shares.iter().sum();
        if own_max.is_none_or(|most| off < most) {
            priced.suggestions.extend(suggestion(reckoning, promotions, counted, &given.due));
        }
        let is_added = matches!(promotion.reward, Reward::Gift { is_added: true, .. });
        due_gifts.extend(given.due.into_iter().map(|(gift, units)| DueGift {
            promotion: promotion.id.clone(),
            gift: gift.clone(),
            units,
            minor_units_max,
            is_added: is_added && counted.entered.is_none(),
        }));
        if 0 < off {
            applied.push((counted.place, applied_as(promotion, counted.code(), &shares)));
        }
    }
    applied.extend(added.into_iter().map(|(id, shares)| left_behind(promotions, id, &shares)));
    applied.sort_by_key(|(place, _)| *place);
    priced.applied.extend(applied.into_iter().map(|(_, applied)| applied).filter(|one| 0 < one.minor_units));
    due_gifts
}

/// What the units cost that promotions have added, by promotion and by the place of the line.
fn added_shares<'a>(reckoning: &Reckoning<'a>) -> BTreeMap<&'a PromotionId, Vec<i64>> {
    let mut shares: BTreeMap<&PromotionId, Vec<i64>> = BTreeMap::new();
    for (place, line) in reckoning.cart.lines.iter().enumerate() {
        // Never more than the line has.
        let mut units_left = line.quantity.units();
        for added in &line.auto_added {
            let units = added.units.min(units_left);
            units_left -= units;
            let shares =
                shares.entry(&added.promotion).or_insert_with(|| vec![0; reckoning.cart.lines.len()]);
            shares[place] += reckoning.value(place, units);
        }
    }
    shares
}

/// What is taken off for units whose promotion is not looked at any more.
fn left_behind(promotions: &Promotions, id: &PromotionId, shares: &[i64]) -> (usize, Applied) {
    match promotions.place(id) {
        Some(place) => {
            let promotion = &promotions.all()[place];
            (place, applied_as(promotion, promotion.automatic_code(), shares))
        }
        None => {
            let (code, name) = (format!("auto_{id}"), String::new());
            (usize::MAX, Applied::new(Some(id.clone()), id.as_str(), code, name, false, shares))
        }
    }
}

fn applied_as(promotion: &Promotion, code: String, shares: &[i64]) -> Applied {
    let id = &promotion.id;
    Applied::new(Some(id.clone()), id.as_str(), code, promotion.name.clone(), false, shares)
}

/// What the promotion takes off each line, and the gifts that are due.
fn reward<'a>(
    reckoning: &mut Reckoning<'_>,
    promotions: &Promotions,
    counted: &Counted<'a>,
) -> Result<Given<'a>, DeclineReason> {
    let (place, promotion) = (counted.place, counted.promotion);
    let off = |shares| Given { shares, due: Vec::new() };
    let most = promotion.applications_max;
    let given = match &promotion.reward {
        Reward::CartAmount { .. } | Reward::CartPercent { .. } => return Err(DeclineReason::NotQualified),
        Reward::UnitAmount { targets, amounts } => {
            let is_meant = reach::of(reckoning, place, targets);
            qualify(reckoning, promotion, is_meant.contains(&true))?;
            let amount = i128::from(amount(reckoning, amounts)?);
            off(each(reckoning, &is_meant, most, 1, |price, units| units * amount.min(price)))
        }
        Reward::UnitPercent { targets, rate } => {
            let is_meant = reach::of(reckoning, place, targets);
            qualify(reckoning, promotion, is_meant.contains(&true))?;
            let share = |price, units| divide_rounding(price * units * rate.parts(), Rate::PARTS);
            off(each(reckoning, &is_meant, most, 1, share))
        }
        Reward::PayFewer { targets, take, pay } => {
            let is_meant = reach::of(reckoning, place, targets);
            qualify(reckoning, promotion, is_meant.contains(&true))?;
            let free = i128::from(take.saturating_sub(*pay));
            off(each(reckoning, &is_meant, most, *take, |price, sets| sets * free * price))
        }
        Reward::PriceOfSeveral { targets, take, amounts } => {
            let is_meant = reach::of(reckoning, place, targets);
            qualify(reckoning, promotion, is_meant.contains(&true))?;
            let (amount, units) = (i128::from(amount(reckoning, amounts)?), i128::from(*take));
            off(each(reckoning, &is_meant, most, *take, |price, sets| sets * (units * price - amount)))
        }
        Reward::PriceOfSet { requirements, amounts } => {
            let needs = needs(reckoning, place, requirements);
            qualify(reckoning, promotion, needs.is_some())?;
            let amount = amount(reckoning, amounts)?;
            off(price_of_sets(reckoning, &needs.unwrap_or_default(), most, amount))
        }
        Reward::Gift { requirements, gifts, is_added: _ } => {
            let needs = needs(reckoning, place, requirements);
            qualify(reckoning, promotion, needs.is_some())?;
            give(reckoning, promotions, needs, gifts, most)
        }
    };
    if given.due.is_empty() && given.shares.iter().all(|share| *share == 0) {
        return Err(DeclineReason::NotQualified);
    }
    Ok(given)
}

/// Whether the cart has what a promotion is on, and costs enough.
pub(super) fn qualify(
    reckoning: &Reckoning<'_>,
    promotion: &Promotion,
    is_meant: bool,
) -> Result<(), DeclineReason> {
    if !is_meant {
        return Err(DeclineReason::NotQualified);
    }
    if promotion.subtotal_min.is_empty() {
        return Ok(());
    }
    let least = amount(reckoning, &promotion.subtotal_min)?;
    let lines = reckoning.cart.lines.iter();
    let subtotal =
        lines.map(|line| i128::from(line.unit_price.minor_units) * i128::from(line.wanted_units()));
    if subtotal.sum::<i128>() < i128::from(least) { Err(DeclineReason::NotQualified) } else { Ok(()) }
}

/// The amount in the cart's currency.
pub(super) fn amount(reckoning: &Reckoning<'_>, amounts: &AmountsByCurrency) -> Result<i64, DeclineReason> {
    let amount = reckoning.currency().and_then(|currency| amounts.get(&currency));
    amount.copied().ok_or(DeclineReason::CurrencyMissing)
}

/// Applies something to units of one line at a time: to as many as so many units at once allow. `saving` is how much it
/// saves, of a unit price and a number of applications; units of which it saves nothing stay free.
fn each(
    reckoning: &mut Reckoning<'_>,
    is_meant: &[bool],
    applications_max: Option<u32>,
    units_per_application: u32,
    saving: impl Fn(i128, i128) -> i128,
) -> Vec<i64> {
    let mut applications_left = applications_max.unwrap_or(u32::MAX);
    let mut shares = vec![0; is_meant.len()];
    for place in reckoning.order.iter().copied().filter(|place| is_meant[*place]) {
        let free = reckoning.free[place];
        let applications = free.checked_div(units_per_application).unwrap_or(0).min(applications_left);
        // No more units than are free.
        let units = applications * units_per_application;
        let whole = reckoning.value(place, units);
        let saved = saving(i128::from(reckoning.unit_price(place)), i128::from(applications));
        let share = i64::try_from(saved.clamp(0, i128::from(whole))).unwrap_or(whole);
        if 0 < share {
            reckoning.free[place] -= units;
            applications_left -= applications;
            shares[place] = share;
        }
    }
    shares
}

/// Sells sets at a price where that is less than what they cost, the dearest first, and shares the saving by price.
fn price_of_sets(
    reckoning: &mut Reckoning<'_>,
    needs: &[Need],
    applications_max: Option<u32>,
    amount: i64,
) -> Vec<i64> {
    let mut sets_left = applications_max.unwrap_or(u32::MAX);
    let mut weights = vec![0_i64; reckoning.left.len()];
    let mut saved = 0_i64;
    while let Some(sets) = form(needs, &reckoning.free, sets_left) {
        let used = sets.used_of_line();
        let values = used.iter().enumerate().map(|(place, units)| reckoning.value(place, *units));
        let values: Vec<i64> = values.collect();
        let saving = values.iter().sum::<i64>() - amount.max(0);
        if saving <= 0 {
            break;
        }
        // None of these passes what the cart costs.
        saved += saving * i64::from(sets.times);
        for (weight, value) in weights.iter_mut().zip(values) {
            *weight += value * i64::from(sets.times);
        }
        sets.take_from(&mut reckoning.free);
        sets_left -= sets.times;
    }
    reckoning.spread(saved, &weights)
}

/// The gifts that the cart lacks of those that are due; none where it lacks none.
fn suggestion(
    reckoning: &Reckoning<'_>,
    promotions: &Promotions,
    counted: &Counted<'_>,
    due: &[(&Target, u32)],
) -> Option<Suggestion> {
    let Reward::Gift { is_added, .. } = &counted.promotion.reward else { return None };
    let of_promotion = |line: &Shared<Line>| {
        let added = line.auto_added.iter().find(|added| added.promotion == counted.promotion.id);
        added.map_or(0, |added| added.units)
    };
    let mut added: Vec<u32> = reckoning.cart.lines.iter().map(of_promotion).collect();
    let mut gifts = Vec::new();
    for (gift, due) in due {
        let is_gift = reach::of_target(reckoning, promotions, gift);
        let mut lacking = *due;
        for (added, _) in added.iter_mut().zip(is_gift).filter(|(_, is_gift)| *is_gift) {
            let present = lacking.min(*added);
            *added -= present;
            lacking -= present;
        }
        if 0 < lacking {
            gifts.push(((*gift).clone(), lacking));
        }
    }
    let promotion = &counted.promotion;
    (!gifts.is_empty()).then(|| Suggestion {
        promotion: promotion.id.clone(),
        code: counted.code(),
        name: promotion.name.clone(),
        gifts,
        is_added: *is_added,
    })
}
