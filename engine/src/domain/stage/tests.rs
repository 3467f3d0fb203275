use super::Stage;
use crate::domain::cart::{Cart, CartStatus, Content, Counted, Expiry, Line};
use crate::domain::id::{CartId, LineId, ProductId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// A cart with a line, made at 0 and last changed at 1000, which expires at 9000.
pub(in crate::domain) fn cart(status: CartStatus) -> Cart {
    let price = UnitPrice { minor_units: 500, includes_tax: false };
    let line = Line {
        id: LineId::new("line").unwrap(),
        sequence: 1,
        content: Content::Product { product: ProductId::new("mug").unwrap(), variant: None, bundle: None },
        quantity: Quantity::ONE,
        auto_added: vec![],
        unit_price: price,
        list_price: price,
        price_overridden: false,
        tax_rate: Rate::ZERO,
        taxes: vec![],
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        added_at: at(0),
        updated_at: at(1_000),
    };
    Cart {
        id: CartId::new("c").unwrap(),
        customer: None,
        status,
        name: String::new(),
        description: String::new(),
        attributes: vec![],
        requested_currency: None,
        priced_currency: Some(Currency::USD),
        lines: vec![line.into()],
        discounts: vec![],
        codes: vec![],
        is_stock_deferred: false,
        separates_locations: false,
        preview_at: None,
        last_checkout: None,
        line_sequence: 1,
        revision: 1,
        created_at: at(0),
        updated_at: at(1_000),
        counted: Counted { began_at: at(0), touched_at: at(1_000) },
        expiry: Expiry::At(at(9_000)),
    }
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
