use super::{NOW, add, add_lines, begin, cart_id, cart_of, facts, merge_counts, quantities, refused};
use crate::domain::access::Principal;
use crate::domain::apply::{Write, apply};
use crate::domain::cart::{Cart, CartStatus, Expiry};
use crate::domain::command::changing::AbandonCart;
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{AddLines, ClearCart, Command, NewCart, OnAbsent};
use crate::domain::facts::Facts;
use crate::domain::id::CustomerId;

const CLOSED: [CartStatus; 2] = [CartStatus::Abandoned, CartStatus::Converted];

fn closed(status: CartStatus) -> Cart {
    Cart { status, ..cart_of(vec![add("plain", 3)]) }
}

fn take_over() -> OnAbsent {
    OnAbsent::Create(NewCart { takes_over: true, ..begin() })
}

fn abandon() -> Command {
    Command::AbandonCart(AbandonCart { cart: cart_id("c") })
}

#[test]
fn a_cart_that_is_given_up_stays_as_it_is_and_cannot_be_changed() {
    let before = cart_of(vec![add("plain", 3)]);
    let change = apply(&facts(Some(before.clone())), &abandon()).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 3)], Write::Update));
    let cart = change.cart.unwrap();
    assert_eq!((cart.status, cart.revision), (CartStatus::Abandoned, before.revision + 1));
    let again = apply(&facts(Some(cart.clone())), &abandon()).unwrap();
    assert_eq!((again.cart.unwrap(), again.write), (cart.clone(), Write::Nothing));
    let add = Command::AddLines(add_lines(vec![add("plain", 1)]));
    refused(&facts(Some(cart)), &add, "the cart c cannot be changed: it is Abandoned");
}

#[test]
fn a_cart_cannot_be_given_up_that_is_not_there_or_an_order_already() {
    refused(&facts(None), &abandon(), "there is no cart c");
    let expired = Cart { expiry: Expiry::At(NOW), ..closed(CartStatus::Abandoned) };
    refused(&facts(Some(expired)), &abandon(), "the cart c has expired");
    let converted = closed(CartStatus::Converted);
    refused(&facts(Some(converted)), &abandon(), "the cart c cannot be changed: it is Converted");
    let hers = Cart { customer: CustomerId::new("ada").ok(), ..closed(CartStatus::Abandoned) };
    let guest = Facts { principal: Principal::Guest, ..facts(Some(hers)) };
    refused(&guest, &abandon(), "there is no cart c");
}

#[test]
fn a_new_cart_takes_the_place_of_a_closed_one_where_it_is_to() {
    for status in CLOSED {
        let add = AddLines::new(cart_id("c"), take_over(), vec![add("plain", 1)]);
        let change = apply(&facts(Some(closed(status))), &Command::AddLines(add)).unwrap();
        assert_eq!((quantities(&change), change.write), (vec![("plain", 1)], Write::Create));
        let cart = change.cart.unwrap();
        assert_eq!((cart.status, cart.revision), (CartStatus::Active, 1));
    }
}

#[test]
fn a_cart_that_is_not_closed_stays_where_one_would_take_its_place() {
    let add = AddLines::new(cart_id("c"), take_over(), vec![add("plain", 1)]);
    let change = apply(&facts(Some(cart_of(vec![super::add("plain", 3)]))), &Command::AddLines(add)).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 4)], Write::Update));
}

#[test]
fn a_closed_cart_is_answered_as_empty_and_stays_where_its_place_is_cleared() {
    let clear = Command::ClearCart(ClearCart::new(cart_id("c"), take_over()));
    let change = apply(&facts(Some(closed(CartStatus::Converted))), &clear).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![], Write::Nothing));
}

#[test]
fn a_closed_cart_has_nothing_to_merge_where_that_is_as_good() {
    let merge = |on_no_source| {
        Command::MergeCarts(MergeCarts {
            target: cart_id("c"),
            on_absent: take_over(),
            source: cart_id("guest"),
            on_both: OnBoth::Combine,
            source_after: SourceAfter::Clear,
            on_no_source,
            metadata: MergedMetadata::TAKEN,
        })
    };
    let source = Cart { id: cart_id("guest"), ..closed(CartStatus::Converted) };
    let facts = Facts { source: Some(source.into()), ..facts(None) };
    let change = apply(&facts, &merge(OnNoSource::OrClosedHasNoLines)).unwrap();
    assert_eq!(merge_counts(&change), [0, 0, 0]);
    refused(&facts, &merge(OnNoSource::HasNoLines), "the cart guest cannot be changed: it is Converted");
}
