//! Whose carts are whose, and lists of them.

use redb::ReadableTableMetadata as _;

use super::{AT, add, cart_id, engine, find, new_cart, submission, submit};
use crate::domain::access::Principal;
use crate::domain::cart::{CartStatus, Expiry};
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{Command, CreateCart, DeleteCart, NewCart, OnAbsent, OnLastCart, OnPresent};
use crate::domain::id::CustomerId;
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::error::Error;
use crate::store::tables::Tables as _;
use crate::view::{CartView, Listed, Page};

const ALL: Page = Page { offset: 0, limit: 100 };

fn customer(text: &str) -> CustomerId {
    CustomerId::new(text).unwrap()
}

pub(super) fn create(cart: &str, owner: Option<&str>, expiry: Expiry) -> Command {
    Command::CreateCart(CreateCart {
        cart: cart_id(cart),
        new: NewCart { customer: owner.map(customer), ..NewCart::new(expiry) },
        on_present: OnPresent::Refuse,
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines: vec![],
    })
}

fn give(cart: &str, to: Option<&str>) -> Command {
    Command::UpdateCart(UpdateCart {
        customer: Some(to.map(customer)),
        ..UpdateCart::new(cart_id(cart), OnAbsent::Refuse)
    })
}

fn delete(cart: &str, on_last: OnLastCart) -> Command {
    Command::DeleteCart(DeleteCart { cart: cart_id(cart), on_last })
}

fn merge(source: &str, target: &str) -> Command {
    Command::MergeCarts(MergeCarts {
        target: cart_id(target),
        on_absent: OnAbsent::Refuse,
        source: cart_id(source),
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Delete,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    })
}

fn ids(listed: &Listed<CartView>) -> Vec<&str> {
    listed.entries.iter().map(|view| view.cart.id.as_str()).collect()
}

/// The customer's carts are these, the last changed first, and so many carts are in the index at all.
#[track_caller]
fn check(engine: &Engine, owner: &str, expected: &[&str], indexed: u64) {
    let listed = engine.carts(&Principal::Customer(customer(owner)), None, AT, ALL).unwrap();
    assert_eq!(ids(&listed), expected);
    assert_eq!(listed.total, expected.len() as u64);
    let tables = engine.store.read().unwrap();
    assert_eq!(tables.customer_carts().unwrap().len().unwrap(), indexed);
}

#[test]
fn a_cart_is_listed_for_whom_it_belongs_to_as_long_as_it_does() {
    let engine = engine();
    submit(&engine, create("guests", None, Expiry::Never)).unwrap();
    submit(&engine, add("guests", "l1", "mug")).unwrap();
    check(&engine, "ada", &[], 0);
    submit(&engine, create("one", Some("ada"), Expiry::Never)).unwrap();
    submit(&engine, add("user_ada", "l2", "mug")).unwrap();
    check(&engine, "ada", &["user_ada", "one"], 2);
    submit(&engine, give("one", Some("bob"))).unwrap();
    check(&engine, "ada", &["user_ada"], 2);
    check(&engine, "bob", &["one"], 2);
    submit(&engine, add("one", "l3", "mug")).unwrap();
    check(&engine, "bob", &["one"], 2);
    submit(&engine, give("guests", Some("bob"))).unwrap();
    check(&engine, "bob", &["one", "guests"], 3);
    submit(&engine, give("one", None)).unwrap();
    check(&engine, "bob", &["guests"], 2);
    submit(&engine, merge("guests", "one")).unwrap();
    check(&engine, "bob", &[], 1);
    submit(&engine, delete("user_ada", OnLastCart::Delete)).unwrap();
    check(&engine, "ada", &[], 0);
}

#[test]
fn the_last_cart_of_a_customer_is_the_one_beside_which_all_have_expired() {
    let engine = engine();
    submit(&engine, create("one", Some("ada"), Expiry::Never)).unwrap();
    submit(&engine, create("old", Some("ada"), Expiry::At(AT.saturating_add_millis(-1)))).unwrap();
    submit(&engine, create("bobs", Some("bob"), Expiry::Never)).unwrap();
    let refused = submit(&engine, delete("one", OnLastCart::Refuse)).unwrap_err();
    assert!(matches!(refused, Error::LastCart { .. }));
    submit(&engine, create("two", Some("ada"), Expiry::Never)).unwrap();
    submit(&engine, delete("one", OnLastCart::Refuse)).unwrap();
    assert!(submit(&engine, delete("two", OnLastCart::Refuse)).is_err());
    submit(&engine, give("two", None)).unwrap();
    submit(&engine, delete("two", OnLastCart::Refuse)).unwrap();
    submit(&engine, delete("nowhere", OnLastCart::Refuse)).unwrap();
}

#[test]
fn a_cart_that_takes_the_place_of_an_expired_one_is_its_new_owners() {
    let engine = engine();
    let expired = Expiry::At(AT);
    submit(&engine, create("c", Some("ada"), expired)).unwrap();
    check(&engine, "ada", &[], 1);
    submit(&engine, create("c", Some("bob"), Expiry::Never)).unwrap();
    check(&engine, "ada", &[], 1);
    check(&engine, "bob", &["c"], 1);
}

#[test]
fn the_last_changed_cart_of_a_customer_is_listed_first() {
    let engine = engine();
    for (cart, later_by) in [("first", 2), ("second", 3), ("third", 1)] {
        let mut create = submission(vec![create(cart, Some("ada"), Expiry::Never)]);
        create.at = AT.saturating_add_millis(later_by);
        engine.submit(create).unwrap();
    }
    check(&engine, "ada", &["second", "first", "third"], 3);
    let ada = customer("ada");
    let page = Page { offset: 1, limit: 1 };
    for principal in [Principal::Server, Principal::Customer(ada.clone())] {
        let listed = engine.carts(&principal, Some(&ada), AT, page).unwrap();
        assert_eq!((ids(&listed), listed.total), (vec!["first"], 3));
    }
    for principal in [Principal::Guest, Principal::Customer(customer("bob"))] {
        let listed = engine.carts(&principal, Some(&ada), AT, ALL).unwrap();
        assert_eq!((ids(&listed), listed.total), (vec![], 0));
    }
}

#[test]
fn a_server_lists_all_carts_the_last_made_first() {
    let engine = engine();
    for cart in ["c1", "c2", "c3"] {
        submit(&engine, create(cart, None, new_cart().expiry)).unwrap();
    }
    submit(&engine, create("kept", Some("ada"), Expiry::Never)).unwrap();
    let list = |now: Timestamp, page: Page| engine.carts(&Principal::Server, None, now, page).unwrap();
    assert_eq!(ids(&list(AT, ALL)), ["kept", "c3", "c2", "c1"]);
    let part = list(AT, Page { offset: 1, limit: 2 });
    assert_eq!((ids(&part), part.total), (vec!["c3", "c2"], 4));
    let later = list(AT.saturating_add_millis(1_000), ALL);
    assert_eq!((ids(&later), later.total), (vec!["kept"], 4));
    assert_eq!(ids(&engine.carts(&Principal::Guest, None, AT, ALL).unwrap()), Vec::<&str>::new());
    assert!(find(&engine, "c1").is_some());
}
