//! What is set aside, through the whole engine.

use redb::ReadableTableMetadata as _;

use super::{
    AT, add, add_all, add_line, cart_id, engine, find, samples, send, stocked, submission, submit, units,
    while_busy,
};
use crate::domain::access::Principal;
use crate::domain::apply::Outcome;
use crate::domain::cart::{Cart, CustomInputs};
use crate::domain::catalog::Customer;
use crate::domain::command::Command;
use crate::domain::command::changing::AbandonCart;
use crate::domain::command::import::Import;
use crate::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use crate::domain::id::{CustomerId, ParkedId, ProductId};
use crate::domain::parked::Note;
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};
use crate::store::samples::promotions::gift;
use crate::store::tables::Tables as _;
use crate::view::{Page, ParkedView};

/// Enough for two pieces.
const LARGE: usize = 100_000;
const ALL: Page = Page { offset: 0, limit: 100 };

fn parked_id(text: &str) -> ParkedId {
    ParkedId::new(text).unwrap()
}

pub(super) fn park(cart: &str, parked: &str) -> Command {
    let note = Note::new(format!("note of {parked}")).unwrap();
    Command::ParkCart(ParkCart { cart: cart_id(cart), parked: parked_id(parked), note })
}

pub(super) fn resume(parked: &str, into: Option<&str>) -> Command {
    Command::ResumeCart(ResumeCart { parked: parked_id(parked), into: into.map(cart_id) })
}

fn delete(parked: &str) -> Command {
    Command::DeleteParked(DeleteParked { parked: parked_id(parked) })
}

/// What is parked, with the units of each line.
pub(super) fn parked(engine: &Engine) -> Vec<(String, u64)> {
    let listed = engine.parked(&Principal::Server, AT, ALL).unwrap();
    assert_eq!(listed.total, listed.entries.len() as u64);
    listed.entries.iter().map(|one| (one.id.to_string(), one.view.cart.units())).collect()
}

fn find_parked(engine: &Engine, parked: &str) -> Option<ParkedView> {
    engine.find_parked(&parked_id(parked), &Principal::Server, AT).unwrap()
}

#[test]
fn a_cart_serves_the_next_while_its_first_sale_waits() {
    let engine = engine();
    submit(&engine, add_all("c", vec![add_line("l1", "mug", None), add_line("l2", "cup", None)])).unwrap();
    let receipt = submit(&engine, park("c", "p1")).unwrap();
    assert!(matches!(&receipt.outcomes[..], [Outcome::Parked { parked }] if parked.id == parked_id("p1")));
    assert!(find(&engine, "c").unwrap().cart.lines.is_empty());

    submit(&engine, add("c", "l3", "mug")).unwrap();
    assert!(matches!(submit(&engine, resume("p1", None)), Err(Error::CartNotEmpty { .. })));
    submit(&engine, park("c", "p2")).unwrap();
    assert_eq!(parked(&engine), [("p2".to_owned(), 1), ("p1".to_owned(), 2)], "the last comes first");

    submit(&engine, resume("p1", None)).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1), ("l2", 1)]);
    assert_eq!(parked(&engine), [("p2".to_owned(), 1)]);
    assert!(matches!(submit(&engine, resume("p1", None)), Err(Error::ParkedNotFound { .. })));
    submit(&engine, delete("p2")).unwrap();
    assert!(parked(&engine).is_empty());
    assert!(matches!(submit(&engine, delete("p2")), Err(Error::ParkedNotFound { .. })));
}

#[test]
fn what_is_parked_can_be_looked_at_with_what_it_costs() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    let view = find_parked(&engine, "p1").unwrap();
    assert_eq!((view.note.as_str(), view.parked_at), ("note of p1", AT));
    assert_eq!((view.view.cart.id, view.view.priced.total), (cart_id("c"), 950));
    assert!(find_parked(&engine, "p2").is_none());
    let listed = engine.parked(&Principal::Server, AT, Page { offset: 1, limit: 1 }).unwrap();
    assert_eq!((listed.entries.len(), listed.total), (0, 1));
}

#[test]
fn nobody_but_a_server_of_the_shop_sees_what_is_parked() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    let customer = Principal::Customer(CustomerId::new("ada").unwrap());
    for principal in [Principal::Guest, Principal::Holder, customer] {
        assert!(engine.find_parked(&parked_id("p1"), &principal, AT).unwrap().is_none());
        assert_eq!(engine.parked(&principal, AT, ALL).unwrap().total, 0);
    }
    // In no list of carts, and under no identifier of a cart.
    assert_eq!(engine.carts(&Principal::Server, None, AT, ALL).unwrap().total, 1);
    assert!(find(&engine, "p1").is_none());
}

#[test]
fn what_is_parked_is_there_when_the_store_is_opened_again_whatever_has_expired() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let engine = stocked(Engine::open(&path, Options::new(Profile::Durable)).unwrap());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    engine.close().unwrap();
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert_eq!(parked(&engine), [("p1".to_owned(), 1)]);
    let late = AT.saturating_add_millis(1_000_000);
    let mut submission = submission(vec![resume("p1", None)]);
    submission.at = late;
    engine.submit(submission).unwrap();
    let view = engine.find_cart(&cart_id("c"), &Principal::Server, late).unwrap().unwrap();
    assert_eq!((units(&view.cart), view.cart.created_at), (vec![("l1", 1)], late));
}

#[test]
fn large_custom_inputs_go_and_come_with_their_line() {
    let engine = engine();
    let inputs = samples::inputs(LARGE);
    submit(&engine, add_all("c", vec![add_line("l1", "mug", Some(inputs.clone()))])).unwrap();
    let pieces = || engine.store.read().unwrap().blobs().unwrap().len().unwrap();
    assert_eq!(pieces(), 2);
    submit(&engine, park("c", "p1")).unwrap();
    assert_eq!(pieces(), 0);
    let of = |cart: &Cart| cart.lines[0].custom_inputs.clone();
    assert_eq!(of(&find_parked(&engine, "p1").unwrap().view.cart), Some(inputs.clone()));
    submit(&engine, resume("p1", Some("other"))).unwrap();
    assert_eq!(pieces(), 2);
    let resumed = find(&engine, "other").unwrap().cart;
    assert_eq!(of(&resumed).as_ref().and_then(CustomInputs::value), inputs.value());
}

#[test]
fn an_identifier_that_is_taken_replaces_nothing() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    assert!(matches!(submit(&engine, park("c", "p1")), Err(Error::Store(_))));
    assert_eq!(parked(&engine), [("p1".to_owned(), 1)]);
    assert_eq!(find(&engine, "c").unwrap().cart.units(), 2);
}

#[test]
fn of_several_who_take_it_up_at_once_one_has_it() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    let answers =
        while_busy(&engine, || ["a", "b", "c"].map(|cart| send(&engine, vec![resume("p1", Some(cart))])));
    let answers = answers.map(|answer| answer.recv().unwrap());
    assert!(answers[0].is_ok());
    for late in &answers[1..] {
        assert!(matches!(late, Err(Error::ParkedNotFound { .. })));
    }
    let held = ["a", "b", "c"].map(|cart| find(&engine, cart).map_or(0, |view| view.cart.units()));
    assert_eq!(held, [1, 0, 0]);
}

#[test]
fn what_a_closed_cart_has_that_gives_way_is_no_place_for_gifts() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    submit(&engine, add("user_ada", "l2", "cup")).unwrap();
    submit(&engine, Command::AbandonCart(AbandonCart { cart: cart_id("user_ada") })).unwrap();
    let import = Import { promotions: vec![gift("g", "mug", 1, "cup")], ..Import::default() };
    submit(&engine, Command::Import(Box::new(import))).unwrap();

    submit(&engine, resume("p1", Some("user_ada"))).unwrap();
    let cart = find(&engine, "user_ada").unwrap().cart;
    assert_eq!(
        cart.lines.iter().filter_map(|line| line.product().map(ProductId::as_str)).collect::<Vec<_>>(),
        ["mug", "cup"]
    );
}

#[test]
fn a_customer_must_be_known_for_a_closed_cart_to_give_way_to_a_new_one_of_theirs() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, park("c", "p1")).unwrap();
    submit(&engine, add("user_eve", "l2", "cup")).unwrap();
    submit(&engine, Command::AbandonCart(AbandonCart { cart: cart_id("user_eve") })).unwrap();
    let ada = Customer { id: CustomerId::new("ada").unwrap(), name: String::new(), email: String::new() };
    let import = Import { customers: vec![ada], ..Import::default() };
    submit(&engine, Command::Import(Box::new(import))).unwrap();

    for cart in ["user_eve", "user_bob"] {
        let refusal = submit(&engine, resume("p1", Some(cart)));
        assert!(matches!(refusal, Err(Error::CustomerNotFound { .. })), "{refusal:?}");
    }
    submit(&engine, resume("p1", Some("user_ada"))).unwrap();
}
