//! Taxes, in and on top of prices, and the limits of totals.

use super::{
    cart, cart_amount, line, priced, promotion, rate, taxed, with_discount, with_tax_in, with_taxes,
};
use crate::domain::cart::Line;
use crate::domain::money::AMOUNT_MINOR_UNITS_MAX;
use crate::domain::pricing::{PricedLine, TotalOutOfRange, price};
use crate::domain::promotion::Promotions;
use crate::domain::tax::{Rate, TaxAmount};

fn by_rate(text: &str) -> TaxAmount {
    TaxAmount::Rate(rate(text))
}

/// Of one line with so much off the cart: tax on top, tax in the price, total, and total with nothing off.
#[track_caller]
fn check(line: Line, off: i64, expected: (i64, i64, i64, i64)) {
    let priced = priced(&with_discount(off, cart(vec![line])), vec![]);
    let PricedLine { tax_total, included_tax_total, total, undiscounted_total, .. } = priced.lines[0];
    assert_eq!((tax_total, included_tax_total, total, undiscounted_total), expected);
    assert_eq!(
        (priced.tax_total, priced.included_tax_total, priced.total, priced.undiscounted_total),
        expected
    );
}

#[test]
fn a_tax_on_top_is_of_what_is_left() {
    check(taxed("0.2", line("a", 1_000, 2)), 0, (400, 0, 2_400, 2_400));
    check(taxed("0.2", line("a", 1_000, 2)), 500, (300, 0, 1_800, 2_400));
    check(taxed("0.2", line("a", 1_000, 2)), 2_000, (0, 0, 0, 2_400));
}

#[test]
fn rates_are_summed_before_the_one_rounding() {
    // Each by itself would be 0.495, and nothing.
    let rates = [by_rate("0.055"), by_rate("0.055")];
    check(with_taxes(&rates, line("a", 9, 1)), 0, (1, 0, 10, 10));
    check(with_taxes(&rates, taxed("0.055", line("a", 9, 1))), 0, (1, 0, 10, 10));
    check(taxed("0.5", line("a", 1, 1)), 0, (1, 0, 2, 2));
    check(taxed("0.49", line("a", 1, 1)), 0, (0, 0, 1, 1));
}

#[test]
fn amounts_are_added_once_a_line() {
    let taxes = [by_rate("0.1"), TaxAmount::Fixed(7), TaxAmount::Fixed(3)];
    check(with_taxes(&taxes, line("a", 100, 2)), 0, (30, 0, 230, 230));
    check(with_taxes(&taxes, line("a", 100, 2)), 200, (10, 0, 10, 230));
}

#[test]
fn a_tax_in_the_price_does_not_change_it() {
    check(with_tax_in(line("a", 1_200, 1)), 0, (0, 0, 1_200, 1_200));
    check(with_tax_in(taxed("0.2", line("a", 1_200, 1))), 0, (0, 200, 1_200, 1_200));
    check(with_tax_in(taxed("0.2", line("a", 1_200, 1))), 600, (0, 100, 600, 1_200));
    let taxes = [by_rate("0.1"), TaxAmount::Fixed(100)];
    check(with_tax_in(with_taxes(&taxes, line("a", 1_200, 1))), 0, (0, 200, 1_200, 1_200));
    // An amount that is more than the price leaves nothing of it without tax.
    check(with_tax_in(with_taxes(&taxes, line("a", 50, 1))), 0, (0, 50, 50, 50));
    check(with_tax_in(taxed("0.075", line("a", 999, 1))), 0, (0, 70, 999, 999));
}

#[test]
fn the_largest_taxes_are_computed_and_refused() {
    let all = [TaxAmount::Rate(Rate::MAX); 5];
    let largest = |unit| with_taxes(&all, taxed("100", line("a", unit, 1)));
    let fits = AMOUNT_MINOR_UNITS_MAX / 601;
    check(largest(fits), 0, (fits * 600, 0, fits * 601, fits * 601));
    let refused = |line| price(&cart(vec![line]), &Promotions::default(), super::NOW);
    assert_eq!(refused(largest(fits + 1)), Err(TotalOutOfRange));
    assert_eq!(refused(largest(AMOUNT_MINOR_UNITS_MAX)), Err(TotalOutOfRange));
    let fixed = with_taxes(&[TaxAmount::Fixed(AMOUNT_MINOR_UNITS_MAX); 5], line("a", 0, 1));
    assert_eq!(refused(fixed.clone()), Err(TotalOutOfRange));
    assert_eq!(refused(with_tax_in(fixed)).unwrap().total, 0);
    let included = with_tax_in(taxed("100", line("a", AMOUNT_MINOR_UNITS_MAX, 1)));
    assert_eq!(refused(included).unwrap().total, AMOUNT_MINOR_UNITS_MAX);
}

/// Each line is in range, and the sum of the totals is not.
#[test]
fn the_sum_has_the_same_limit() {
    let half = || taxed("0.5", line("a", AMOUNT_MINOR_UNITS_MAX / 3, 1));
    let lines = vec![half(), half()];
    assert!(price(&cart(vec![half()]), &Promotions::default(), super::NOW).is_ok());
    assert!(price(&cart(lines.clone()), &Promotions::default(), super::NOW).is_ok());
    let three = vec![half(), half(), half()];
    assert_eq!(price(&cart(three), &Promotions::default(), super::NOW), Err(TotalOutOfRange));
    // What would have to be paid were nothing taken off has the limit too.
    let discounted = with_discount(AMOUNT_MINOR_UNITS_MAX, cart(vec![half(), half(), half()]));
    assert_eq!(price(&discounted, &Promotions::default(), super::NOW), Err(TotalOutOfRange));
}

#[test]
fn a_total_has_a_limit_and_is_not_negative() {
    let refused = |lines| price(&cart(lines), &Promotions::default(), super::NOW).unwrap_err();
    let largest = || line("a", AMOUNT_MINOR_UNITS_MAX, 1);
    assert_eq!(priced(&cart(vec![largest()]), vec![]).total, AMOUNT_MINOR_UNITS_MAX);
    let off = promotion("p", cart_amount(i64::MAX, ""));
    assert_eq!(priced(&cart(vec![largest()]), vec![off]).total, 0);
    assert_eq!(refused(vec![largest(), line("b", 1, 1)]), TotalOutOfRange);
    assert_eq!(refused(vec![line("a", AMOUNT_MINOR_UNITS_MAX, 2_147_483_647)]), TotalOutOfRange);
    assert_eq!(refused(vec![line("a", -1, 1)]), TotalOutOfRange);
    assert_eq!(refused(vec![line("a", 2, 1), line("b", -1, 1)]), TotalOutOfRange);
    assert_eq!(refused(vec![line("a", i64::MIN, 2_147_483_647)]), TotalOutOfRange);
    for off in [-1, i64::MIN] {
        let cart = with_discount(off, cart(vec![line("a", 2, 1)]));
        assert_eq!(price(&cart, &Promotions::default(), super::NOW), Err(TotalOutOfRange));
    }
}

#[test]
fn never_more_is_taken_off_than_there_is() {
    let priced_with = |lines, off| priced(&with_discount(off, cart(lines)), vec![]);
    let priced = priced_with(vec![line("a", 5, 2)], 11);
    assert_eq!((priced.discount_total, priced.total), (10, 0));
    let empty = priced_with(vec![], 11);
    assert_eq!((empty.discount_total, empty.applied.len()), (0, 0));
    let many = with_discount(i64::MAX, with_discount(i64::MAX, cart(vec![line("a", 5, 2)])));
    assert_eq!(super::priced(&many, vec![]).total, 0);
}
