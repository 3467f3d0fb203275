use super::{NotAQuantity, read};

#[track_caller]
fn check(number: &str, expected: Result<u32, [bool; 4]>) {
    let found = read(&number.parse().expect("a JSON number")).map(|quantity| quantity.units());
    let expected = expected.map_err(|[not_whole, too_small, not_positive, too_large]| NotAQuantity {
        not_whole,
        too_small,
        not_positive,
        too_large,
    });
    assert_eq!(found, expected, "{number}");
}

#[test]
fn a_quantity_is_a_whole_number_by_its_value() {
    check("1", Ok(1));
    check("2.0", Ok(2));
    check("2e0", Ok(2));
    check("20E-1", Ok(2));
    check("1.0000000000000001", Ok(1));
    check("2147483647", Ok(2_147_483_647));
    check("2147483647.0", Ok(2_147_483_647));
}

#[test]
fn what_is_not_a_quantity_says_why() {
    let fraction = Err([true, false, false, false]);
    let fraction_too_small = Err([true, true, false, false]);
    let fraction_not_positive = Err([true, true, true, false]);
    let not_positive = Err([false, true, true, false]);
    let too_large = Err([false, false, false, true]);
    check("1.5", fraction);
    check("2147483647.5", fraction);
    check("1e400", fraction);
    check("0.5", fraction_too_small);
    check("-1.5", fraction_not_positive);
    check("-1e400", fraction_not_positive);
    check("0", not_positive);
    check("-0", not_positive);
    check("-0.0", not_positive);
    check("-3", not_positive);
    check("-1e300", not_positive);
    check("2147483648", too_large);
    check("9007199254740993", too_large);
    check("9223372036854775808", too_large);
    check("1e300", too_large);
}
