//! Gifts: units that are free with each set of what a promotion requires.

use super::reach;
use super::reckoning::Reckoning;
use super::sets::{Need, form};
use crate::domain::promotion::{Promotions, Requirement, Target};

/// What comes of the gifts of a promotion.
pub(super) struct Given<'a> {
    /// What is taken off each line.
    pub(super) shares: Vec<i64>,
    /// The gifts that are due besides those that the shopper has put into the cart, with how many units; at least 1.
    pub(super) due: Vec<(&'a Target, u32)>,
}

/// What makes a set, by the lines that have it; none where no line has some of it. `place` is that of the promotion.
pub(super) fn needs(
    reckoning: &Reckoning<'_>,
    place: usize,
    requirements: &[Requirement],
) -> Option<Vec<Need>> {
    let need = |(list, requirement): (usize, &Requirement)| {
        let is_meant = reckoning.are_meant((place, list));
        let places: Vec<usize> = reckoning.order.iter().copied().filter(|place| is_meant[*place]).collect();
        (!places.is_empty()).then_some(Need { places, units: requirement.quantity })
    };
    requirements.iter().enumerate().map(need).collect()
}

/// Makes units of the gifts free: first those of the shopper's own. What is required is not used up, but for the next unit
/// of the same gift.
pub(super) fn give<'a>(
    reckoning: &mut Reckoning<'_>,
    promotions: &Promotions,
    needs: Option<Vec<Need>>,
    gifts: &'a [Target],
    applications_max: Option<u32>,
) -> Given<'a> {
    let mut given = Given { shares: vec![0; reckoning.left.len()], due: Vec::new() };
    let Some(mut needs) = needs else { return given };
    for (gift, units) in counted(promotions, gifts) {
        let is_gift = reach::of_target(reckoning, promotions, gift);
        for need in &mut needs {
            // What is no gift is used first, so that most gifts find something they come with.
            need.places.sort_by_key(|place| is_gift[*place]);
        }
        let places = reckoning.order.iter().copied().filter(|place| is_gift[*place]).collect();
        let taken = Taken::of(reckoning, &mut needs, Need { places, units }, applications_max);
        for (place, units) in taken.units.iter().enumerate() {
            reckoning.free[place] -= units;
            given.shares[place] += reckoning.value(place, *units);
        }
        if 0 < taken.due {
            given.due.push((gift, taken.due));
        }
    }
    given
}

/// Each gift once, with how many units of it a set has.
fn counted<'a>(promotions: &Promotions, gifts: &'a [Target]) -> Vec<(&'a Target, u32)> {
    let mut counted: Vec<(&Target, u32)> = Vec::new();
    for gift in gifts {
        let found = promotions.resolve(gift);
        let same = |(one, _): &&mut (&Target, u32)| {
            *one == gift || (found.is_some() && promotions.resolve(one) == found)
        };
        match counted.iter_mut().find(same) {
            Some((_, units)) => *units += 1,
            None => counted.push((gift, 1)),
        }
    }
    counted
}

/// What is taken of one gift.
struct Taken {
    /// The shopper's own units that are free, by the place of the line.
    units: Vec<u32>,
    /// The units that are due besides.
    due: u32,
}

impl Taken {
    /// Forms sets that are complete with all units of the gift, then sets that lack one of them, and so on to those that
    /// lack them all.
    fn of(
        reckoning: &Reckoning<'_>,
        needs: &mut Vec<Need>,
        gift: Need,
        applications_max: Option<u32>,
    ) -> Self {
        let (mut free, mut sets_left) = (reckoning.free.clone(), applications_max.unwrap_or(u32::MAX));
        let mut taken = Self { units: vec![0; free.len()], due: 0 };
        let (last, units) = (needs.len(), gift.units);
        needs.push(gift);
        for own in (0..=units).rev() {
            needs[last].units = own;
            while let Some(sets) = form(needs, &free, sets_left) {
                for (taken, used) in taken.units.iter_mut().zip(&sets.used[last]) {
                    *taken += used * sets.times;
                }
                taken.due = taken.due.saturating_add((units - own).saturating_mul(sets.times));
                sets.take_from(&mut free);
                sets_left -= sets.times;
            }
        }
        needs.truncate(last);
        taken
    }
}
