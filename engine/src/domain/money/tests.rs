use super::{Currency, divide_rounding, prorate};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

#[track_caller]
fn rounds(numerator: i128, denominator: i128, expected: i128) {
    assert_eq!(divide_rounding(numerator, denominator), expected);
}

#[test]
fn halves_go_away_from_zero() {
    rounds(5, 2, 3);
    rounds(-5, 2, -3);
    rounds(4, 3, 1);
    rounds(5, 3, 2);
    rounds(-4, 3, -1);
    rounds(0, 7, 0);
    rounds(1, 2, 1);
    rounds(-1, 2, -1);
    rounds(i128::MAX, 1, i128::MAX);
    rounds(i128::MIN, 1, i128::MIN);
    rounds(i128::MAX, i128::MAX, 1);
    rounds(i128::MAX / 2 + 1, i128::MAX, 1);
    rounds(i128::MAX / 2, i128::MAX, 0);
}

#[track_caller]
fn shares(amount: i64, weights: &[i64], expected: &[i64]) {
    assert_eq!(prorate(amount, weights), expected);
}

/// The published numbers of the Elastic Path reference, section 11.
#[test]
fn published_shares_come_out_as_published() {
    shares(-500, &[40_000, 30_000], &[-286, -214]);
    shares(-1_000, &[10_000, 20_000], &[-333, -667]);
    shares(-5_000, &[15_000, 10_000], &[-3_000, -2_000]);
    shares(-1_000, &[2_997, 3], &[-999, -1]);
    shares(-500, &[0, 0], &[0, 0]);
    shares(i64::MIN, &[i64::MAX], &[i64::MIN]);
    shares(i64::MAX, &[0, i64::MAX - 1, 1], &[0, i64::MAX - 1, 1]);
}

#[test]
fn a_currency_is_three_capital_letters() {
    assert!(Currency::new("EUR").is_some());
    for not_one in ["", "EU", "EURO", "eur", "E\u{dc}", "12A"] {
        assert_eq!(Currency::new(not_one), None, "{not_one}");
    }
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole(amount in any::<i32>(), weights in prop::collection::vec(0_i64..=i64::MAX / 200, 1..100)) {
        let amount = i64::from(amount);
        let parts = prorate(amount, &weights);
        prop_assert_eq!(parts.len(), weights.len());
        let expected = if weights.iter().all(|weight| *weight == 0) { 0 } else { amount };
        prop_assert_eq!(parts.iter().sum::<i64>(), expected);
        prop_assert!(parts.iter().all(|part| part.signum() * amount.signum() >= 0));
    }

    /// What fits is divided another way than what does not.
    #[test]
    fn it_is_the_nearest_integer_whatever_fits(numerator in any::<i64>(), denominator in 1..=i64::MAX, wider in 0..50_u32) {
        let (numerator, denominator) = (i128::from(numerator) << wider, i128::from(denominator));
        let twice = 2 * (divide_rounding(numerator, denominator) * denominator - numerator).abs();
        prop_assert!(twice <= denominator);
    }
}
