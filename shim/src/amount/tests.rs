use trolley_engine::domain::money::Currency;

use super::{Separators, fixed_point, standard_decimal_places};

#[track_caller]
fn check(minor_units: i64, places: u8, plain: &str, grouped: &str) {
    assert_eq!(fixed_point(minor_units, places, Separators::PLAIN), plain);
    let separators = Separators { decimal_point: ",", thousands: "'" };
    assert_eq!(fixed_point(minor_units, places, separators), grouped);
}

#[test]
fn amounts_have_all_their_decimals_and_may_be_grouped() {
    check(0, 2, "0.00", "0,00");
    check(5, 2, "0.05", "0,05");
    check(-5, 2, "-0.05", "-0,05");
    check(11_000, 2, "110.00", "110,00");
    check(99_999, 2, "999.99", "999,99");
    check(100_000, 2, "1000.00", "1'000,00");
    check(-123_456_789, 2, "-1234567.89", "-1'234'567,89");
    check(5, 0, "5", "5");
    check(999, 0, "999", "999");
    check(100_000, 0, "100000", "100'000");
    check(1_234, 3, "1.234", "1,234");
    check(i64::MIN, 2, "-92233720368547758.08", "-92'233'720'368'547'758,08");
}

#[test]
fn currencies_have_the_decimals_of_their_standard() {
    for (code, places) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("XXX", 2)] {
        assert_eq!(standard_decimal_places(Currency::new(code).unwrap()), places, "{code}");
    }
}
