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

/// For each line, whether the target means it.
pub(super) fn of_target(reckoning: &Reckoning<'_>, promotions: &Promotions, target: &Target) -> Vec<bool> {
    let found = promotions.resolve(target);
    let lines = reckoning.cart.lines.iter();
    lines.map(|line| found.is_some_and(|found| is_meant(found, line))).collect()
}

/// For each line, whether the targets mean it; `place` is that of the promotion whose only list they are.
pub(super) fn of(reckoning: &Reckoning<'_>, place: usize, targets: &Targets) -> Vec<bool> {
    match targets {
        Targets::All => reckoning.cart.lines.iter().map(|line| line.product().is_some()).collect(),
        Targets::Only(_) => reckoning.are_meant((place, 0)),
    }
}
