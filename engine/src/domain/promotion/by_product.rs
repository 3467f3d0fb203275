//! Which promotions a product concerns. Each product of a cart is looked up whenever the cart is priced, so the maps hash
//! quickly.

use std::collections::HashMap;

use ahash::AHashMap;

use super::{Promotion, Reward, Target};
use crate::domain::facts::Found;
use crate::domain::id::{ProductId, VariantId};

/// That a product, or one of its variants, stands in a list of a promotion's targets.
#[derive(Debug, Clone)]
pub(crate) struct InList {
    /// The place of the promotion among all, and that of the list among its lists: of what a set takes, each requirement's;
    /// else there is one.
    pub(crate) list: (usize, usize),
    /// The variant; none for all of them.
    variant: Option<VariantId>,
}

impl InList {
    /// Whether it means what is of the product in this variant.
    pub(crate) fn means(&self, variant: Option<&VariantId>) -> bool {
        self.variant.is_none() || self.variant.as_ref() == variant
    }
}

/// The promotions that are for every cart, by their places, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Automatic {
    /// Those that may be for a cart whatever is in it.
    whatever: Vec<usize>,
    /// Those that are for no cart without some of certain products, by each of these.
    by_product: AHashMap<ProductId, Vec<usize>>,
    /// Whether one of them puts gifts into carts.
    adds_gifts: bool,
}

impl Automatic {
    /// Adds the promotion in this place, which is behind all that are there.
    pub(super) fn insert(&mut self, place: usize, reward: &Reward, targets: &HashMap<Target, Found>) {
        self.adds_gifts |= matches!(reward, Reward::Gift { is_added: true, .. });
        let Some(needed) = reward.needed() else { return self.whatever.push(place) };
        for found in needed.iter().filter_map(|target| targets.get(target)) {
            let places = self.by_product.entry(found.product.clone()).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The places in order, without those of promotions that need a product which is not among these.
    pub(super) fn places<'a>(&self, products: impl Iterator<Item = &'a ProductId>) -> Vec<usize> {
        let mut places = self.whatever.clone();
        places.extend(products.filter_map(|product| self.by_product.get(product)).flatten());
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Whether one of them puts gifts into carts.
    pub(super) const fn add_gifts(&self) -> bool {
        self.adds_gifts
    }
}

/// In which lists of targets each product stands.
pub(super) fn listed(
    promotions: &[Promotion],
    targets: &HashMap<Target, Found>,
) -> AHashMap<ProductId, Vec<InList>> {
    let mut listed: AHashMap<ProductId, Vec<InList>> = AHashMap::new();
    for (place, promotion) in promotions.iter().enumerate() {
        for (list, on) in promotion.reward.lists().into_iter().enumerate() {
            for found in on.iter().filter_map(|target| targets.get(target)) {
                let in_list = InList { list: (place, list), variant: found.variant.clone() };
                listed.entry(found.product.clone()).or_default().push(in_list);
            }
        }
    }
    listed
}
