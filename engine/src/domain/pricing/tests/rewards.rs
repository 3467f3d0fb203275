//! What each reward takes off, and of which units.

use super::{
    Reward, added, cart, cart_amount, cart_percent, check, custom, line, named, only, priced, promotion,
    rate, requirement, usd, variant, with_discount,
};
use crate::domain::cart::CustomInputs;
use crate::domain::money::Currency;
use crate::domain::promotion::{AmountsByCurrency, Promotion, Targets};
use crate::domain::value::Value;

fn off_each(minor_units: i64, targets: Targets) -> Reward {
    Reward::UnitAmount { targets, amounts: usd(minor_units) }
}

fn share_of_each(share: &str, targets: Targets) -> Reward {
    Reward::UnitPercent { targets, rate: rate(share) }
}

fn pay_fewer(take: u32, pay: u32, targets: &str) -> Reward {
    Reward::PayFewer { targets: only(targets), take, pay }
}

fn price_of_several(take: u32, minor_units: i64, targets: &str) -> Reward {
    Reward::PriceOfSeveral { targets: only(targets), take, amounts: usd(minor_units) }
}

#[test]
fn an_amount_off_each_unit_is_at_most_its_price() {
    let lines = || vec![line("a", 300, 2), line("b", 50, 3), line("c", 300, 1)];
    check(lines(), vec![promotion("p", off_each(100, only("a b")))], &[("p", &[(0, 200), (1, 150)])]);
}

#[test]
fn a_share_off_units_is_rounded_once_a_line() {
    let lines = vec![line("a", 333, 3), line("b", 5, 1)];
    let share = promotion("p", share_of_each("0.1", Targets::All));
    check(lines, vec![share], &[("p", &[(0, 100), (1, 1)])]);
}

#[test]
fn all_products_are_meant_and_no_custom_item() {
    let lines = vec![line("a", 300, 1), custom("c", 300, 1)];
    check(lines, vec![promotion("p", off_each(100, Targets::All))], &[("p", &[(0, 100)])]);
}

#[test]
fn a_product_means_all_its_variants_and_a_variant_itself() {
    let lines = || vec![variant("a1", line("a", 300, 1)), variant("a2", line("a", 300, 1))];
    check(lines(), vec![promotion("p", off_each(100, only("a")))], &[("p", &[(0, 100), (1, 100)])]);
    check(lines(), vec![promotion("p", off_each(100, only("a2")))], &[("p", &[(1, 100)])]);
    check(lines(), vec![promotion("p", off_each(100, only("a3 nothing")))], &[]);
}

#[test]
fn fewer_are_paid_of_full_sets_of_one_line() {
    let check_units = |units, off: &[(&str, &[(usize, i64)])]| {
        check(vec![line("a", 100, units)], vec![promotion("p", pay_fewer(3, 2, "a"))], off);
    };
    check_units(2, &[]);
    check_units(3, &[("p", &[(0, 100)])]);
    check_units(5, &[("p", &[(0, 100)])]);
    check_units(6, &[("p", &[(0, 200)])]);
    let of_two_lines = vec![line("a", 100, 2), named("z", line("a", 100, 2))];
    check(of_two_lines, vec![promotion("p", pay_fewer(3, 2, "a"))], &[]);
}

#[test]
fn several_cost_an_amount_where_that_is_less() {
    let check_price = |minor_units, off: &[(&str, &[(usize, i64)])]| {
        let several = promotion("p", price_of_several(2, 150, "a"));
        check(vec![line("a", minor_units, 5)], vec![several], off);
    };
    check_price(100, &[("p", &[(0, 100)])]);
    check_price(75, &[]);
    check_price(70, &[]);
    check_price(76, &[("p", &[(0, 4)])]);
}

#[test]
fn sets_are_made_over_lines_whatever_their_custom_inputs() {
    let set = Reward::PriceOfSet {
        requirements: vec![requirement(2, "a"), requirement(1, "b c")],
        amounts: usd(200),
    };
    let engraved = CustomInputs::new(Value::Map(vec![("front".into(), Value::Text("X".into()))]));
    let mut second = named("z", line("a", 100, 3));
    second.custom_inputs = engraved;
    let lines = vec![line("a", 100, 1), second, line("b", 100, 1), line("c", 40, 5)];
    // a + a + b for 200, then a + a + c for 200, and no third a is left.
    let priced = check(lines, vec![promotion("p", set)], &[("p", &[(0, 26), (1, 78), (2, 26), (3, 10)])]);
    assert_eq!(priced.discount_total, 100 + 40);
}

#[test]
fn a_set_that_costs_less_already_stays_as_it_is() {
    let set = |amount| Reward::PriceOfSet {
        requirements: vec![requirement(1, "a b"), requirement(1, "c")],
        amounts: usd(amount),
    };
    let lines = || vec![line("a", 300, 1), line("b", 100, 1), line("c", 100, 2)];
    check(lines(), vec![promotion("p", set(200))], &[("p", &[(0, 150), (2, 50)])]);
    check(lines(), vec![promotion("p", set(400))], &[]);
}

#[test]
fn units_have_one_reward_and_the_oldest_promotion_the_first_choice() {
    let older = Promotion { applications_max: Some(2), ..promotion("old", off_each(100, only("a"))) };
    let newer = promotion("new", share_of_each("0.5", Targets::All));
    let lines = || vec![line("a", 300, 3), line("b", 200, 1)];
    check(
        lines(),
        vec![older.clone(), newer.clone()],
        &[("old", &[(0, 200)]), ("new", &[(0, 150), (1, 100)])],
    );
    check(lines(), vec![newer, older], &[("new", &[(0, 450), (1, 100)])]);
}

#[test]
fn units_of_sets_are_left_over_for_the_next() {
    let fewer = promotion("fewer", pay_fewer(2, 1, "a"));
    let each = promotion("each", off_each(10, only("a")));
    check(vec![line("a", 100, 5)], vec![fewer, each], &[("fewer", &[(0, 200)]), ("each", &[(0, 10)])]);
}

#[test]
fn nothing_is_taken_by_what_takes_nothing_off() {
    let cheap = promotion("rounded", share_of_each("0.001", Targets::All));
    let each = promotion("each", off_each(10, Targets::All));
    let lines = vec![line("a", 100, 2), line("b", 0, 1)];
    check(lines, vec![cheap, each], &[("each", &[(0, 20)])]);
}

#[test]
fn applications_are_counted_over_the_cart_the_dearest_first() {
    let most =
        |applications, reward| Promotion { applications_max: Some(applications), ..promotion("p", reward) };
    let lines = || vec![line("a", 100, 3), line("b", 200, 2)];
    check(lines(), vec![most(3, off_each(10, Targets::All))], &[("p", &[(0, 10), (1, 20)])]);
    check(lines(), vec![most(2, pay_fewer(2, 1, "a b"))], &[("p", &[(0, 100), (1, 200)])]);
    check(lines(), vec![most(1, pay_fewer(2, 1, "a b"))], &[("p", &[(1, 200)])]);
    check(lines(), vec![most(1, price_of_several(2, 150, "a b"))], &[("p", &[(1, 250)])]);
    check(lines(), vec![most(0, off_each(10, Targets::All))], &[]);
    let requirements = vec![requirement(1, "a"), requirement(1, "b")];
    let set = Reward::PriceOfSet { requirements, amounts: usd(150) };
    check(lines(), vec![most(1, set)], &[("p", &[(0, 50), (1, 100)])]);
}

#[test]
fn a_promotion_takes_off_no_more_than_its_limit() {
    let most = |minor_units, reward| Promotion { discount_max: usd(minor_units), ..promotion("p", reward) };
    let lines = || vec![line("a", 100, 3), line("b", 300, 1)];
    check(lines(), vec![most(50, off_each(30, Targets::All))], &[("p", &[(0, 37), (1, 13)])]);
    check(lines(), vec![most(120, off_each(30, Targets::All))], &[("p", &[(0, 90), (1, 30)])]);
    check(lines(), vec![most(50, cart_percent("0.5", ""))], &[("p", &[(0, 25), (1, 25)])]);
    let euros = Currency::new("EUR").unwrap();
    let in_euros = Promotion { discount_max: [(euros, 1)].into(), ..promotion("p", cart_amount(90, "")) };
    check(lines(), vec![in_euros], &[("p", &[(0, 45), (1, 45)])]);
}

#[test]
fn all_rewards_on_the_cart_apply_to_what_is_not_excluded() {
    let lines = || vec![line("a", 1_000, 1), line("b", 1_000, 1), custom("c", 1_000, 1)];
    let amount = promotion("amount", cart_amount(100, "b"));
    let percent = promotion("percent", cart_percent("0.1", "a"));
    let expected: [(&str, &[(usize, i64)]); 2] =
        [("amount", &[(0, 50), (2, 50)]), ("percent", &[(1, 103), (2, 97)])];
    check(lines(), vec![amount, percent], &expected);
    check(lines(), vec![promotion("p", cart_amount(9_999, "a b"))], &[("p", &[(2, 1_000)])]);
}

#[test]
fn a_percentage_is_of_the_cart_after_what_is_off_units() {
    let units = promotion("units", off_each(500, only("a")));
    let (first, second) = (promotion("x", cart_percent("0.6", "")), promotion("y", cart_percent("0.6", "")));
    let lines = vec![line("a", 1_000, 1), line("b", 500, 1)];
    let expected: [(&str, &[(usize, i64)]); 3] =
        [("units", &[(0, 500)]), ("x", &[(0, 300), (1, 300)]), ("y", &[(0, 200), (1, 200)])];
    assert_eq!(check(lines, vec![first, second, units], &expected).total, 0);
}

#[test]
fn discounts_of_the_cart_itself_come_last_and_take_what_is_left() {
    let cart = with_discount(400, with_discount(300, cart(vec![line("a", 1_000, 1)])));
    let priced = priced(&cart, vec![promotion("p", cart_amount(500, ""))]);
    let off: Vec<(&str, i64)> = priced.applied.iter().map(|one| (one.id.as_str(), one.minor_units)).collect();
    assert_eq!(off, [("p", 500), ("d0", 300), ("d1", 200)]);
    assert!(priced.applied[1].promotion.is_none() && priced.applied[1].is_of_cart);
    assert_eq!(priced.total, 0);
}

#[test]
fn the_least_value_is_that_before_discounts_and_without_what_was_added() {
    let from =
        |minor_units| Promotion { subtotal_min: usd(minor_units), ..promotion("p", cart_amount(10, "")) };
    let half = promotion("half", share_of_each("0.5", Targets::All));
    let lines = || vec![line("a", 100, 2), added("gone", 1, line("b", 50, 1))];
    let applied = |least| priced(&cart(lines()), vec![half.clone(), from(least)]).applied.len();
    assert_eq!((applied(200), applied(201)), (3, 2));
}

#[test]
fn an_impossible_reward_takes_nothing_off() {
    let lines = || vec![line("a", 100, 2)];
    for reward in [
        pay_fewer(0, 0, "a"),
        pay_fewer(2, 3, "a"),
        price_of_several(0, 10, "a"),
        Reward::PriceOfSet { requirements: vec![], amounts: usd(10) },
        Reward::PriceOfSet { requirements: vec![requirement(0, "a")], amounts: usd(10) },
        off_each(-5, Targets::All),
        cart_amount(-5, ""),
        cart_percent("0", ""),
    ] {
        check(lines(), vec![promotion("p", reward)], &[]);
    }
    let negative = Promotion { discount_max: usd(-5), ..promotion("p", off_each(5, Targets::All)) };
    check(lines(), vec![negative], &[]);
    let no_amounts = AmountsByCurrency::new();
    check(lines(), vec![promotion("p", Reward::UnitAmount { targets: only("b"), amounts: no_amounts })], &[]);
}

/// A hundred lines of as many units as there can be, and fifty promotions that all reach for the same.
#[test]
fn a_cart_full_of_everything_is_priced() {
    let products: Vec<String> = ('a'..='z').map(String::from).collect();
    let of = |number: usize| products[number % products.len()].as_str();
    let lines = (0..100_i64).map(|number| {
        let quantity = if number % 3 == 0 { 2_147_483_647 } else { number + 1 };
        named(&format!("l{number}"), line(of(usize::try_from(number).unwrap()), number % 7, quantity))
    });
    let everything = products.join(" ");
    let all = (0..50_usize).map(|number| {
        let several = || {
            (0..5)
                .map(|other| requirement(3, &format!("{} {}", of(number + other), of(number + 2 * other))))
                .collect()
        };
        let reward = match number % 5 {
            0 => Reward::PriceOfSet { requirements: several(), amounts: usd(17) },
            1 => super::gift(several(), &everything),
            2 => pay_fewer(1_000_000_007, 1, &everything),
            3 => price_of_several(7, 20, of(number)),
            _ => share_of_each("0.1", only(of(number))),
        };
        Promotion { applications_max: Some(1 << (number % 32)), ..promotion(&format!("p{number}"), reward) }
    });
    let priced = priced(&cart(lines.collect()), all.collect());
    assert!(priced.lines.iter().all(|line| 0 <= line.total && line.total <= line.subtotal));
    assert_eq!(priced.lines.iter().map(|line| line.total).sum::<i64>(), priced.total);
    assert!(30 < priced.applied.len());
}
