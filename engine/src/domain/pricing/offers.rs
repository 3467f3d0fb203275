//! Which promotions are looked at for a cart, and under which code.

use super::{DeclineReason, Declined};
use crate::domain::cart::Cart;
use crate::domain::promotion::{Promotion, Promotions};
use crate::domain::time::Timestamp;

/// The promotions that are looked at for a cart.
pub(super) struct Offers<'a> {
    /// Those in force that are for every cart or whose code the cart has, the oldest first, without those that cannot
    /// concern it.
    pub(super) counted: Vec<Counted<'a>>,
    /// Those whose code the cart has, and that are not in force or not there any more.
    pub(super) not_active: Vec<Declined>,
}

/// A promotion that is looked at.
pub(super) struct Counted<'a> {
    /// Its place among all promotions.
    pub(super) place: usize,
    /// The promotion.
    pub(super) promotion: &'a Promotion,
    /// The code that the shopper has entered; none of one that is for every cart.
    pub(super) entered: Option<&'a str>,
}

impl Counted<'_> {
    /// The code by which it is shown.
    pub(super) fn code(&self) -> String {
        self.entered.map_or_else(|| self.promotion.automatic_code(), str::to_owned)
    }

    /// That it could not be applied.
    pub(super) fn declined(&self, reason: DeclineReason) -> Declined {
        Declined { promotion: self.promotion.id.clone(), code: self.entered.map(str::to_owned), reason }
    }
}

impl Offers<'_> {
    /// Whether there can be anything to take off the cart, or to decline.
    pub(super) fn matter(&self, cart: &Cart) -> bool {
        !self.counted.is_empty()
            || !cart.discounts.is_empty()
            || cart.lines.iter().any(|line| !line.auto_added.is_empty())
    }
}

/// The promotions to look at for this cart at this moment.
pub(super) fn of<'a>(cart: &'a Cart, promotions: &'a Promotions, now: Timestamp) -> Offers<'a> {
    let all = promotions.all();
    let mut counted: Vec<Counted<'a>> = Vec::new();
    for place in promotions.automatic(cart.lines.iter().filter_map(|line| line.product())) {
        let promotion = &all[place];
        if promotion.is_active(now) {
            counted.push(Counted { place, promotion, entered: None });
        }
    }
    let mut not_active = Vec::new();
    for entered in &cart.codes {
        let found = promotions.place_of_code(&entered.code).map(|place| (place, &all[place]));
        match found {
            Some((place, promotion)) if promotion.is_active(now) => {
                // Of several codes of one promotion the first one counts.
                if counted.iter().all(|one| one.place != place) {
                    counted.push(Counted { place, promotion, entered: Some(&entered.code) });
                }
            }
            Some(_) | None => not_active.push(Declined {
                promotion: found.map_or(&entered.promotion, |(_, promotion)| &promotion.id).clone(),
                code: Some(entered.code.clone()),
                reason: DeclineReason::NotActive,
            }),
        }
    }
    counted.sort_by_key(|one| one.place);
    Offers { counted, not_active }
}
