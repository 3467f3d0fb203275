use super::Stage;
use crate::domain::cart::{Cart, CartStatus, Expiry};
use crate::domain::time::Timestamp;
use crate::store::samples;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// A cart with lines that was last changed at 1000 and expires at 9000.
fn cart(status: CartStatus) -> Cart {
    let updated_at = at(1_000);
    Cart { status, created_at: at(0), updated_at, expiry: Expiry::At(at(9_000)), ..samples::cart() }
}

#[track_caller]
fn check(cart: &Cart, now: i64, expected: Stage) {
    assert_eq!(Stage::of(cart, at(now), Some(500)), expected);
}

#[test]
fn a_cart_that_is_left_alone_counts_as_abandoned_from_a_moment_on_and_then_expires() {
    let active = cart(CartStatus::Active);
    check(&active, 1_000, Stage::Active);
    check(&active, 1_499, Stage::Active);
    check(&active, 1_500, Stage::Abandoned { since: at(1_500) });
    check(&active, 8_999, Stage::Abandoned { since: at(1_500) });
    check(&active, 9_000, Stage::Expired);
    assert_eq!(Stage::of(&active, at(8_999), None), Stage::Active);
}

#[test]
fn an_empty_cart_is_not_abandoned() {
    check(&Cart { lines: vec![], ..cart(CartStatus::Active) }, 8_999, Stage::Active);
}

#[test]
fn a_cart_that_is_closed_stays_so() {
    for now in [1_000, 9_000] {
        check(&cart(CartStatus::Abandoned), now, Stage::Abandoned { since: at(1_000) });
        check(&cart(CartStatus::Converted), now, Stage::Converted);
    }
}
