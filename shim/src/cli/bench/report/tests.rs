use super::{Checked, ratio};

#[track_caller]
fn check(added: u64, unknown: u64, units_after: u64, expected: bool) {
    let checked = Checked { units_before: 10, added, unknown, units_after, carts_left: 0 };
    assert_eq!(checked.is_right(), expected, "{checked:?}");
}

#[test]
fn each_add_that_was_answered_is_a_unit_and_one_that_was_not_may_be() {
    check(5, 0, 15, true);
    check(5, 0, 14, false);
    check(5, 0, 16, false);
    check(5, 2, 15, true);
    check(5, 2, 17, true);
    check(5, 2, 18, false);
    check(0, 0, 10, true);
}

#[test]
fn ratios_have_three_places() {
    assert_eq!(ratio(72_345, 100_000).to_string(), "0.723");
    assert_eq!(ratio(2, 1).to_string(), "2");
    assert_eq!(ratio(1, 0).to_string(), "0");
}
