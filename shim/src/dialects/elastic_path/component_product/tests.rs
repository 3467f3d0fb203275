use trolley_engine::domain::money::UnitPrice;
use trolley_engine::domain::tax::Rate;

use super::without_tax;

#[track_caller]
fn check(price: (i64, bool), rate: &str, expected: i64) {
    let price = UnitPrice { minor_units: price.0, includes_tax: price.1 };
    assert_eq!(without_tax(price, Rate::parse(rate).unwrap()), expected);
}

#[test]
fn the_tax_in_a_price_is_taken_out_and_rounded() {
    check((1200, true), "0.2", 1000);
    check((1999, true), "0.2", 1666);
    check((99, true), "0.2", 83);
    check((0, true), "0.2", 0);
}

#[test]
fn a_price_without_tax_stays_as_it_is() {
    check((999, false), "0.2", 999);
    check((1999, true), "0", 1999);
}
