use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

use super::{TotalOutOfRange, price};
use crate::domain::cart::{Cart, CartDiscount, CartStatus, Expiry, Line};
use crate::domain::id::{CartId, LineId, ProductId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(0);

fn line((minor_units, quantity): (i64, i64)) -> Line {
    let unit_price = UnitPrice { minor_units, includes_tax: false };
    Line {
        id: LineId::new("l").unwrap(),
        sequence: 1,
        product: ProductId::new("p").unwrap(),
        variant: None,
        quantity: Quantity::new(quantity).unwrap(),
        unit_price,
        list_price: unit_price,
        price_overridden: false,
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        added_at: NOW,
        updated_at: NOW,
    }
}

fn cart(lines: &[(i64, i64)], off: i64) -> Cart {
    let discount = CartDiscount { id: "d".into(), code: "D".into(), name: String::new(), minor_units: off };
    Cart {
        id: CartId::new("c").unwrap(),
        customer: None,
        status: CartStatus::Active,
        name: String::new(),
        description: String::new(),
        attributes: vec![],
        requested_currency: None,
        priced_currency: Some(Currency::USD),
        lines: lines.iter().copied().map(line).collect(),
        discounts: vec![discount],
        line_sequence: 1,
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
        expiry: Expiry::Never,
    }
}

/// The printed StateSet answer: 2 at 99.99, 19.99, 24.99, and 20.00 off.
#[test]
fn the_printed_cart_costs_what_is_printed() {
    let priced = price(&cart(&[(9_999, 2), (1_999, 1), (2_499, 1)], 2_000)).unwrap();
    assert_eq!((priced.subtotal, priced.discount_total, priced.total), (24_496, 2_000, 22_496));
}

/// The published numbers of the Elastic Path reference, section 11.
#[test]
fn published_shares_and_units_come_out_as_published() {
    let priced = price(&cart(&[(20_000, 2), (10_000, 3)], 500)).unwrap();
    let lines: Vec<(i64, i64)> = priced.lines.iter().map(|line| (line.total, line.unit_total)).collect();
    assert_eq!(lines, [(39_714, 19_857), (29_786, 9_929)]);
}

#[test]
fn never_more_is_taken_off_than_there_is() {
    let priced = price(&cart(&[(5, 2)], 11)).unwrap();
    assert_eq!((priced.discount_total, priced.total), (10, 0));
    assert_eq!(price(&cart(&[], 11)).unwrap().discount_total, 0);
}

#[test]
fn a_total_has_a_limit() {
    assert_eq!(price(&cart(&[(AMOUNT_MINOR_UNITS_MAX, 1)], 0)).unwrap().total, AMOUNT_MINOR_UNITS_MAX);
    assert_eq!(price(&cart(&[(AMOUNT_MINOR_UNITS_MAX, 1), (1, 1)], 0)), Err(TotalOutOfRange));
    assert_eq!(price(&cart(&[(AMOUNT_MINOR_UNITS_MAX, 2_147_483_647)], 0)), Err(TotalOutOfRange));
}

#[test]
fn what_is_negative_has_no_price() {
    assert_eq!(price(&cart(&[(-1, 1)], 0)), Err(TotalOutOfRange));
    assert_eq!(price(&cart(&[(2, 1), (-1, 1)], 0)), Err(TotalOutOfRange));
    assert_eq!(price(&cart(&[(2, 1)], -1)), Err(TotalOutOfRange));
    assert_eq!(price(&cart(&[(i64::MIN, 2_147_483_647)], i64::MIN)), Err(TotalOutOfRange));
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole_in_any_order(
        lines in prop::collection::vec((0_i64..1_000_000, 1_i64..1_000), 0..100),
        off in 0_i64..10_000_000,
    ) {
        let priced = price(&cart(&lines, off)).unwrap();
        let sum = |part: fn(&super::PricedLine) -> i64| priced.lines.iter().map(part).sum::<i64>();
        prop_assert_eq!(sum(|line| line.subtotal), priced.subtotal);
        prop_assert_eq!(sum(|line| line.discount_total), priced.discount_total);
        prop_assert_eq!(sum(|line| line.total), priced.total);
        prop_assert_eq!(priced.subtotal - priced.discount_total + priced.tax_total, priced.total);
        prop_assert!(priced.lines.iter().all(|line| 0 <= line.discount_total && 0 <= line.total));
        let backwards: Vec<(i64, i64)> = lines.iter().rev().copied().collect();
        prop_assert_eq!(price(&cart(&backwards, off)).unwrap().total, priced.total);
    }
}
