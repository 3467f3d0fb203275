use super::{NotAQuantity, read};

#[track_caller]
fn check(number: &str, expected: Result<u32, (bool, bool, bool)>) {
    let found = read(&number.parse().expect("a JSON number")).map(|quantity| quantity.units());
    let expected = expected.map_err(|(not_whole, too_small, too_large)| NotAQuantity {
        not_whole,
        too_small,
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
    let fraction = Err((true, false, false));
    let fraction_too_small = Err((true, true, false));
    let too_small = Err((false, true, false));
    let too_large = Err((false, false, true));
    check("1.5", fraction);
    check("2147483647.5", fraction);
    check("1e400", fraction);
    check("0.5", fraction_too_small);
    check("-1.5", fraction_too_small);
    check("-1e400", fraction_too_small);
    check("0", too_small);
    check("-0", too_small);
    check("-0.0", too_small);
    check("-3", too_small);
    check("-1e300", too_small);
    check("2147483648", too_large);
    check("9007199254740993", too_large);
    check("9223372036854775808", too_large);
    check("1e300", too_large);
}
