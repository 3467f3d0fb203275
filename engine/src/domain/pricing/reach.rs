//! Which lines a promotion's targets mean.

use crate::domain::cart::{Cart, Line};
use crate::domain::facts::Found;
use crate::domain::promotion::{Promotions, Target, Targets};

/// Whether the line is of what a target leads to. A product means all its variants.
pub(crate) fn is_meant(found: &Found, line: &Line) -> bool {
    line.product() == Some(&found.product)
        && (found.variant.is_none() || found.variant.as_ref() == line.variant())
}

/// For each line, whether one of the targets means it.
pub(super) fn of_list(promotions: &Promotions, cart: &Cart, targets: &[Target]) -> Vec<bool> {
    let found: Vec<&Found> = targets.iter().filter_map(|target| promotions.resolve(target)).collect();
    cart.lines.iter().map(|line| found.iter().any(|found| is_meant(found, line))).collect()
}

/// For each line, whether the targets mean it.
pub(super) fn of(promotions: &Promotions, cart: &Cart, targets: &Targets) -> Vec<bool> {
    match targets {
        Targets::All => cart.lines.iter().map(|line| line.product().is_some()).collect(),
        Targets::Only(targets) => of_list(promotions, cart, targets),
    }
}
