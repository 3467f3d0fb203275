//! What holds for every cart, whatever promotions there are.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{
    NOW, Reward, added, cart, cart_amount, cart_percent, custom, gift, line, only, price, promotion,
    promotions, rate, requirement, usd, variant, with_discount, with_tax_in, with_taxes,
};
use crate::domain::cart::{Cart, Line};
use crate::domain::pricing::{PricedCart, PricedLine};
use crate::domain::promotion::{Promotion, Promotions, Targets};
use crate::domain::shared::Shared;
use crate::domain::tax::TaxAmount;

fn quantities() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 1_i64..8, 1 => 1_i64..=2_147_483_647]
}

/// A line of one of few products, so that lines and promotions meet.
fn lines() -> impl Strategy<Value = Line> {
    let prices = prop_oneof![Just(0_i64), 1_i64..4, 1_i64..10_000];
    let taxes = prop::collection::vec(
        prop_oneof![
            prop_oneof![Just("0.05"), Just("0.075"), Just("0.2"), Just("1.5")]
                .prop_map(|text| TaxAmount::Rate(rate(text))),
            (0_i64..500).prop_map(TaxAmount::Fixed),
        ],
        0..3,
    );
    let kinds = (0_usize..6, 0_u8..4, any::<bool>());
    (kinds, prices, quantities(), taxes, 0_u32..3).prop_map(|(kind, price, quantity, taxes, units)| {
        let (product, form, includes_tax) = kind;
        let product = ["a", "b", "c", "d", "e", "f"][product];
        let line = match form {
            0 => custom(product, price, quantity),
            1 => variant(&format!("{product}1"), line(product, price, quantity)),
            _ => line(product, price, quantity),
        };
        let line = if form == 2 && 0 < units && i64::from(units) <= quantity {
            added("p0", units, line)
        } else {
            line
        };
        let line = with_taxes(&taxes, line);
        if includes_tax { with_tax_in(line) } else { line }
    })
}

fn carts() -> impl Strategy<Value = Cart> {
    let discounts = prop::collection::vec(0_i64..20_000, 0..3);
    (prop::collection::vec(lines(), 0..12), discounts).prop_map(|(lines, discounts)| {
        discounts.into_iter().fold(cart(lines), |cart, off| with_discount(off, cart))
    })
}

fn targets() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("a"),
        Just("b"),
        Just("a b"),
        Just("b c"),
        Just("a1"),
        Just("c d e"),
        Just("a b c d e f")
    ]
}

fn rewards_on_units() -> impl Strategy<Value = Reward> {
    let share = prop_oneof![Just("0.1"), Just("0.333333"), Just("1")];
    let needs = || prop::collection::vec((1_u32..4, targets()), 1..4);
    let needed = |needs: Vec<(u32, &str)>| {
        needs.into_iter().map(|(units, targets)| requirement(units, targets)).collect::<Vec<_>>()
    };
    prop_oneof![
        (targets(), 1_i64..2_000)
            .prop_map(|(targets, off)| Reward::UnitAmount { targets: only(targets), amounts: usd(off) }),
        share.prop_map(|share| Reward::UnitPercent { targets: Targets::All, rate: rate(share) }),
        (targets(), 0_u32..3, 1_u32..3).prop_map(|(targets, pay, more)| Reward::PayFewer {
            targets: only(targets),
            take: pay + more,
            pay
        }),
        (targets(), 1_u32..4, 1_i64..5_000).prop_map(|(targets, take, cost)| Reward::PriceOfSeveral {
            targets: only(targets),
            take,
            amounts: usd(cost),
        }),
        (needs(), 1_i64..9_000).prop_map(move |(needs, cost)| Reward::PriceOfSet {
            requirements: needed(needs),
            amounts: usd(cost),
        }),
        (needs(), targets()).prop_map(move |(needs, gifts)| gift(needed(needs), gifts)),
    ]
}

fn rewards_on_carts() -> impl Strategy<Value = Reward> {
    let excluded = || prop_oneof![Just(""), Just("a"), Just("b c")];
    prop_oneof![
        (1_i64..20_000, excluded()).prop_map(|(off, excluded)| cart_amount(off, excluded)),
        (prop_oneof![Just("0.15"), Just("0.9")], excluded())
            .prop_map(|(share, excluded)| cart_percent(share, excluded)),
    ]
}

/// A promotion of this reward, with and without limits.
fn limited(reward: impl Strategy<Value = Reward>) -> impl Strategy<Value = Promotion> {
    let limits = (prop::option::of(0_u32..4), prop::option::of(1_i64..3_000), prop::option::of(1_i64..9_000));
    (reward, limits).prop_map(|(reward, (applications_max, discount_max, subtotal_min))| Promotion {
        applications_max,
        discount_max: discount_max.map_or_else(Default::default, usd),
        subtotal_min: subtotal_min.map_or_else(Default::default, usd),
        ..promotion("p", reward)
    })
}

fn some_promotions() -> impl Strategy<Value = Vec<Promotion>> {
    let each = limited(prop_oneof![3 => rewards_on_units(), 1 => rewards_on_carts()]);
    prop::collection::vec(each, 0..7)
}

/// These promotions under identifiers of their own.
fn numbered(all: Vec<Promotion>) -> Promotions {
    let numbered = all.into_iter().enumerate().map(|(number, one)| Promotion {
        id: promotion(&format!("p{number}"), one.reward.clone()).id,
        ..one
    });
    promotions(numbered.collect())
}

fn totals(priced: &PricedCart) -> [i64; 6] {
    [
        priced.subtotal,
        priced.discount_total,
        priced.tax_total,
        priced.included_tax_total,
        priced.undiscounted_total,
        priced.total,
    ]
}

fn of_line(line: &PricedLine) -> [i64; 6] {
    [
        line.subtotal,
        line.discount_total,
        line.tax_total,
        line.included_tax_total,
        line.undiscounted_total,
        line.total,
    ]
}

/// What each promotion takes off.
fn off(priced: &PricedCart) -> Vec<(&str, i64)> {
    priced.applied.iter().map(|applied| (applied.id.as_str(), applied.minor_units)).collect()
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole_and_no_line_is_negative(cart in carts(), all in some_promotions()) {
        let priced = price(&cart, &numbered(all), NOW).unwrap();
        let mut sums = [0; 6];
        for (place, line) in priced.lines.iter().enumerate() {
            for (sum, part) in sums.iter_mut().zip(of_line(line)) {
                prop_assert!(0 <= part);
                *sum += part;
            }
            prop_assert_eq!(line.total, line.subtotal - line.discount_total + line.tax_total);
            prop_assert!(line.discount_total <= line.subtotal);
            prop_assert!(line.included_tax_total <= line.total);
            prop_assert_eq!(priced.applied_to(place).map(|(_, off)| off).sum::<i64>(), line.discount_total);
        }
        prop_assert_eq!(sums, totals(&priced));
        prop_assert_eq!(priced.total, priced.subtotal - priced.discount_total + priced.tax_total);
        for applied in &priced.applied {
            prop_assert!(0 < applied.minor_units && applied.shares.is_sorted());
            prop_assert!(applied.shares.iter().all(|(_, share)| 0 < *share));
            prop_assert_eq!(applied.shares.iter().map(|(_, share)| share).sum::<i64>(), applied.minor_units);
        }
    }

    #[test]
    fn the_order_of_lines_makes_no_difference(
        cart in carts(),
        keys in prop::collection::vec(any::<u32>(), 12),
        all in some_promotions(),
    ) {
        let all = numbered(all);
        let mut keyed: Vec<(u32, Shared<Line>)> = keys.into_iter().zip(cart.lines.clone()).collect();
        keyed.sort_by_key(|(key, _)| *key);
        let shuffled = Cart { lines: keyed.into_iter().map(|(_, line)| line).collect(), ..cart.clone() };
        let (one, other) = (price(&cart, &all, NOW).unwrap(), price(&shuffled, &all, NOW).unwrap());
        prop_assert_eq!(totals(&one), totals(&other));
        prop_assert_eq!(off(&one), off(&other));
        prop_assert_eq!(one.suggestions, other.suggestions);
        prop_assert_eq!(one.declined, other.declined);
        let sorted = |priced: &PricedCart| {
            let mut lines: Vec<_> = priced.lines.iter().map(of_line).collect();
            lines.sort_unstable();
            lines
        };
        prop_assert_eq!(
            sorted(&PricedCart { lines: one.lines, ..PricedCart::nothing(None) }),
            sorted(&PricedCart { lines: other.lines, ..PricedCart::nothing(None) })
        );
    }

    #[test]
    fn a_promotion_never_raises_what_a_line_costs(
        cart in carts(),
        one in limited(prop_oneof![rewards_on_units(), rewards_on_carts()]),
    ) {
        let cart = Cart { discounts: vec![], ..cart };
        let before = price(&cart, &Promotions::default(), NOW).unwrap();
        let after = price(&cart, &promotions(vec![one]), NOW).unwrap();
        for (before, after) in before.lines.iter().zip(&after.lines) {
            prop_assert!(after.total <= before.total);
            prop_assert_eq!(before.undiscounted_total, after.undiscounted_total);
        }
    }

    #[test]
    fn one_more_promotion_on_the_cart_never_raises_what_a_line_costs(
        cart in carts(),
        mut all in some_promotions(),
        newest in limited(rewards_on_carts()),
    ) {
        let cart = Cart { discounts: vec![], ..cart };
        let before = price(&cart, &numbered(all.clone()), NOW).unwrap();
        all.push(newest);
        let after = price(&cart, &numbered(all), NOW).unwrap();
        for (before, after) in before.lines.iter().zip(&after.lines) {
            prop_assert!(after.total <= before.total);
        }
    }

    #[test]
    fn one_more_promotion_on_units_never_raises_what_a_line_costs(
        cart in carts(),
        mut all in prop::collection::vec(limited(rewards_on_units()), 0..5),
        newest in limited(rewards_on_units()),
    ) {
        let cart = Cart { discounts: vec![], ..cart };
        let before = price(&cart, &numbered(all.clone()), NOW).unwrap();
        all.push(newest);
        let after = price(&cart, &numbered(all), NOW).unwrap();
        for (before, after) in before.lines.iter().zip(&after.lines) {
            prop_assert!(after.total <= before.total);
        }
    }

    #[test]
    fn a_promotion_takes_off_no_more_than_it_may(cart in carts(), all in some_promotions()) {
        let without_added = |line: &Shared<Line>| Line { auto_added: vec![], ..Line::clone(line) }.into();
        let cart = Cart { lines: cart.lines.iter().map(without_added).collect(), ..cart };
        let all = numbered(all);
        for applied in price(&cart, &all, NOW).unwrap().applied {
            let Some(promotion) = applied.promotion.as_ref().and_then(|id| all.find(id)) else { continue };
            if let Some(most) = promotion.discount_max.values().next() {
                prop_assert!(applied.minor_units <= *most);
            }
            let Some(applications) = promotion.applications_max.map(i64::from) else { continue };
            let dearest = cart.lines.iter().map(|line| line.unit_price.minor_units).max().unwrap_or(0);
            let most = match &promotion.reward {
                Reward::UnitAmount { amounts, .. } => applications * amounts.values().sum::<i64>(),
                Reward::UnitPercent { .. } => applications * dearest,
                Reward::PayFewer { take, pay, .. } => applications * i64::from(take - pay) * dearest,
                Reward::PriceOfSeveral { take, .. } => applications * i64::from(*take) * dearest,
                Reward::PriceOfSet { requirements, .. } => {
                    let units = requirements.iter().map(|one| i64::from(one.quantity)).sum::<i64>();
                    applications * units * dearest
                }
                Reward::Gift { gifts, .. } => applications * i64::try_from(gifts.len()).unwrap() * dearest,
                Reward::CartAmount { .. } | Reward::CartPercent { .. } => continue,
            };
            prop_assert!(applied.minor_units <= most);
        }
    }

    /// Each takes the whole price of its units, so that two on one unit would take more than there is; and one minor unit
    /// of each unit, so that there would be more off than units.
    #[test]
    fn no_unit_has_two_rewards(
        cart in carts(),
        all in prop::collection::vec((targets(), prop::option::of(0_u32..5)), 1..6),
    ) {
        let all = all.into_iter().map(|(targets, applications_max)| Promotion {
            applications_max,
            ..promotion("p", Reward::UnitAmount { targets: only(targets), amounts: usd(1) })
        });
        let all: Vec<Promotion> = all.collect();
        let priced = price(&Cart { discounts: vec![], ..cart.clone() }, &numbered(all), NOW).unwrap();
        for (line, amounts) in cart.lines.iter().zip(&priced.lines) {
            let free = line.unit_price.minor_units * i64::from(line.auto_added_units());
            prop_assert!(amounts.discount_total - free <= i64::from(line.wanted_units()));
        }
    }
}
