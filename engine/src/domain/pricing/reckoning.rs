//! What is left of each line while promotions are applied, and the order in which lines are looked at.

use std::cmp::Reverse;

use super::PricedLine;
use crate::domain::cart::{Cart, Line};
use crate::domain::money::{Currency, prorate};
use crate::domain::promotion::{InList, Promotion, Promotions};
use crate::domain::tax::{Rate, TaxAmount};

/// What is left of each line. All vectors go by the places of the cart's lines, but for `order`.
pub(super) struct Reckoning<'a> {
    pub(super) cart: &'a Cart,
    /// The places of the lines in an order that does not depend on the cart's: lines that tie are interchangeable.
    pub(super) order: Vec<usize>,
    /// Units that no reward has taken yet, without those that promotions have added.
    pub(super) free: Vec<u32>,
    /// What is left of the line's subtotal, in minor units.
    pub(super) left: Vec<i64>,
    /// The lists of targets in which some line is, each with the place of the line, in order. There may be many more lists
    /// and targets than lines.
    meant: Vec<((usize, usize), usize)>,
}

impl<'a> Reckoning<'a> {
    pub(super) fn new(cart: &'a Cart, promotions: &Promotions, lines: &[PricedLine]) -> Self {
        let mut order: Vec<usize> = (0..cart.lines.len()).collect();
        order.sort_by_cached_key(|place| rank(&cart.lines[*place]));
        let mut meant = Vec::new();
        for (place, line) in cart.lines.iter().enumerate() {
            let listed = line.product().map_or(&[][..], |product| promotions.listed(product));
            let is_meant = |one: &&InList| one.means(line.variant());
            meant.extend(listed.iter().filter(is_meant).map(|one| (one.list, place)));
        }
        meant.sort_unstable();
        Self {
            cart,
            order,
            free: cart.lines.iter().map(|line| line.wanted_units()).collect(),
            left: lines.iter().map(|line| line.subtotal).collect(),
            meant,
        }
    }

    /// For each line, whether it is in this list of targets: the place of the promotion, and that of the list among its.
    pub(super) fn are_meant(&self, list: (usize, usize)) -> Vec<bool> {
        let mut are_meant = vec![false; self.cart.lines.len()];
        let first = self.meant.partition_point(|(one, _)| *one < list);
        for (_, place) in self.meant[first..].iter().take_while(|(one, _)| *one == list) {
            are_meant[*place] = true;
        }
        are_meant
    }

    pub(super) fn currency(&self) -> Option<Currency> {
        self.cart.priced_currency
    }

    /// What one unit of the line costs, 0 or more.
    pub(super) fn unit_price(&self, place: usize) -> i64 {
        self.cart.lines[place].unit_price.minor_units
    }

    /// What so many units of the line cost; at most the line's subtotal where it has so many.
    pub(super) fn value(&self, place: usize, units: u32) -> i64 {
        self.unit_price(place).saturating_mul(i64::from(units))
    }

    /// Shares an amount out over the lines by these weights.
    pub(super) fn spread(&self, minor_units: i64, weights: &[i64]) -> Vec<i64> {
        let ordered: Vec<i64> = self.order.iter().map(|place| weights[*place]).collect();
        let mut shares = vec![0; weights.len()];
        for (place, share) in self.order.iter().zip(prorate(minor_units, &ordered)) {
            shares[*place] = share;
        }
        shares
    }

    /// Lowers shares so that all of them are no more than the promotion takes off one cart, of which some is taken off
    /// already.
    pub(super) fn cap(&self, promotion: &Promotion, already: i64, shares: Vec<i64>) -> Vec<i64> {
        let whole: i64 = shares.iter().sum();
        let most = self.discount_max(promotion).map(|most| most.saturating_sub(already).max(0));
        match most {
            Some(most) if most < whole => self.spread(most, &shares),
            Some(_) | None => shares,
        }
    }

    /// Most that the promotion takes off the cart; none for no limit.
    pub(super) fn discount_max(&self, promotion: &Promotion) -> Option<i64> {
        promotion.discount_max.get(&self.currency()?).copied()
    }

    /// Takes the shares off the lines.
    pub(super) fn take_off(&mut self, shares: &[i64]) {
        for (left, share) in self.left.iter_mut().zip(shares) {
            *left -= share;
            assert!(0 <= *left);
        }
    }
}

/// What decides the place of a line in the order: the dearest unit first, then all that makes a difference to a total.
fn rank(line: &Line) -> impl Ord + use<'_> {
    let (rate_parts, fixed) =
        line.taxes.iter().fold((line.tax_rate.parts(), 0_i128), |sum, tax| match tax.amount {
            TaxAmount::Rate(rate) => (sum.0 + Rate::parts(rate), sum.1),
            TaxAmount::Fixed(minor_units) => (sum.0, sum.1 + i128::from(minor_units)),
        });
    (
        Reverse(line.unit_price.minor_units),
        line.key(),
        line.wanted_units(),
        line.quantity,
        line.unit_price.includes_tax,
        rate_parts,
        fixed,
    )
}
