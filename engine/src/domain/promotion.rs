//! Promotions: what is taken off a cart, for whom, and when.

mod by_product;

use std::collections::{BTreeMap, HashMap};

use ahash::AHashMap;

pub(crate) use self::by_product::InList;
use self::by_product::{Automatic, listed};
use crate::domain::command::entering::{Spelling, folded};
use crate::domain::facts::Found;
use crate::domain::id::{ProductId, PromotionId, VariantId};
use crate::domain::money::Currency;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;

/// Most codes that one promotion may have.
pub const CODES_PER_PROMOTION_MAX: usize = 1_000;
/// Most codes that a cart may have.
pub const CODES_PER_CART_MAX: usize = 50;

/// Minor units by currency, each more than 0.
pub type AmountsByCurrency = BTreeMap<Currency, i64>;

/// A promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Its identifier.
    pub id: PromotionId,
    /// Its name for shoppers.
    pub name: String,
    /// A text for shoppers; may be empty.
    pub description: String,
    /// Whether it applies at all.
    pub is_enabled: bool,
    /// To which carts it applies.
    pub offer: Offer,
    /// From when on, a date of the clock's; none for always.
    pub starts_at: Option<Timestamp>,
    /// Until when, a date of the clock's, that moment not included; none for always.
    pub ends_at: Option<Timestamp>,
    /// What the lines must cost together, before anything is taken off and without what promotions have added. Where
    /// there is any, a currency that is not there does not qualify.
    pub subtotal_min: AmountsByCurrency,
    /// How often it applies in one cart: units of a discount on units, sets of a discount on sets; none for as often as
    /// it can. Not looked at where the whole cart is discounted.
    pub applications_max: Option<u32>,
    /// Most that it takes off one cart; no limit in a currency that is not there.
    pub discount_max: AmountsByCurrency,
    /// When it was made: the oldest is applied first.
    pub created_at: Timestamp,
    /// What it takes off.
    pub reward: Reward,
}

impl Promotion {
    /// Whether it is in force at this moment.
    #[must_use]
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.is_enabled
            && self.starts_at.is_none_or(|start| start <= now)
            && self.ends_at.is_none_or(|end| now < end)
    }

    /// The code by which the whole of it is known where shoppers enter none: `auto_` and its identifier.
    #[must_use]
    pub fn automatic_code(&self) -> String {
        format!("auto_{}", self.id)
    }
}

/// To which carts a promotion applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// To all that qualify.
    Automatic,
    /// To those that have one of these codes, and qualify. At most [`CODES_PER_PROMOTION_MAX`].
    ByCode(Vec<Code>),
}

/// A code of a promotion. Upper and lower case are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The text that shoppers enter; unique over all promotions.
    pub code: String,
    /// How many orders may use it; none for any number.
    pub uses_max: Option<u64>,
}

/// What a promotion takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reward {
    /// An amount off all lines that are not excluded, together at most what they cost.
    CartAmount {
        /// How much.
        amounts: AmountsByCurrency,
        /// What takes no part.
        excluded: Vec<Target>,
    },
    /// A share off all lines that are not excluded.
    CartPercent {
        /// The share, by currency, at most 1.
        rates: BTreeMap<Currency, Rate>,
        /// What takes no part.
        excluded: Vec<Target>,
    },
    /// An amount off each unit, at most its price.
    UnitAmount {
        /// Of what.
        targets: Targets,
        /// How much.
        amounts: AmountsByCurrency,
    },
    /// A share off each unit.
    UnitPercent {
        /// Of what.
        targets: Targets,
        /// The share, at most 1.
        rate: Rate,
    },
    /// Of each `take` units of one line, only `pay` are paid.
    PayFewer {
        /// Of what.
        targets: Targets,
        /// Units of a set, more than `pay`.
        take: u32,
        /// Units that are paid.
        pay: u32,
    },
    /// Each `take` units of one line cost this amount, where that is less.
    PriceOfSeveral {
        /// Of what.
        targets: Targets,
        /// Units of a set, at least 1.
        take: u32,
        /// What they cost together.
        amounts: AmountsByCurrency,
    },
    /// A set of all the requirements costs this amount, where that is less. The saving is shared by price.
    PriceOfSet {
        /// What makes a set; at least one.
        requirements: Vec<Requirement>,
        /// What it costs.
        amounts: AmountsByCurrency,
    },
    /// One unit of each gift is free with each set of all the requirements.
    Gift {
        /// What makes a set; at least one.
        requirements: Vec<Requirement>,
        /// The gifts; at least one.
        gifts: Vec<Target>,
        /// Whether gifts that the cart lacks are put into it; only where the offer is [`Offer::Automatic`].
        is_added: bool,
    },
}

impl Reward {
    /// Whether it discounts the cart as a whole, and not units.
    #[must_use]
    pub const fn is_of_cart(&self) -> bool {
        match self {
            Self::CartAmount { .. } | Self::CartPercent { .. } => true,
            Self::UnitAmount { .. }
            | Self::UnitPercent { .. }
            | Self::PayFewer { .. }
            | Self::PriceOfSeveral { .. }
            | Self::PriceOfSet { .. }
            | Self::Gift { .. } => false,
        }
    }

    /// The lists of targets that it is on or not on, without what it gives.
    fn lists(&self) -> Vec<&[Target]> {
        match self {
            Self::CartAmount { excluded, .. } | Self::CartPercent { excluded, .. } => vec![excluded],
            Self::UnitAmount { targets, .. }
            | Self::UnitPercent { targets, .. }
            | Self::PayFewer { targets, .. }
            | Self::PriceOfSeveral { targets, .. } => match targets {
                Targets::All => Vec::new(),
                Targets::Only(targets) => vec![targets],
            },
            Self::PriceOfSet { requirements, .. } | Self::Gift { requirements, .. } => {
                requirements.iter().map(|requirement| requirement.targets.as_slice()).collect()
            }
        }
    }

    /// Targets of which a cart must have one for the reward to take anything off, to give anything, or to be declined; none
    /// where it may whatever the cart has.
    fn needed(&self) -> Option<&[Target]> {
        match self {
            Self::CartAmount { .. } | Self::CartPercent { .. } => None,
            Self::UnitAmount { .. }
            | Self::UnitPercent { .. }
            | Self::PayFewer { .. }
            | Self::PriceOfSeveral { .. }
            | Self::PriceOfSet { .. }
            // All of what a set takes is required, so that any one of its lists will do.
            | Self::Gift { .. } => self.lists().into_iter().min_by_key(|targets| targets.len()),
        }
    }
}

/// So many units, of any of several products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Of what; at least one.
    pub targets: Vec<Target>,
    /// How many units, at least 1.
    pub quantity: u32,
}

/// What a reward is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Targets {
    /// Every product. Custom items are none.
    All,
    /// These.
    Only(Vec<Target>),
}

/// A product or variant, by its identifier or its stock keeping unit, as it was written. A product means all its
/// variants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target(pub String);

/// All promotions of a store, with what their targets lead to.
#[derive(Debug, Clone, Default)]
pub struct Promotions {
    promotions: Vec<Promotion>,
    targets: HashMap<Target, Found>,
    by_id: HashMap<PromotionId, usize>,
    by_code: HashMap<String, usize>,
    /// Of the codes that are the same without regard to upper and lower case that of the oldest enabled promotion.
    by_folded_code: HashMap<String, String>,
    automatic: Automatic,
    /// In which lists of targets a product stands.
    listed: AHashMap<ProductId, Vec<InList>>,
}

impl Promotions {
    /// These promotions. `targets` has what each target leads to; one that leads nowhere is not in it.
    #[must_use]
    pub fn new(mut promotions: Vec<Promotion>, targets: HashMap<Target, Found>) -> Self {
        promotions.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
        let by_id = promotions.iter().enumerate().map(|(place, one)| (one.id.clone(), place)).collect();
        let (mut by_code, mut automatic) = (HashMap::new(), Automatic::default());
        let mut by_folded_code = HashMap::new();
        for (place, promotion) in promotions.iter().enumerate() {
            match &promotion.offer {
                Offer::Automatic => automatic.insert(place, &promotion.reward, &targets),
                Offer::ByCode(codes) => {
                    by_code.extend(codes.iter().map(|code| (code.code.clone(), place)));
                    for Code { code, .. } in codes.iter().filter(|_| promotion.is_enabled) {
                        by_folded_code.entry(folded(code)).or_insert_with(|| code.clone());
                    }
                }
            }
        }
        let listed = listed(&promotions, &targets);
        Self { promotions, targets, by_id, by_code, by_folded_code, automatic, listed }
    }

    /// Whether what is of this product in this variant stands in the list.
    pub(crate) fn is_listed(
        &self,
        list: (usize, usize),
        product: &ProductId,
        variant: Option<&VariantId>,
    ) -> bool {
        let listed = self.listed(product);
        let first = listed.partition_point(|one| one.list < list);
        listed[first..].iter().take_while(|one| one.list == list).any(|one| one.means(variant))
    }

    /// In which lists of targets the product stands, in the order of the promotions and of their lists.
    pub(crate) fn listed(&self, product: &ProductId) -> &[InList] {
        self.listed.get(product).map_or(&[], Vec::as_slice)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.promotions.is_empty()
    }

    /// All of them, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Promotion] {
        &self.promotions
    }

    /// The promotion of this identifier.
    #[must_use]
    pub fn find(&self, id: &PromotionId) -> Option<&Promotion> {
        self.by_id.get(id).map(|place| &self.promotions[*place])
    }

    /// The places among [`Promotions::all`] of those that are for every cart, in order, without those that need a product
    /// which is not among these. There may be many promotions, and few that concern a cart.
    pub(crate) fn automatic<'a>(&self, products: impl Iterator<Item = &'a ProductId>) -> Vec<usize> {
        self.automatic.places(products)
    }

    /// Whether one of those that are for every cart puts gifts into carts.
    pub(crate) const fn add_gifts(&self) -> bool {
        self.automatic.add_gifts()
    }

    /// The place among [`Promotions::all`] of the promotion of this identifier.
    pub(crate) fn place(&self, id: &PromotionId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place among [`Promotions::all`] of the promotion that has this code.
    pub(crate) fn place_of_code(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The promotion that has this code, and the code.
    #[must_use]
    pub fn find_code(&self, code: &str) -> Option<(&Promotion, &Code)> {
        let promotion = &self.promotions[*self.by_code.get(code)?];
        let Offer::ByCode(codes) = &promotion.offer else { return None };
        codes.iter().find(|one| one.code == code).map(|one| (promotion, one))
    }

    /// The promotion that has the code that is spelled so, and the code; in another case only an enabled promotion's.
    #[must_use]
    pub fn find_code_spelled(&self, code: &str, spelling: Spelling) -> Option<(&Promotion, &Code)> {
        let any_case = || self.find_code(self.by_folded_code.get(&folded(code))?);
        match spelling {
            Spelling::Exact => self.find_code(code),
            Spelling::AnyCase => self.find_code(code).or_else(any_case),
        }
    }

    /// What a target leads to.
    #[must_use]
    pub fn resolve(&self, target: &Target) -> Option<&Found> {
        self.targets.get(target)
    }
}

#[cfg(test)]
mod tests;
