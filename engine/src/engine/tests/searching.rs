use super::{AT, add_line, cart_id, engine, submit};
use crate::domain::access::Principal;
use crate::domain::cart::{CartStatus, Expiry};
use crate::domain::command::{Command, CreateCart, DeleteCart, NewCart, OnLastCart, OnPresent};
use crate::domain::id::CustomerId;
use crate::domain::search::{Direction, Search, SortBy, StageKind};
use crate::engine::Engine;
use crate::engine::searching::Searched;
use crate::view::Page;

/// More carts than are looked at in one go, so that there are several.
const CARTS: usize = 300;

pub(super) fn all() -> Search {
    Search {
        customer: None,
        stage: None,
        attributes: vec![],
        created_from: None,
        created_before: None,
        updated_from: None,
        total_min: None,
        abandoned_after_ms: None,
        mark: None,
        sort_by: SortBy::Total,
        direction: Direction::Descending,
    }
}

/// Each third cart is Ada's and has an order, each fifth has expired, and each seventh has nothing in it.
fn filled() -> Engine {
    let engine = engine();
    for number in 0..CARTS {
        let customer = number.is_multiple_of(3).then(|| CustomerId::new("ada").unwrap());
        let expiry = if number.is_multiple_of(5) { Expiry::At(AT) } else { Expiry::Never };
        let line = add_line("line", "mug", None);
        let create = CreateCart {
            cart: cart_id(&format!("c{number}")),
            status: if customer.is_some() { CartStatus::Converted } else { CartStatus::Active },
            new: NewCart { customer, ..NewCart::new(expiry) },
            on_present: OnPresent::Refuse,
            discounts: vec![],
            created_at: None,
            lines: if number.is_multiple_of(7) { vec![] } else { vec![line] },
        };
        submit(&engine, Command::CreateCart(create)).unwrap();
    }
    engine
}

pub(super) fn search(
    engine: &Engine,
    search: &Search,
    offset: usize,
    limit: usize,
) -> (Vec<String>, Searched) {
    let searched = engine.search(&Principal::Server, search, AT, Page { offset, limit }).unwrap();
    let ids = searched.entries.iter().map(|view| view.cart.id.as_str().to_owned());
    (ids.collect(), searched)
}

#[test]
fn every_cart_is_looked_at_once_and_a_page_of_them_is_shown() {
    let engine = filled();
    let (ids, searched) = search(&engine, &all(), 0, 3);
    assert_eq!(ids, ["c299", "c298", "c297"]);
    let tally = searched.tally;
    assert_eq!((tally.carts(), tally.converted, tally.expired, tally.active), (300, 100, 40, 160));
    let amounts = tally.amounts.values().next().unwrap();
    assert_eq!((amounts.carts, amounts.total), (257, 257 * 950));
    let (ids, searched) = search(&engine, &all(), 299, 3);
    assert_eq!((ids, searched.tally.carts()), (vec!["c0".to_owned()], 300));
    assert!(search(&engine, &all(), 300, 3).0.is_empty());
}

#[test]
fn the_carts_of_a_customer_and_those_that_cost_enough_are_found() {
    let engine = filled();
    let of_ada = Search { customer: CustomerId::new("ada").ok(), direction: Direction::Ascending, ..all() };
    let (ids, searched) = search(&engine, &of_ada, 0, 2);
    assert_eq!((ids, searched.tally.carts()), (vec!["c0".to_owned(), "c21".to_owned()], 100));
    let dear = Search { total_min: Some(950), stage: Some(StageKind::Expired), ..all() };
    let (ids, searched) = search(&engine, &dear, 0, 1);
    assert_eq!((ids, searched.tally.carts()), (vec!["c295".to_owned()], 34));
    assert_eq!(search(&engine, &Search { total_min: Some(951), ..all() }, 0, 1).1.tally.carts(), 0);
}

#[test]
fn only_servers_find_carts_and_only_those_that_are_there() {
    let engine = filled();
    for principal in
        [Principal::Guest, Principal::Holder, Principal::Customer(CustomerId::new("ada").unwrap())]
    {
        let page = Page { offset: 0, limit: 10 };
        let searched = engine.search(&principal, &all(), AT, page).unwrap();
        assert_eq!((searched.entries.len(), searched.tally.carts()), (0, 0));
    }
    let delete = DeleteCart { cart: cart_id("c299"), on_last: OnLastCart::Delete };
    submit(&engine, Command::DeleteCart(delete)).unwrap();
    let (ids, searched) = search(&engine, &all(), 0, 1);
    assert_eq!((ids, searched.tally.carts()), (vec!["c298".to_owned()], 299));
}
