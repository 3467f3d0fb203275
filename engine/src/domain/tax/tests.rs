use super::Rate;

#[track_caller]
fn check(text: &str, parts: Option<i128>) {
    assert_eq!(Rate::parse(text).map(Rate::parts), parts, "{text}");
}

#[test]
fn a_rate_is_a_fraction_of_at_most_ten_decimals() {
    check("0", Some(0));
    check("0.125", Some(1_250_000_000));
    check("0.1250", Some(1_250_000_000));
    check("1.25e-1", Some(1_250_000_000));
    check("1E1", Some(100_000_000_000));
    check("100", Some(1_000_000_000_000));
    check("0.0000000001", Some(1));
    check("100.0000000001", None);
    check("0.00000000001", None);
    check("-0.1", None);
    check("1e9", None);
    check("a tenth", None);
    check("", None);
}

#[test]
fn a_rate_is_its_parts_and_its_shortest_value() {
    for (parts, value) in
        [(0, "0"), (1, "0.0000000001"), (1_250_000_000, "0.125"), (1_000_000_000_000, "100")]
    {
        let rate = Rate::from_parts(parts).unwrap();
        assert_eq!((rate.parts(), rate.as_decimal().to_string()), (i128::from(parts), value.to_owned()));
        assert_eq!(Rate::new(rate.as_decimal()), Some(rate));
    }
    assert_eq!(Rate::from_parts(1_000_000_000_001), None);
    // Of more digits than a product of two numbers can have.
    check("0.1234567891234567891234567891", None);
    check("79228162514264337593543950335", None);
}

#[test]
fn a_rate_that_a_double_was_written_as_is_the_one_that_was_meant() {
    let meant = |text: &str| Rate::parse_double(text).map(Rate::parts);
    assert_eq!(meant("0.0007000000000000001"), Some(7_000_000));
    assert_eq!(meant("0.0034999999999999996"), Some(35_000_000));
    assert_eq!(meant("0.30000000000000004"), Some(3_000_000_000));
    assert_eq!(meant("7.000000000000001e-4"), Some(7_000_000));
    assert_eq!(meant("99.99999999999999"), Some(1_000_000_000_000));
    assert_eq!(meant("0.20"), Some(2_000_000_000));
    assert_eq!(meant("0.00000000001"), None);
    assert_eq!(meant("0.12345678901"), None);
    assert_eq!(meant("1e-17"), None);
    assert_eq!(meant("-0.30000000000000004"), None);
    assert_eq!(meant("100.1"), None);
    assert_eq!(meant("a tenth"), None);
}

#[test]
fn a_share_is_rounded_half_away_from_zero() {
    let rate = Rate::parse("0.05").unwrap();
    assert_eq!((rate.of(10), rate.of(9), rate.of(-10)), (1, 0, -1));
}
