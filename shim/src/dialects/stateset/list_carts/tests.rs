use super::share;

#[test]
fn a_share_has_at_least_one_decimal_and_at_most_four() {
    let rows =
        [(0, 0, "0.0"), (0, 7, "0.0"), (1, 4, "0.25"), (1, 3, "0.3333"), (2, 3, "0.6667"), (5, 5, "1.0")];
    for (part, whole, expected) in rows {
        assert_eq!(share(part, whole).to_string(), expected);
    }
}
