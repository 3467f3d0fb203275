//! Which lines a promotion's targets mean.

use super::reckoning::Reckoning;
use crate::domain::cart::Line;
use crate::domain::facts::Found;
use crate::domain::promotion::{Promotions, Target, Targets};

/// Whether the line is of what a target leads to. A product means all its variants.
pub(crate) fn is_meant(found: &Found, line: &Line) -> bool {
    line.product() == Some(&found.product)
        && (found.variant.is_none() || found.variant.as_ref() == line.variant())
}

/// For each line, whether one of the targets means it. There may be many more targets than lines.
pub(super) fn of_list(reckoning: &Reckoning<'_>, promotions: &Promotions, targets: &[Target]) -> Vec<bool> {
    let lines = &reckoning.cart.lines;
    let mut are_meant = vec![false; lines.len()];
    for found in targets.iter().filter_map(|target| promotions.resolve(target)) {
        for place in reckoning.places_of(&found.product) {
            are_meant[place] |= is_meant(found, &lines[place]);
        }
    }
    are_meant
}

/// For each line, whether the targets mean it.
pub(super) fn of(reckoning: &Reckoning<'_>, promotions: &Promotions, targets: &Targets) -> Vec<bool> {
    match targets {
        Targets::All => reckoning.cart.lines.iter().map(|line| line.product().is_some()).collect(),
        Targets::Only(targets) => of_list(reckoning, promotions, targets),
    }
}
