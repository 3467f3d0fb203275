//! Promotions of all kinds.

use super::AT;
use crate::domain::id::PromotionId;
use crate::domain::money::Currency;
use crate::domain::promotion::{
    AmountsByCurrency, Code, Offer, Promotion, Requirement, Reward, Target, Targets,
};
use crate::domain::tax::Rate;

fn target(text: &str) -> Target {
    Target(text.to_owned())
}

fn amounts(minor_units: i64) -> AmountsByCurrency {
    [(Currency::USD, minor_units), (Currency::new("EUR").unwrap(), minor_units + 1)].into()
}

pub(crate) fn code(text: &str) -> Code {
    Code { code: text.to_owned(), uses_max: Some(3) }
}

/// So many units of a product.
pub(crate) fn requirement(product: &str, quantity: u32) -> Requirement {
    Requirement { targets: vec![target(product)], quantity }
}

/// A promotion by code, with everything.
pub(crate) fn promotion(id: &str, reward: Reward) -> Promotion {
    Promotion {
        id: PromotionId::new(id).unwrap(),
        name: "Ten off".to_owned(),
        description: "For a while".to_owned(),
        is_enabled: true,
        offer: Offer::ByCode(vec![code(&format!("CODE-{id}")), code(&format!("OTHER-{id}"))]),
        starts_at: Some(AT),
        ends_at: Some(AT.saturating_add_millis(1_000_000)),
        subtotal_min: amounts(1_000),
        applications_max: Some(2),
        discount_max: amounts(5_000),
        created_at: AT,
        reward,
    }
}

/// An automatic promotion that puts a unit of one product into each cart that has so many units of another.
pub(crate) fn gift(id: &str, required: &str, quantity: u32, gift: &str) -> Promotion {
    let reward = Reward::Gift {
        requirements: vec![requirement(required, quantity)],
        gifts: vec![target(gift)],
        is_added: true,
    };
    Promotion {
        offer: Offer::Automatic,
        starts_at: None,
        ends_at: None,
        subtotal_min: AmountsByCurrency::new(),
        applications_max: None,
        discount_max: AmountsByCurrency::new(),
        ..promotion(id, reward)
    }
}

/// One of each reward.
pub(crate) fn rewards() -> Vec<Reward> {
    let rate = Rate::parse("0.125").unwrap();
    let targets = || Targets::Only(vec![target("mug"), target("SKU-cup")]);
    let requirements = || vec![requirement("mug", 1), requirement("cup", 2)];
    vec![
        Reward::CartAmount { amounts: amounts(100), excluded: vec![target("cup")] },
        Reward::CartPercent { rates: [(Currency::USD, rate)].into(), excluded: vec![] },
        Reward::UnitAmount { targets: Targets::All, amounts: amounts(5) },
        Reward::UnitPercent { targets: targets(), rate },
        Reward::PayFewer { targets: targets(), take: 3, pay: 2 },
        Reward::PriceOfSeveral { targets: targets(), take: 2, amounts: amounts(1_500) },
        Reward::PriceOfSet { requirements: requirements(), amounts: amounts(2_000) },
        Reward::Gift { requirements: requirements(), gifts: vec![target("cup")], is_added: false },
    ]
}
