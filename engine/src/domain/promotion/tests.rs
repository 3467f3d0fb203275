use std::collections::HashMap;

use super::{AmountsByCurrency, Offer, Promotion, Promotions, Requirement, Reward, Target, Targets};
use crate::domain::facts::Found;
use crate::domain::id::{ProductId, PromotionId, VariantId};
use crate::domain::time::Timestamp;

fn targets(texts: &str) -> Vec<Target> {
    texts.split_whitespace().map(|text| Target(text.to_owned())).collect()
}

fn set(requirements: &[&str]) -> Reward {
    let requirement = |texts: &&str| Requirement { targets: targets(texts), quantity: 1 };
    Reward::PriceOfSet {
        requirements: requirements.iter().map(requirement).collect(),
        amounts: AmountsByCurrency::new(),
    }
}

fn off(targets: Targets) -> Reward {
    Reward::UnitAmount { targets, amounts: AmountsByCurrency::new() }
}

/// Automatic promotions with these rewards, the first the oldest, over the products `a`, `b` and `c`, and `a1`, which is a
/// variant of `a`.
fn promotions(rewards: Vec<Reward>) -> Promotions {
    let automatic = |(place, reward)| Promotion {
        id: PromotionId::new(format!("p{place}")).unwrap(),
        name: String::new(),
        description: String::new(),
        is_enabled: true,
        offer: Offer::Automatic,
        starts_at: None,
        ends_at: None,
        subtotal_min: AmountsByCurrency::new(),
        applications_max: None,
        discount_max: AmountsByCurrency::new(),
        created_at: Timestamp::from_millis(0),
        reward,
    };
    let found = |product: &str, variant: Option<&str>| Found {
        product: ProductId::new(product).unwrap(),
        variant: variant.map(|variant| VariantId::new(variant).unwrap()),
    };
    let leads = ["a", "b", "c"].map(|product| (Target(product.to_owned()), found(product, None)));
    let mut leads = HashMap::from(leads);
    leads.insert(Target("a1".to_owned()), found("a", Some("a1")));
    Promotions::new(rewards.into_iter().enumerate().map(automatic).collect(), leads)
}

#[test]
fn only_promotions_that_may_concern_a_cart_are_looked_at_for_it() {
    let promotions = promotions(vec![
        off(Targets::Only(targets("a1 a"))),
        Reward::CartAmount { amounts: AmountsByCurrency::new(), excluded: targets("a") },
        off(Targets::Only(targets("b nowhere"))),
        off(Targets::All),
        set(&["a b", "c"]),
        Reward::Gift { requirements: vec![], gifts: targets("a"), is_added: true },
    ]);
    let check = |products: &[&str], expected: &[usize]| {
        let products: Vec<ProductId> = products.iter().map(|id| ProductId::new(*id).unwrap()).collect();
        assert_eq!(promotions.automatic(products.iter()), expected);
    };
    check(&[], &[1, 3, 5]);
    check(&["a"], &[0, 1, 3, 5]);
    check(&["b", "a", "b"], &[0, 1, 2, 3, 5]);
    check(&["c"], &[1, 3, 4, 5]);
    check(&["d"], &[1, 3, 5]);
}

#[test]
fn that_gifts_are_put_into_carts_is_known_beforehand() {
    let gift = |is_added| Reward::Gift { requirements: vec![], gifts: targets("a"), is_added };
    assert!(!promotions(vec![gift(false), off(Targets::All)]).add_gifts());
    assert!(promotions(vec![off(Targets::All), gift(true)]).add_gifts());
}

#[test]
fn a_product_stands_in_a_list_in_all_its_variants_or_in_those_that_are_named() {
    let promotions = promotions(vec![
        off(Targets::Only(targets("a1 b nowhere"))),
        off(Targets::All),
        set(&["a c", "b"]),
        Reward::CartAmount { amounts: AmountsByCurrency::new(), excluded: targets("c") },
    ]);
    let check = |product: &str, variant: Option<&str>, expected: &[(usize, usize)]| {
        let product = ProductId::new(product).unwrap();
        let variant = variant.map(|variant| VariantId::new(variant).unwrap());
        let lists = [(0, 0), (1, 0), (2, 0), (2, 1), (3, 0)];
        let listed = |list: &(usize, usize)| promotions.is_listed(*list, &product, variant.as_ref());
        assert_eq!(lists.into_iter().filter(listed).collect::<Vec<_>>(), expected);
    };
    check("a", Some("a1"), &[(0, 0), (2, 0)]);
    check("a", Some("a2"), &[(2, 0)]);
    check("a", None, &[(2, 0)]);
    check("b", None, &[(0, 0), (2, 1)]);
    check("c", None, &[(2, 0), (3, 0)]);
    check("d", None, &[]);
}
