//! Every number that the sources print.

use super::{
    Reward, cart, cart_amount, check, gift, line, priced, promotion, rate, requirement, taxed, usd,
    with_discount,
};
use crate::domain::pricing::PricedCart;
use crate::domain::promotion::Promotions;

fn totals(priced: &PricedCart) -> Vec<(i64, i64)> {
    priced.lines.iter().map(|line| (line.total, line.unit_total)).collect()
}

/// The printed StateSet answer: 2 at 99.99, 19.99, 24.99, and 20.00 off.
#[test]
fn the_printed_cart_costs_what_is_printed() {
    let lines = vec![line("a", 9_999, 2), line("b", 1_999, 1), line("c", 2_499, 1)];
    let cart = with_discount(2_000, cart(lines));
    let priced = crate::domain::pricing::price(&cart, &Promotions::default(), super::NOW).unwrap();
    assert_eq!((priced.subtotal, priced.discount_total, priced.total), (24_496, 2_000, 22_496));
}

/// Section 11: 2 x 20000 and 3 x 10000, 500 off the cart.
#[test]
fn a_discount_of_the_cart_is_spread_by_price() {
    let lines = vec![line("a", 20_000, 2), line("b", 10_000, 3)];
    let off = promotion("off", cart_amount(500, ""));
    let shares = [("off", [(0, 286), (1, 214)].as_slice())];
    let by_promotion = check(lines.clone(), vec![off], &shares);
    assert_eq!(totals(&by_promotion), [(39_714, 19_857), (29_786, 9_929)]);
    let own = priced(&with_discount(500, cart(lines)), vec![]);
    assert_eq!(totals(&own), [(39_714, 19_857), (29_786, 9_929)]);
}

/// Section 11: a set that is 1000 cheaper, of a line of 10000 and a line of 2 x 10000.
#[test]
fn the_saving_of_a_set_is_spread_by_price_and_units() {
    let set = |amount, first, second| Reward::PriceOfSet {
        requirements: vec![requirement(first, "a"), requirement(second, "b")],
        amounts: usd(amount),
    };
    let lines = vec![line("a", 10_000, 1), line("b", 10_000, 2)];
    let priced = check(lines, vec![promotion("set", set(29_000, 1, 2))], &[("set", &[(0, 333), (1, 667)])]);
    assert_eq!(totals(&priced), [(9_667, 9_667), (19_333, 9_667)]);
    // 150.00 and 100.00 together for 200.00.
    let lines = vec![line("a", 15_000, 1), line("b", 10_000, 1)];
    let priced =
        check(lines, vec![promotion("set", set(20_000, 1, 1))], &[("set", &[(0, 3_000), (1, 2_000)])]);
    assert_eq!(priced.total, 20_000);
}

/// Section 11, and section 20, 23: 3 x 9.99 with 20 % and 1 x 0.03 without tax, 10.00 off. The arithmetic is followed, not
/// the table.
#[test]
fn taxes_come_after_discounts() {
    let lines = vec![taxed("0.2", line("a", 999, 3)), line("b", 3, 1)];
    let off = promotion("off", cart_amount(1_000, ""));
    let priced = check(lines, vec![off], &[("off", &[(0, 999), (1, 1)])]);
    assert_eq!((priced.lines[0].tax_total, priced.lines[1].tax_total), (400, 0));
    assert_eq!((priced.total - priced.tax_total, priced.total), (2_000, 2_400));
}

/// Section 11: the line shows the reward on its units apart from its share of what is off the cart.
#[test]
fn a_line_shows_apart_what_is_off_its_units() {
    let on_units = promotion("units", Reward::UnitPercent { targets: super::only("a"), rate: rate("0.1") });
    let lines = vec![line("a", 1_120, 1)];
    let all = vec![promotion("off", cart_amount(100, "")), on_units];
    let priced = check(lines, all, &[("units", &[(0, 112)]), ("off", &[(0, 100)])]);
    let of_line: Vec<(bool, i64)> = priced.applied_to(0).map(|(one, off)| (one.is_of_cart, off)).collect();
    assert_eq!(of_line, [(false, 112), (true, 100)]);
    assert_eq!(priced.lines[0].discount_total, 212);
}

/// The document's example: sku1 for 100.00, and with it the gift, worth 5.00, that the promotion has added.
#[test]
fn the_gift_of_the_document_costs_nothing() {
    let gifts = promotion("b39e", gift(vec![requirement(1, "a")], "g"));
    let lines = vec![line("a", 10_000, 1), super::added("b39e", 1, line("g", 500, 1))];
    let priced = check(lines, vec![gifts], &[("b39e", &[(1, 500)])]);
    assert_eq!(priced.applied[0].code, "auto_b39e");
    assert_eq!((priced.total, priced.discount_total, priced.undiscounted_total), (10_000, 500, 10_500));
    assert_eq!(totals(&priced), [(10_000, 10_000), (0, 0)]);
    assert_eq!(priced.suggestions, []);
}

/// The document's second example: the gift could not be added, and is suggested.
#[test]
fn the_gift_that_the_document_could_not_add_is_suggested() {
    let gifts = promotion("7617", gift(vec![requirement(1, "b")], "g"));
    let priced = check(vec![line("b", 9_000, 1)], vec![gifts], &[]);
    assert_eq!((priced.total, priced.discount_total, priced.undiscounted_total), (9_000, 0, 9_000));
    let [suggestion] = priced.suggestions.as_slice() else { panic!("one gift is suggested") };
    assert_eq!((suggestion.promotion.as_str(), suggestion.code.as_str()), ("7617", "auto_7617"));
    assert_eq!(suggestion.gifts, [(super::list("g").remove(0), 1)]);
    assert!(suggestion.is_added);
}
